import { document, stringsAt, valueAt } from "../account/values.ts";
import { overlap } from "../published/glob.ts";
import { type Graph, list, type Made, record, texts } from "./graph.ts";
import { namespaceOf, podsOf } from "./pods.ts";
import { made, type Proof } from "./proof.ts";

/** What a destination asks of the role that signs the requests to it. */
interface Destination {
  /** The exporter of a collector's configuration, by its ID and its settings as JSON. */
  exporter: RegExp;
  settings: RegExp;
  actions: readonly string[];
}

const destinations: readonly Destination[] = [
  // OTLP endpoint of X-Ray: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html.
  { exporter: /^otlp_?http/, settings: /\/\/xray\./, actions: ["xray:PutSpans", "xray:PutSpansForIndexing"] },
  { exporter: /^awsxray/, settings: /./, actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"] },
  {
    exporter: /^awsemf/,
    settings: /./,
    actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
  },
];

/** What managed policies allow of that; public listings of AWS's policy (AWS Managed Policy Reference Guide). */
const managed: Readonly<Record<string, readonly string[]>> = {
  CloudWatchAgentServerPolicy: [
    "cloudwatch:PutMetricData",
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:DescribeLogGroups",
    "logs:DescribeLogStreams",
    "logs:PutLogEvents",
    "logs:PutRetentionPolicy",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
  ],
};

/** The roles of a collector's service account allow what its exporters do. */
function allowed(graph: Graph): string[] {
  return collectors(graph).flatMap(({ of, config, namespace, serviceAccount }) => {
    const granted = actionsOf(graph, namespace, serviceAccount);
    return Object.entries(record(record(config)["exporters"])).flatMap(([id, settings]) =>
      destinations
        .filter((each) => each.exporter.test(id) && each.settings.test(JSON.stringify(settings)))
        .flatMap(({ actions }) => actions)
        .filter((action) => !granted.some((pattern) => overlap(pattern.toLowerCase(), action.toLowerCase())))
        .map((action) => `${of}: no role of service account ${serviceAccount} allows ${action} of exporter ${id}`),
    );
  });
}

function collectors(graph: Graph) {
  const operated = graph.objects("OpenTelemetryCollector").map((each) => ({
    of: `OpenTelemetryCollector ${each.name}`,
    config: valueAt(each.inputs, "spec.config"),
    namespace: namespaceOf(each),
    serviceAccount: String(valueAt(each.inputs, "spec.serviceAccount")),
  }));
  const files = graph.objects("ConfigMap").flatMap(({ name, inputs }) => {
    const namespace = String(valueAt(inputs, "metadata.namespace"));
    const config = document(texts(inputs["data"])["collector.yaml"]);
    const pods = podsOf(graph).filter((each) => each.namespace === namespace && each.of.endsWith(` ${name}`));
    return config === undefined
      ? []
      : pods.map(({ of, serviceAccount }) => ({ of, config, namespace, serviceAccount }));
  });
  return [...operated, ...files];
}

/** Actions that the role of a service account allows: bound by EKS Pod Identity, or by a trust policy that names it (IRSA). */
function actionsOf(graph: Graph, namespace: string, serviceAccount: string): string[] {
  const bound = graph
    .of("aws:eks/podIdentityAssociation:PodIdentityAssociation")
    .filter(({ inputs }) => inputs["namespace"] === namespace && inputs["serviceAccount"] === serviceAccount)
    .map(({ inputs }) => String(inputs["roleArn"]));
  const subject = `system:serviceaccount:${namespace}:${serviceAccount}`;
  const roles = graph
    .of("aws:iam/role:Role")
    .filter(
      ({ inputs, outputs }) =>
        bound.includes(String(outputs["arn"])) || String(inputs["assumeRolePolicy"]).includes(`"${subject}"`),
    );
  const names = new Set(roles.flatMap(({ inputs, outputs }) => [inputs["name"], outputs["name"]].map(String)));
  const attached = graph
    .of("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    .filter(({ inputs }) => names.has(String(inputs["role"])))
    .flatMap(({ inputs }) => managed[String(inputs["policyArn"]).split("/").at(-1) ?? ""] ?? []);
  const inline = graph
    .of("aws:iam/rolePolicy:RolePolicy")
    .filter(({ inputs }) => names.has(String(inputs["role"])))
    .flatMap(({ inputs }) => list(record(document(inputs["policy"]))["Statement"]).map(record))
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap((statement) => stringsAt(statement, "Action"));
  return [...attached, ...inline];
}

function granting(actions: readonly string[]): Made[] {
  const exporters = { "otlp_http/xray": { traces_endpoint: "https://xray.us-east-1.amazonaws.com/v1/traces" } };
  const role = "arn:aws:iam::111122223333:role/collector";
  return [
    made("kubernetes:opentelemetry.io/v1beta1:OpenTelemetryCollector", "otel", {
      metadata: { name: "otel", namespace: "observability" },
      spec: { serviceAccount: "collector", config: { exporters } },
    }),
    made("aws:eks/podIdentityAssociation:PodIdentityAssociation", "collector", {
      namespace: "observability",
      serviceAccount: "collector",
      roleArn: role,
    }),
    made("aws:iam/role:Role", "collector", { name: "collector" }, { arn: role, name: "collector" }),
    made("aws:iam/rolePolicy:RolePolicy", "collector", {
      role: "collector",
      policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] }),
    }),
  ];
}

/** What must hold of the roles of collectors. */
export const collectorRoles: readonly Proof[] = [
  {
    name: "collector-role-allows-destinations",
    source:
      "OTLP endpoints in the CloudWatch User Guide https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html",
    check: allowed,
    holds: granting(["xray:PutSpans*"]),
    fails: granting(["xray:PutTraceSegments", "xray:PutSpansForIndexing"]),
  },
];
