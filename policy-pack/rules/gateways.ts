import {
  all,
  each,
  either,
  is,
  isNot,
  matches,
  noneOf,
  oneOf,
  onType,
  set,
  value,
  when,
} from "../checks/conditions.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";
import { number } from "../checks/values.ts";

const stage = "aws:apigateway/stage:Stage";
const method = "aws:apigateway/method:Method";
const settings = "aws:apigateway/methodSettings:MethodSettings";
const api = "aws:apigatewayv2/api:Api";
const route = "aws:apigatewayv2/route:Route";
const httpStage = "aws:apigatewayv2/stage:Stage";
const limited = (path: string) => value(path, (rate) => number(rate) > 0, "fail");

/** API Gateway. */
export const gateways: readonly ResourceRule[] = [
  {
    name: "apigw-access-logs",
    types: [stage, httpStage],
    description: "An API logs every request.",
    severity: "medium",
    levels: levels("-/M/M"),
    controls: ["APIGateway.9", "CKV_AWS_76", "CKV_AWS_95"],
    fix: "set accessLogSettings.destinationArn",
    check: set("accessLogSettings.destinationArn"),
    ok: { accessLogSettings: { destinationArn: "arn:aws:logs:eu-west-1:111122223333:log-group:api", format: "{}" } },
    bad: { stageName: "live" },
  },
  {
    name: "apigw-execution-logs",
    types: [settings],
    description: "An API logs its errors, and never what was sent.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["APIGateway.1", "CKV_AWS_276", "CKV2_AWS_4"],
    fix: "set settings.loggingLevel to ERROR, and leave settings.dataTraceEnabled unset",
    check: all(oneOf("settings.loggingLevel", ["ERROR", "INFO"]), isNot("settings.dataTraceEnabled", true)),
    ok: { settings: { loggingLevel: "ERROR", dataTraceEnabled: false } },
    bad: { settings: { loggingLevel: "OFF" } },
  },
  {
    name: "apigw-xray",
    types: [stage],
    description: "Requests of an API are traced.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: ["APIGateway.3", "CKV_AWS_73"],
    fix: "set xrayTracingEnabled to true",
    check: is("xrayTracingEnabled", true),
    ok: { xrayTracingEnabled: true },
    bad: { xrayTracingEnabled: false },
  },
  {
    name: "apigw-client-certificate",
    types: [stage],
    description: "A back end knows by a certificate that the API calls it.",
    severity: "medium",
    levels: levels("-/-/A"),
    controls: ["APIGateway.2", "CKV2_AWS_51"],
    fix: "set clientCertificateId",
    check: set("clientCertificateId"),
    ok: { clientCertificateId: "a1b2c3" },
    bad: { stageName: "live" },
  },
  {
    name: "apigw-cache-encrypted",
    types: [settings],
    description: "Answers that an API keeps are encrypted.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["APIGateway.5", "CKV_AWS_308"],
    fix: "set settings.cacheDataEncrypted to true",
    check: when(is("settings.cachingEnabled", true), is("settings.cacheDataEncrypted", true)),
    ok: { settings: { cachingEnabled: true, cacheDataEncrypted: true } },
    bad: { settings: { cachingEnabled: true, cacheDataEncrypted: false } },
  },
  {
    name: "apigw-authorized",
    types: [method, route],
    description: "An API knows who calls it.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["APIGateway.8", "CKV_AWS_59", "CKV_AWS_309", "CKV2_AWS_70"],
    fix: "set authorization, or a route's authorizationType, to an authorizer",
    check: either(
      all(
        onType([method], either(authorized("authorization"), is("apiKeyRequired", true))),
        onType([route], authorized("authorizationType")),
      ),
      // Browsers ask with OPTIONS before they have anything to show.
      is("httpMethod", "OPTIONS"),
      matches("routeKey", /^OPTIONS /),
      // A WebSocket is authorized once, when it connects: its other routes take no authorizer.
      matches("routeKey", /^(?!\$connect$|\$default$)\S+$/),
    ),
    ok: { authorization: "AWS_IAM", httpMethod: "GET" },
    bad: { authorization: "NONE", httpMethod: "GET" },
  },
  {
    name: "apigw-throttled",
    types: [settings, httpStage],
    description: "An API has an end to its requests.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set throttlingRateLimit and throttlingBurstLimit in settings or defaultRouteSettings",
    check: all(
      onType([settings], all(limited("settings.throttlingRateLimit"), limited("settings.throttlingBurstLimit"))),
      onType(
        [httpStage],
        all(limited("defaultRouteSettings.throttlingRateLimit"), limited("defaultRouteSettings.throttlingBurstLimit")),
      ),
    ),
    ok: { settings: { throttlingRateLimit: 100, throttlingBurstLimit: 200 } },
    bad: { settings: { throttlingRateLimit: -1 } },
  },
  {
    name: "apigw-tls12-domain",
    types: ["aws:apigateway/domainName:DomainName", "aws:apigatewayv2/domainName:DomainName"],
    description: "An API is reached over TLS 1.2 or later only.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_206"],
    fix: "set securityPolicy, or domainNameConfiguration.securityPolicy, to TLS_1_2",
    check: either(
      matches("securityPolicy", /^TLS_1_[23]$|^SecurityPolicy_TLS1[23]_/),
      matches("domainNameConfiguration.securityPolicy", /^TLS_1_[23]$/),
    ),
    ok: { domainName: "api.example.com", securityPolicy: "TLS_1_2" },
    bad: { domainName: "api.example.com", securityPolicy: "TLS_1_0" },
  },
  {
    name: "apigw-request-validation",
    types: [method],
    description: "An API refuses bodies that are not what it expects.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["CKV2_AWS_53"],
    fix: "set requestValidatorId",
    check: when(oneOf("httpMethod", ["POST", "PUT", "PATCH"]), set("requestValidatorId")),
    ok: { httpMethod: "POST", requestValidatorId: "a1b2c3" },
    bad: { httpMethod: "POST" },
  },
  {
    name: "apigw-cors-not-wildcard",
    types: [api],
    description: "An API names the sites whose pages may call it.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set corsConfiguration.allowOrigins without *",
    check: each("corsConfiguration.allowOrigins", noneOf("", ["*", "https://*", "http://*"])),
    ok: { corsConfiguration: { allowOrigins: ["https://app.example.com"] } },
    bad: { corsConfiguration: { allowOrigins: ["*"] } },
  },
];

/** Set, and to something. */
function authorized(path: string) {
  return all(set(path), isNot(path, "NONE"));
}
