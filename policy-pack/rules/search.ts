import { all, atLeast, either, is, isNot, matches, set, some, unset } from "../checks/conditions.ts";
import { notPublic } from "../checks/policy-document.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";

const domain = ["aws:opensearch/domain:Domain"];
const key = "arn:aws:kms:eu-west-1:111122223333:key/1";
const published = (type: string) => some("logPublishingOptions", all(is("logType", type), isNot("enabled", false)));

const mastered = either(
  all(is("clusterConfig.dedicatedMasterEnabled", true), atLeast("clusterConfig.dedicatedMasterCount", 3)),
  is("clusterConfig.multiAzWithStandbyEnabled", true),
);

/** OpenSearch. */
export const search: readonly ResourceRule[] = [
  {
    name: "opensearch-encrypted-at-rest",
    types: domain,
    description: "A search domain is encrypted on disk.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["OpenSearch.1", "CKV_AWS_5"],
    fix: "set encryptAtRest.enabled to true",
    check: is("encryptAtRest.enabled", true),
    ok: { encryptAtRest: { enabled: true } },
    bad: { encryptAtRest: { enabled: false } },
  },
  {
    name: "opensearch-cmk",
    types: domain,
    description: "A search domain is encrypted with a customer managed key.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_247"],
    fix: "set encryptAtRest.kmsKeyId",
    check: set("encryptAtRest.kmsKeyId"),
    ok: { encryptAtRest: { enabled: true, kmsKeyId: key } },
    bad: { encryptAtRest: { enabled: true } },
  },
  {
    name: "opensearch-in-vpc",
    types: domain,
    description: "A search domain is inside the VPC, behind security groups.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["OpenSearch.2", "CKV_AWS_137", "CKV_AWS_248"],
    fix: "set vpcOptions.subnetIds and vpcOptions.securityGroupIds",
    check: all(set("vpcOptions.subnetIds"), set("vpcOptions.securityGroupIds")),
    ok: { vpcOptions: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] } },
    bad: { vpcOptions: { subnetIds: ["subnet-1"], securityGroupIds: [] } },
  },
  {
    name: "opensearch-node-to-node",
    types: domain,
    description: "Nodes of a search domain speak TLS to each other.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["OpenSearch.3", "CKV_AWS_6"],
    fix: "set nodeToNodeEncryption.enabled to true",
    check: is("nodeToNodeEncryption.enabled", true),
    ok: { nodeToNodeEncryption: { enabled: true } },
    bad: { nodeToNodeEncryption: { enabled: false } },
  },
  {
    name: "opensearch-https-tls12",
    types: domain,
    description: "A search domain is reached over TLS 1.2 or later only.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["OpenSearch.8", "CKV_AWS_83", "CKV_AWS_228"],
    fix: "set domainEndpointOptions.enforceHttps to true and tlsSecurityPolicy to Policy-Min-TLS-1-2-PFS-2023-10",
    check: all(
      is("domainEndpointOptions.enforceHttps", true),
      matches("domainEndpointOptions.tlsSecurityPolicy", /^Policy-Min-TLS-1-[23]-(?:PFS|RFC\d+)-\d{4}-\d{2}$/),
    ),
    ok: { domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" } },
    bad: { domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-0-2019-07" } },
  },
  {
    name: "opensearch-fgac",
    types: domain,
    description: "Who may read which index is decided in the domain, and nobody is anonymous.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["OpenSearch.7", "CKV2_AWS_52"],
    fix: "set advancedSecurityOptions.enabled to true, and leave anonymousAuthEnabled unset",
    check: all(
      is("advancedSecurityOptions.enabled", true),
      isNot("advancedSecurityOptions.anonymousAuthEnabled", true),
    ),
    ok: { advancedSecurityOptions: { enabled: true } },
    bad: { advancedSecurityOptions: { enabled: true, anonymousAuthEnabled: true } },
  },
  {
    name: "opensearch-master-user-is-role",
    types: domain,
    description: "The domain's administrator is a role, which has no password.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set advancedSecurityOptions.masterUserOptions.masterUserArn instead of a name and a password",
    check: all(
      set("advancedSecurityOptions.masterUserOptions.masterUserArn"),
      unset("advancedSecurityOptions.masterUserOptions.masterUserPassword"),
    ),
    ok: {
      advancedSecurityOptions: { masterUserOptions: { masterUserArn: "arn:aws:iam::111122223333:role/search-admin" } },
    },
    bad: { advancedSecurityOptions: { masterUserOptions: { masterUserName: "admin", masterUserPassword: "x" } } },
  },
  {
    name: "opensearch-audit-and-error-logs",
    types: domain,
    description: "A search domain writes who did what, and what went wrong.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["OpenSearch.4", "OpenSearch.5", "CKV_AWS_84", "CKV_AWS_317"],
    fix: "set logPublishingOptions with AUDIT_LOGS and ES_APPLICATION_LOGS",
    check: all(published("AUDIT_LOGS"), published("ES_APPLICATION_LOGS")),
    ok: { logPublishingOptions: [{ logType: "AUDIT_LOGS" }, { logType: "ES_APPLICATION_LOGS", enabled: true }] },
    bad: { logPublishingOptions: [{ logType: "AUDIT_LOGS", enabled: false }, { logType: "ES_APPLICATION_LOGS" }] },
  },
  {
    name: "opensearch-three-data-nodes",
    types: domain,
    description: "A search domain survives the loss of a zone: three data nodes, or two that others keep together.",
    severity: "medium",
    levels: levels("-/-/M"),
    controls: ["OpenSearch.6"],
    fix: "set clusterConfig.zoneAwarenessEnabled to true and clusterConfig.instanceCount to 3, or to 2 with dedicated masters",
    check: all(
      is("clusterConfig.zoneAwarenessEnabled", true),
      either(atLeast("clusterConfig.instanceCount", 3), all(atLeast("clusterConfig.instanceCount", 2), mastered)),
    ),
    ok: { clusterConfig: { instanceCount: 3, zoneAwarenessEnabled: true } },
    bad: { clusterConfig: { instanceCount: 1, zoneAwarenessEnabled: false } },
  },
  {
    name: "opensearch-dedicated-masters",
    types: domain,
    description: "Three nodes that hold no data keep a search domain together.",
    severity: "medium",
    levels: levels("-/-/M"),
    controls: ["CKV_AWS_318", "CKV2_AWS_59"],
    fix: "set clusterConfig.dedicatedMasterEnabled to true and clusterConfig.dedicatedMasterCount to 3",
    check: mastered,
    ok: { clusterConfig: { dedicatedMasterEnabled: true, dedicatedMasterCount: 3 } },
    bad: { clusterConfig: { dedicatedMasterEnabled: false } },
  },
  {
    name: "opensearch-auto-software-update",
    types: domain,
    description: "AWS installs its patches in the domain's quiet hours.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: ["OpenSearch.10"],
    fix: "set softwareUpdateOptions.autoSoftwareUpdateEnabled to true",
    check: is("softwareUpdateOptions.autoSoftwareUpdateEnabled", true),
    ok: { softwareUpdateOptions: { autoSoftwareUpdateEnabled: true } },
    bad: { softwareUpdateOptions: { autoSoftwareUpdateEnabled: false } },
  },
  {
    name: "opensearch-policy-not-public",
    types: [...domain, "aws:opensearch/domainPolicy:DomainPolicy"],
    description: "A search domain's policy admits nobody who is not named.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["OpenSearch.2"],
    fix: "set accessPolicies with the roles that use the domain",
    check: notPublic("accessPolicies"),
    ok: { accessPolicies: policy({ AWS: "arn:aws:iam::111122223333:role/api" }) },
    bad: { accessPolicies: policy({ AWS: "*" }) },
  },
];

function policy(Principal: Record<string, string>): string {
  return JSON.stringify({ Statement: [{ Effect: "Allow", Principal, Action: "es:ESHttp*", Resource: "*" }] });
}
