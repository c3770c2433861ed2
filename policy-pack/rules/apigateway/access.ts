import { isSocket } from "../../checks/apigateway.ts";
import { complain, lacking } from "../../checks/complaints.ts";
import { all, each, either, is, isNot, matches, noneOf, onType, set, when } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { known, read } from "../../checks/values.ts";

const stage = "aws:apigateway/stage:Stage";
const socketStage = "aws:apigatewayv2/stage:Stage";
const method = "aws:apigateway/method:Method";
const route = "aws:apigatewayv2/route:Route";
const httpApi = "aws:apigatewayv2/api:Api";

/** Types of APIs, and where a custom domain name is mapped to each. */
const apiMappings = [
  { type: httpApi, mapping: "aws:apigatewayv2/apiMapping:ApiMapping", path: "apiId" },
  {
    type: "aws:apigateway/restApi:RestApi",
    mapping: "aws:apigateway/basePathMapping:BasePathMapping",
    path: "restApi",
  },
];

function openDefaultEndpoints(graph: Graph): Complaint[] {
  return apiMappings.flatMap(({ type, mapping, path }) =>
    graph
      .of(type)
      .filter(({ props }) => read(props, "disableExecuteApiEndpoint").state !== "unknown")
      .filter(({ props }) => known(props, "disableExecuteApiEndpoint") !== true)
      .filter((each) => graph.referrers(each, path, mapping).length > 0)
      .map(complain("has a custom domain name and its default execute-api endpoint enabled")),
  );
}

const newApi = example(httpApi, "api", { protocolType: "HTTP" });
const socketApi = example(httpApi, "chat", { protocolType: "WEBSOCKET" });
const closedApi = example(httpApi, "api", { protocolType: "HTTP", disableExecuteApiEndpoint: true });
const mappingOf = (of: StackResource) => example("aws:apigatewayv2/apiMapping:ApiMapping", "api", {}, { apiId: of });

export const apigatewayAccess = service("Amazon API Gateway", [
  {
    name: "apigw-authorized",
    types: [method, route],
    description: "API Gateway methods and routes other than OPTIONS require authorization or an API key.",
    why: "An open method serves every caller that can reach the API, so its data can be read and its back end used without an identity in the logs.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["APIGateway.8", "CKV_AWS_59", "CKV_AWS_309"],
    fix: "set authorization on a method, or authorizationType on a route, to a value other than NONE",
    check: either(
      all(
        onType([method], either(authorized("authorization"), is("apiKeyRequired", true))),
        onType([route], authorized("authorizationType")),
      ),
      // Browsers send preflight requests (OPTIONS) without credentials.
      is("httpMethod", "OPTIONS"),
      matches("routeKey", /^OPTIONS /),
      // A WebSocket is authorized once, when it connects: its other routes take no authorizer.
      matches("routeKey", /^(?!\$connect$|\$default$)\S+$/),
    ),
    ok: { authorization: "AWS_IAM", httpMethod: "GET" },
    bad: { authorization: "NONE", httpMethod: "GET" },
    clauses: [
      {
        controls: ["APIGateway.8", "CKV_AWS_309"],
        type: "aws:apigatewayv2/route:Route",
        ok: { routeKey: "GET /orders", authorizationType: "JWT" },
        bad: { authorizationType: "NONE" },
      },
      { controls: ["CKV_AWS_59"], bad: { authorization: "NONE" } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "apigw-client-certificate",
    description: "API Gateway stages of REST and WebSocket APIs have a client certificate.",
    why: "An HTTP back end that cannot verify the gateway by its certificate also accepts direct calls, which bypass the authorization and throttling of the API.",
    severity: "medium",
    levels: levels("-/-/A"),
    controls: ["APIGateway.2", "CKV2_AWS_51"],
    fix: "set clientCertificateId",
    find: (graph) =>
      lacking(
        [...graph.of(stage), ...graph.of(socketStage).filter((each) => isSocket(graph, each))],
        ({ props }) => read(props, "clientCertificateId").state !== "absent",
        "has no client certificate",
      ),
    ok: [example(stage, "live", { clientCertificateId: "a1b2c3" })],
    bad: [example(stage, "live", { stageName: "live" })],
    clauses: [
      {
        controls: ["APIGateway.2"],
        ok: [example(stage, "live", { clientCertificateId: "a1b2c3" })],
        bad: [example(stage, "live", {})],
      },
      {
        controls: ["CKV2_AWS_51"],
        ok: [newApi, example(socketStage, "chat", {}, { apiId: newApi })],
        bad: [socketApi, example(socketStage, "chat", {}, { apiId: socketApi })],
      },
    ],
  },
  {
    name: "apigw-tls12-domain",
    types: ["aws:apigateway/domainName:DomainName", "aws:apigatewayv2/domainName:DomainName"],
    description: "API Gateway custom domain names require TLS 1.2 or later.",
    why: "A domain name with the TLS_1_0 policy lets clients negotiate obsolete protocol versions, whose weaknesses can reveal the tokens sent with each request.",
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
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "apigw-request-validation",
    types: [method],
    description: "API Gateway methods other than OPTIONS set a request validator.",
    why: "Malformed bodies and missing parameters reach the integration, where they can cause errors or injection, and each invalid request still runs the back end.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["CKV2_AWS_53"],
    fix: "set requestValidatorId",
    check: when(noneOf("httpMethod", ["OPTIONS"]), set("requestValidatorId")),
    ok: { httpMethod: "POST", requestValidatorId: "a1b2c3" },
    bad: { httpMethod: "GET" },
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "apigw-cors-not-wildcard",
    types: [httpApi],
    description: "API Gateway HTTP APIs do not allow all origins in CORS.",
    why: "Pages of unrelated websites can then send requests to the API from a user's browser and read the responses, for example to collect data at scale.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set corsConfiguration.allowOrigins without *, https://* and http://*",
    check: each("corsConfiguration.allowOrigins", noneOf("", ["*", "https://*", "http://*"])),
    ok: { corsConfiguration: { allowOrigins: ["https://app.example.com"] } },
    bad: { corsConfiguration: { allowOrigins: ["*"] } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "apigw-default-endpoint-off",
    description: "API Gateway APIs with a custom domain name disable the default endpoint.",
    why: "Clients can call the execute-api host name directly and bypass the CloudFront distribution or mutual TLS in front of the custom domain name.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set disableExecuteApiEndpoint to true",
    find: openDefaultEndpoints,
    ok: [closedApi, mappingOf(closedApi)],
    bad: [newApi, mappingOf(newApi)],
  },
]);

/** The property is set, and not to NONE. */
function authorized(path: string) {
  return all(set(path), isNot(path, "NONE"));
}
