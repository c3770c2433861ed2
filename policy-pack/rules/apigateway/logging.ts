import { lacking } from "../../checks/complaints.ts";
import { all, is, isNot, oneOf, onType, set, value, when } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { number, text } from "../../checks/values.ts";

const stage = "aws:apigateway/stage:Stage";
const settings = "aws:apigateway/methodSettings:MethodSettings";
const httpStage = "aws:apigatewayv2/stage:Stage";

const limited = (path: string) => value(path, (rate) => number(rate) > 0, "fail");

/** Whether MethodSettings name the stage or refer to it. */
function hasMethodSettings(graph: Graph, each: StackResource): boolean {
  const name = text(each.props, "stageName");
  return graph
    .of(settings)
    .some(
      (of) =>
        graph.targets(of, "stageName", stage).includes(each) ||
        (name !== undefined && text(of.props, "stageName") === name),
    );
}

const liveStage = example(stage, "live", { stageName: "live" });

export const apigatewayLogging = service("Amazon API Gateway", [
  {
    name: "apigw-access-logs",
    types: [stage, httpStage],
    description: "API Gateway stages have access logging enabled.",
    why: "After an incident it cannot be reconstructed which client called which route, from which address and with which result.",
    severity: "medium",
    levels: levels("-/M/M"),
    controls: ["APIGateway.9", "CKV_AWS_76", "CKV_AWS_95"],
    fix: "set accessLogSettings.destinationArn",
    check: set("accessLogSettings.destinationArn"),
    ok: { accessLogSettings: { destinationArn: "arn:aws:logs:eu-west-1:111122223333:log-group:api", format: "{}" } },
    bad: { stageName: "live" },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "apigw-execution-logs",
    types: [settings],
    description: "API Gateway method settings enable execution logging and disable data tracing.",
    why: "With logging off, integration and authorizer errors leave no record; with data tracing on, full request and response bodies are copied into CloudWatch Logs.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["APIGateway.1", "CKV_AWS_276", "CKV2_AWS_4"],
    fix: "set settings.loggingLevel to ERROR or INFO, and leave settings.dataTraceEnabled unset",
    check: all(oneOf("settings.loggingLevel", ["ERROR", "INFO"]), isNot("settings.dataTraceEnabled", true)),
    ok: { settings: { loggingLevel: "ERROR", dataTraceEnabled: false } },
    bad: { settings: { loggingLevel: "OFF" } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "apigw-xray",
    types: [stage],
    description: "API Gateway REST API stages have X-Ray tracing enabled.",
    why: "When the stage records no traces, the latency of a slow request cannot be attributed to the gateway, the authorizer or the back end.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: ["APIGateway.3", "CKV_AWS_73"],
    fix: "set xrayTracingEnabled to true",
    check: is("xrayTracingEnabled", true),
    ok: { xrayTracingEnabled: true },
    bad: { xrayTracingEnabled: false },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "apigw-methods-set",
    description: "API Gateway REST API stages have method settings.",
    why: "Execution logging and detailed metrics of a REST API stage are off until method settings enable them, so failed requests leave no log for troubleshooting.",
    severity: "medium",
    levels: levels("-/A/A"),
    controls: ["APIGateway.1", "CKV2_AWS_4"],
    fix: "declare MethodSettings whose stageName is the stage",
    find: (graph) => lacking(graph.of(stage), (each) => hasMethodSettings(graph, each), "has no MethodSettings"),
    ok: [liveStage, example(settings, "live", { stageName: "live" })],
    bad: [liveStage],
  },
  {
    name: "apigw-throttled",
    types: [settings, httpStage],
    description: "API Gateway method settings and HTTP or WebSocket stages set rate and burst limits.",
    why: "Without limits, one client can use up the request quota of the account and cause throttling errors for every other API in the Region.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set throttlingRateLimit and throttlingBurstLimit above 0 in settings or defaultRouteSettings",
    check: all(
      onType([settings], all(limited("settings.throttlingRateLimit"), limited("settings.throttlingBurstLimit"))),
      onType(
        [httpStage],
        all(limited("defaultRouteSettings.throttlingRateLimit"), limited("defaultRouteSettings.throttlingBurstLimit")),
      ),
    ),
    ok: { settings: { throttlingRateLimit: 100, throttlingBurstLimit: 200 } },
    bad: { settings: { throttlingRateLimit: -1 } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "apigw-cache-encrypted",
    types: [settings],
    description: "API Gateway method caches are encrypted.",
    why: "Cached responses, which may contain personal data, otherwise remain in the cache unencrypted until their time to live ends.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["APIGateway.5", "CKV_AWS_308"],
    fix: "set settings.cacheDataEncrypted to true",
    check: when(is("settings.cachingEnabled", true), is("settings.cacheDataEncrypted", true)),
    ok: { settings: { cachingEnabled: true, cacheDataEncrypted: true } },
    bad: { settings: { cachingEnabled: true, cacheDataEncrypted: false } },
    absent: "pass",
    unknown: "undecided",
  },
]);
