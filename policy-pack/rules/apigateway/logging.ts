import { isSocket } from "../../checks/apigateway.ts";
import { complain, lacking } from "../../checks/complaints.ts";
import { all, is, isNot, oneOf, set, when } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { number, read, text, word } from "../../checks/values.ts";

const stage = "aws:apigateway/stage:Stage";
const settings = "aws:apigateway/methodSettings:MethodSettings";
const httpStage = "aws:apigatewayv2/stage:Stage";

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

/** Properties with the limits of a stage. */
const limits = [
  { type: settings, path: "settings" },
  { type: httpStage, path: "defaultRouteSettings" },
];

/** Whether a rate and a burst limit above zero are set, or not known yet. */
const isLimited = ({ props }: StackResource, path: string) =>
  ["throttlingRateLimit", "throttlingBurstLimit"].every((limit) => {
    const reading = read(props, `${path}.${limit}`);
    return reading.state === "unknown" || (reading.state === "known" && number(reading.value) > 0);
  });

/** Stages, and method settings, without limits of their own. */
function unlimited(graph: Graph): Complaint[] {
  const wrong = limits.flatMap(({ type, path }) =>
    lacking(graph.of(type), (each) => isLimited(each, path), `has no rate and burst limit in ${path}`),
  );
  return [
    ...wrong,
    ...lacking(graph.of(stage), (each) => hasMethodSettings(graph, each), "has no MethodSettings with rate limits"),
  ];
}

/** Stages of WebSocket APIs without an execution log; HTTP APIs have none. */
function unloggedSockets(graph: Graph): StackResource[] {
  return graph.of(httpStage).filter((each) => {
    const level = read(each.props, "defaultRouteSettings.loggingLevel");
    if (level.state === "unknown") return false;
    return !["ERROR", "INFO"].includes(level.state === "known" ? word(level.value) : "") && isSocket(graph, each);
  });
}

const socketApi = example("aws:apigatewayv2/api:Api", "chat", { protocolType: "WEBSOCKET" });
const socketStage = (loggingLevel: string) =>
  example(httpStage, "chat", { defaultRouteSettings: { loggingLevel } }, { apiId: socketApi });
const limitsOf = (throttlingRateLimit: number) =>
  example(settings, "live", { stageName: "live", settings: { throttlingRateLimit, throttlingBurstLimit: 200 } });

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
    clauses: [
      { controls: ["CKV_AWS_76"], bad: { accessLogSettings: undefined } },
      {
        controls: ["CKV_AWS_95"],
        type: "aws:apigatewayv2/stage:Stage",
        ok: {
          accessLogSettings: { destinationArn: "arn:aws:logs:eu-west-1:111122223333:log-group:api", format: "{}" },
        },
        bad: { accessLogSettings: undefined },
      },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "apigw-method-metrics",
    types: [settings],
    description: "API Gateway method settings enable CloudWatch metrics.",
    why: "Without metrics of each method, an error rate or a latency of one method disappears in the sum of the stage, and no alarm can be set on it.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["CKV2_AWS_4"],
    fix: "set settings.metricsEnabled to true",
    check: is("settings.metricsEnabled", true),
    ok: { settings: { metricsEnabled: true } },
    bad: { settings: { metricsEnabled: false } },
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
    clauses: [
      { controls: ["APIGateway.1", "CKV2_AWS_4"], bad: { settings: { loggingLevel: "OFF" } } },
      { controls: ["CKV_AWS_276"], bad: { settings: { loggingLevel: "INFO", dataTraceEnabled: true } } },
    ],
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
    description: "API Gateway method settings and HTTP or WebSocket stages set rate and burst limits.",
    why: "Without limits, one client can use up the request quota of the account and cause throttling errors for every other API in the Region.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set throttlingRateLimit and throttlingBurstLimit above 0 in settings of MethodSettings, or in defaultRouteSettings of the stage",
    find: unlimited,
    ok: [liveStage, limitsOf(100)],
    bad: [liveStage, limitsOf(-1)],
  },
  {
    name: "apigw-websocket-execution-logs",
    description: "API Gateway WebSocket API stages have execution logging enabled.",
    why: "Access logs record that a message was answered with an error, but not which integration, authorizer or mapping failed, so the cause cannot be found afterwards.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["APIGateway.1"],
    fix: "set defaultRouteSettings.loggingLevel to ERROR or INFO",
    find: (graph) => unloggedSockets(graph).map(complain("is a stage of a WebSocket API without execution logging")),
    ok: [socketApi, socketStage("ERROR")],
    bad: [socketApi, socketStage("OFF")],
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
