import { fail } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import type { Graph } from "../checks/graph.ts";
import { type Complaint, levels, type StackResource, type StackRule } from "../checks/rule.ts";
import { known, list, read, text, word } from "../checks/values.ts";

const cluster = "aws:rds/cluster:Cluster";
const distribution = "aws:cloudfront/distribution:Distribution";
const repository = "aws:ecr/repository:Repository";
const selection = "aws:backup/selection:Selection";
const table = "aws:dynamodb/table:Table";
const zone = "aws:route53/zone:Zone";
const plan = "aws:backup/plan:Plan";
const caa = "aws:route53/record:Record";

/** Complaints of the resources that fail a condition. */
export const lacking = (
  resources: readonly StackResource[],
  has: (resource: StackResource) => boolean,
  wrong: string,
) => resources.filter((each) => !has(each)).map((resource): Complaint => ({ resource, verdict: fail(wrong) }));

const publicZones = (graph: Graph) => graph.of(zone).filter(({ props }) => read(props, "vpcs").state === "absent");

/** A provisioned table that nothing scales has the capacity that somebody once guessed. */
function scaled(graph: Graph, each: StackResource): boolean {
  if (known(each.props, "billingMode") === "PAY_PER_REQUEST") return true;
  const name = text(each.props, "name");
  return graph
    .of("aws:appautoscaling/target:Target")
    .some(
      (target) =>
        graph.targets(target, "resourceId", table).includes(each) ||
        (name !== undefined && text(target.props, "resourceId") === `table/${name}`),
    );
}

/** The newer way to have access logs is a delivery from a source that names the distribution. */
function logged(graph: Graph, each: StackResource): boolean {
  if (read(each.props, "loggingConfig").state !== "absent") return true;
  return graph.referrers(each, "resourceArn", "aws:cloudwatch/logDeliverySource:LogDeliverySource").length > 0;
}

function byTag(each: StackResource): boolean {
  return [...list(each.props, "selectionTags"), ...list(each.props, "conditions")].length > 0;
}

/** A selection of single resources may stand beside one by tag, in the same plan. */
function besideTags(graph: Graph, each: StackResource): boolean {
  const plans = graph.targets(each, "planId", plan);
  return plans.some((of) => graph.referrers(of, "planId", selection).some(byTag));
}

const images = example(repository, "api", { name: "api" });
const fixed = example(table, "usage", { billingMode: "PROVISIONED", name: "usage" });
const site = example(distribution, "site", { enabled: true });
const aurora = example(cluster, "memory", {});
const member = (name: string) =>
  example("aws:rds/clusterInstance:ClusterInstance", name, {}, { clusterIdentifier: aurora });
const daily = example(plan, "daily", {});
const single = example(selection, "usage", { resources: ["arn:aws:dynamodb:x"] }, { planId: daily });
const open = example(zone, "example.com", { name: "example.com" });

