import { either, is, isNot, set } from "../checks/conditions.ts";
import { levels, service } from "../checks/rule.ts";

const workgroup = ["aws:athena/workgroup:Workgroup"];
const option = "configuration.resultConfiguration.encryptionConfiguration.encryptionOption";
const encrypted = { resultConfiguration: { encryptionConfiguration: { encryptionOption: "SSE_KMS" } } };

export const athena = service("Amazon Athena", [
  {
    name: "athena-results-encrypted",
    // Managed results have no bucket: https://www.pulumi.com/registry/packages/aws/api-docs/athena/workgroup/
    types: workgroup,
    description: "Athena workgroups encrypt the results of queries.",
    why: "Results are copies of the queried rows in a bucket that is rarely watched as closely as their source.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["Athena.1", "CKV_AWS_159"],
    fix: "set configuration.resultConfiguration.encryptionConfiguration.encryptionOption to SSE_KMS",
    check: either(set(option), is("configuration.managedQueryResultsConfiguration.enabled", true)),
    ok: { configuration: encrypted },
    bad: { configuration: { resultConfiguration: {} } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "athena-workgroup-enforced",
    types: workgroup,
    description: "Athena workgroups enforce their configuration on clients.",
    why: "A client can otherwise name its own bucket and turn encryption off, so the settings of the workgroup bind none of its users.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_82"],
    fix: "leave configuration.enforceWorkgroupConfiguration unset, or set it to true",
    check: isNot("configuration.enforceWorkgroupConfiguration", false),
    ok: { configuration: { enforceWorkgroupConfiguration: true } },
    bad: { configuration: { enforceWorkgroupConfiguration: false } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "athena-metrics",
    types: workgroup,
    description: "Athena workgroups publish metrics of their queries.",
    why: "Without metrics no alarm sees a query that scans a whole data lake, and its cost is first seen on the invoice.",
    severity: "medium",
    levels: levels("A/A/M"),
    controls: ["Athena.4"],
    fix: "leave configuration.publishCloudwatchMetricsEnabled unset, or set it to true",
    check: isNot("configuration.publishCloudwatchMetricsEnabled", false),
    ok: { configuration: { publishCloudwatchMetricsEnabled: true } },
    bad: { configuration: { publishCloudwatchMetricsEnabled: false } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "athena-database-encrypted",
    types: ["aws:athena/database:Database"],
    description: "Athena databases are created with encrypted results.",
    why: "The statements that make the database write their results to a bucket, and without the option they lie there unencrypted.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_77"],
    fix: "set encryptionConfiguration.encryptionOption",
    check: set("encryptionConfiguration.encryptionOption"),
    ok: { encryptionConfiguration: { encryptionOption: "SSE_KMS" } },
    bad: { name: "shop" },
    absent: "fail",
    unknown: "undecided",
  },
]);
