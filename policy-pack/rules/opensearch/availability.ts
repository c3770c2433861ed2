import { all, atLeast, either, is, isNot, some } from "../../checks/conditions.ts";
import { levels, service } from "../../checks/rule.ts";

const domains = ["aws:opensearch/domain:Domain"];

const publishes = (type: string) => some("logPublishingOptions", all(is("logType", type), isNot("enabled", false)));

const hasDedicatedMasters = either(
  all(is("clusterConfig.dedicatedMasterEnabled", true), atLeast("clusterConfig.dedicatedMasterCount", 3)),
  is("clusterConfig.multiAzWithStandbyEnabled", true),
);

export const opensearchAvailability = service("Amazon OpenSearch Service", [
  {
    name: "opensearch-audit-and-error-logs",
    types: domains,
    description: "OpenSearch domains publish audit logs and error logs.",
    why: "Without audit logs an investigation cannot tell which user read or deleted which documents; without error logs the cause of failed queries is lost.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["OpenSearch.4", "OpenSearch.5", "CKV_AWS_84", "CKV_AWS_317"],
    fix: "set logPublishingOptions with AUDIT_LOGS and ES_APPLICATION_LOGS",
    check: all(publishes("AUDIT_LOGS"), publishes("ES_APPLICATION_LOGS")),
    ok: { logPublishingOptions: [{ logType: "AUDIT_LOGS" }, { logType: "ES_APPLICATION_LOGS", enabled: true }] },
    bad: { logPublishingOptions: [{ logType: "AUDIT_LOGS", enabled: false }, { logType: "ES_APPLICATION_LOGS" }] },
    clauses: [
      { controls: ["OpenSearch.4", "CKV_AWS_84"], bad: { logPublishingOptions: [{ logType: "AUDIT_LOGS" }] } },
      {
        controls: ["OpenSearch.5", "CKV_AWS_317"],
        bad: { logPublishingOptions: [{ logType: "ES_APPLICATION_LOGS" }] },
      },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "opensearch-three-data-nodes",
    types: domains,
    description: "OpenSearch domains are zone aware with three data nodes, or two with dedicated masters.",
    why: "When the Availability Zone of a smaller domain fails, the cluster can lose its quorum or the only copy of a shard, and searches and writes fail.",
    severity: "medium",
    levels: levels("-/-/M"),
    controls: ["CKV_AWS_318"],
    fix: "set clusterConfig.zoneAwarenessEnabled to true and clusterConfig.instanceCount to 3, or to 2 with dedicated master nodes",
    check: all(
      is("clusterConfig.zoneAwarenessEnabled", true),
      either(
        atLeast("clusterConfig.instanceCount", 3),
        all(atLeast("clusterConfig.instanceCount", 2), hasDedicatedMasters),
      ),
    ),
    ok: { clusterConfig: { instanceCount: 3, zoneAwarenessEnabled: true } },
    bad: { clusterConfig: { instanceCount: 1, zoneAwarenessEnabled: false } },
    clauses: [{ controls: ["CKV_AWS_318"], bad: { clusterConfig: { instanceCount: 3, zoneAwarenessEnabled: false } } }],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "opensearch-dedicated-masters",
    types: domains,
    description: "OpenSearch domains have three dedicated master nodes or Multi-AZ with Standby.",
    why: "If data nodes also manage the cluster state, a heavy query or bulk load can make them miss cluster tasks, and the whole domain becomes unstable.",
    severity: "medium",
    levels: levels("-/-/M"),
    controls: ["CKV_AWS_318", "CKV2_AWS_59"],
    fix: "set clusterConfig.dedicatedMasterEnabled to true and clusterConfig.dedicatedMasterCount to 3",
    check: hasDedicatedMasters,
    ok: { clusterConfig: { dedicatedMasterEnabled: true, dedicatedMasterCount: 3 } },
    bad: { clusterConfig: { dedicatedMasterEnabled: false } },
    clauses: [
      { controls: ["CKV_AWS_318"], bad: { clusterConfig: { dedicatedMasterEnabled: true, dedicatedMasterCount: 2 } } },
      { controls: ["CKV2_AWS_59"], bad: { clusterConfig: { dedicatedMasterEnabled: false } } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "opensearch-auto-software-update",
    types: domains,
    description: "OpenSearch domains have automatic service software updates enabled.",
    why: "Optional service software updates wait until an operator starts them, so fixes for known vulnerabilities and bugs reach the domain late.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: ["OpenSearch.10"],
    fix: "set softwareUpdateOptions.autoSoftwareUpdateEnabled to true",
    check: is("softwareUpdateOptions.autoSoftwareUpdateEnabled", true),
    ok: { softwareUpdateOptions: { autoSoftwareUpdateEnabled: true } },
    bad: { softwareUpdateOptions: { autoSoftwareUpdateEnabled: false } },
    absent: "fail",
    unknown: "undecided",
  },
]);