/** What is half without a second resource. */
export const companions: readonly StackRule[] = [
  {
    name: "ecr-lifecycle",
    description: "A repository forgets images that nobody needs any more.",
    severity: "medium",
    levels: levels("A/A/M"),
    controls: ["ECR.3"],
    fix: "declare a LifecyclePolicy with its repository",
    check: (graph) =>
      lacking(
        graph.of(repository),
        (each) => graph.referrers(each, "repository", "aws:ecr/lifecyclePolicy:LifecyclePolicy").length > 0,
        "keeps every image for ever",
      ),
    ok: [images, example("aws:ecr/lifecyclePolicy:LifecyclePolicy", "api", {}, { repository: images })],
    bad: [images],
  },
  {
    name: "dynamodb-capacity-mode",
    description: "A table follows its load: paid by request, or provisioned and scaled.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["DynamoDB.1", "CKV2_AWS_16"],
    fix: "set billingMode to PAY_PER_REQUEST, or declare an appautoscaling Target with its resourceId",
    check: (graph) => lacking(graph.of(table), (each) => scaled(graph, each), "has a capacity that nothing changes"),
    ok: [fixed, example("aws:appautoscaling/target:Target", "usage", { resourceId: "table/usage" })],
    bad: [fixed],
  },
  {
    name: "cloudfront-logging",
    description: "A distribution writes down who asked for what.",
    severity: "medium",
    levels: levels("-/M/M"),
    controls: ["CloudFront.5", "CKV_AWS_86"],
    fix: "set loggingConfig.bucket, or declare a LogDeliverySource with its resourceArn",
    check: (graph) => lacking(graph.of(distribution), (each) => logged(graph, each), "writes no access log"),
    ok: [site, example("aws:cloudwatch/logDeliverySource:LogDeliverySource", "site", {}, { resourceArn: site })],
    bad: [site],
  },
  {
    name: "aurora-two-instances",
    description: "An Aurora cluster has a second instance, which takes over.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["RDS.15"],
    fix: "declare a second ClusterInstance with its clusterIdentifier",
    check: (graph) =>
      lacking(
        graph.of(cluster).filter(({ props }) => word(known(props, "engine") ?? "aurora").startsWith("aurora")),
        (each) => graph.referrers(each, "clusterIdentifier", "aws:rds/clusterInstance:ClusterInstance").length > 1,
        "has no second instance",
      ),
    ok: [aurora, member("memory-1"), member("memory-2")],
    bad: [aurora, member("memory-1")],
  },
  {
    name: "backup-selection-by-tag",
    description: "What a plan backs up says so by a tag, so that new stores are not forgotten.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: [],
    fix: "set selectionTags or conditions, here or on another selection of the plan",
    check: (graph) =>
      lacking(
        graph.of(selection),
        (each) => byTag(each) || besideTags(graph, each),
        "names what is backed up one by one",
      ),
    ok: [daily, single, example(selection, "tagged", { selectionTags: [{ key: "backup" }] }, { planId: daily })],
    bad: [daily, single],
  },
  {
    name: "route53-query-logging",
    description: "A public zone writes down which names were asked for.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["Route53.2", "CKV2_AWS_39"],
    fix: "declare a QueryLog with its zoneId",
    check: (graph) =>
      lacking(
        publicZones(graph),
        (each) => graph.referrers(each, "zoneId", "aws:route53/queryLog:QueryLog").length > 0,
        "writes no query log",
      ),
    ok: [open, example("aws:route53/queryLog:QueryLog", "zone", {}, { zoneId: open })],
    bad: [open],
  },
  {
    name: "route53-dnssec",
    description: "Answers of a public zone are signed.",
    severity: "medium",
    levels: levels("-/-/A"),
    controls: ["CKV2_AWS_38"],
    fix: "declare a HostedZoneDnsSec with its hostedZoneId",
    check: (graph) =>
      lacking(
        publicZones(graph),
        (each) =>
          graph
            .referrers(each, "hostedZoneId", "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec")
            .some(({ props }) => known(props, "signingStatus") !== "NOT_SIGNING"),
        "is not signed",
      ),
    ok: [open, example("aws:route53/hostedZoneDnsSec:HostedZoneDnsSec", "zone", {}, { hostedZoneId: open })],
    bad: [open],
  },
  {
    name: "route53-caa-present",
    description: "A public zone says who may issue certificates for it.",
    severity: "low",
    levels: levels("-/-/A"),
    controls: [],
    fix: "declare a Record of the type CAA with its zoneId",
    check: (graph) =>
      lacking(
        publicZones(graph),
        (each) => graph.referrers(each, "zoneId", caa).some(({ props }) => known(props, "type") === "CAA"),
        "lets anybody issue certificates for it",
      ),
    ok: [open, example(caa, "caa", { type: "CAA", records: ['0 issue "amazon.com"'] }, { zoneId: open })],
    bad: [open, example(caa, "api", { type: "A" }, { zoneId: open })],
  },
];
