import { all, is, isNot, matches, set, unset, value, when } from "../../checks/conditions.ts";
import { json } from "../../checks/json.ts";
import { customerKey } from "../../checks/kms.ts";
import { notPublic } from "../../checks/policy-document.ts";
import { levels, type Props, service } from "../../checks/rule.ts";
import { known, list } from "../../checks/values.ts";

const domains = ["aws:opensearch/domain:Domain"];
const key = "arn:aws:kms:eu-west-1:111122223333:key/1";

/** Whether a network policy, a list of rules as JSON, admits public networks. */
const allowsPublic = (policy: unknown) =>
  list({ rules: typeof policy === "string" ? json(policy) : policy }, "rules").some(
    (rule) => known(rule, "AllowFromPublic") === true,
  );

const networkPolicy = (rule: Props) => ({
  type: "network",
  policy: JSON.stringify([{ Rules: [{ ResourceType: "collection", Resource: ["collection/logs"] }], ...rule }]),
});

export const opensearchAccess = service("Amazon OpenSearch Service", [
  {
    name: "opensearch-encrypted-at-rest",
    types: domains,
    description: "OpenSearch domains are encrypted at rest.",
    why: "Indexes, swap files and automated snapshots of the domain are stored in plaintext and can be read from the underlying storage.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["OpenSearch.1", "CKV_AWS_5"],
    fix: "set encryptAtRest.enabled to true",
    check: is("encryptAtRest.enabled", true),
    ok: { encryptAtRest: { enabled: true } },
    bad: { encryptAtRest: { enabled: false } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "opensearch-cmk",
    types: domains,
    description: "OpenSearch domains are encrypted with the KMS key in encryptAtRest.kmsKeyId.",
    why: "A domain on the AWS managed key cannot be cut off from its data: the policy of that key is fixed, and the key cannot be disabled after an incident.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_247"],
    fix: "set encryptAtRest.kmsKeyId",
    check: customerKey("encryptAtRest.kmsKeyId"),
    ok: { encryptAtRest: { enabled: true, kmsKeyId: key } },
    bad: { encryptAtRest: { enabled: true } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "opensearch-in-vpc",
    types: domains,
    description: "OpenSearch domains are in a VPC and have security groups.",
    why: "A domain with a public endpoint can be reached from the internet, so a single mistake in its access policy exposes every index.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["OpenSearch.2", "CKV_AWS_137", "CKV_AWS_248"],
    fix: "set vpcOptions.subnetIds and vpcOptions.securityGroupIds",
    check: all(set("vpcOptions.subnetIds"), set("vpcOptions.securityGroupIds")),
    ok: { vpcOptions: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] } },
    bad: { vpcOptions: { subnetIds: ["subnet-1"], securityGroupIds: [] } },
    clauses: [
      { controls: ["OpenSearch.2", "CKV_AWS_137"], bad: { vpcOptions: undefined } },
      { controls: ["CKV_AWS_248"], bad: { vpcOptions: { subnetIds: ["subnet-1"] } } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "opensearch-node-to-node",
    types: domains,
    description: "OpenSearch domains have node-to-node encryption enabled.",
    why: "Documents and queries travel between the nodes of the cluster in plaintext, where they can be intercepted or changed.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["OpenSearch.3", "CKV_AWS_6"],
    fix: "set nodeToNodeEncryption.enabled to true",
    check: is("nodeToNodeEncryption.enabled", true),
    ok: { nodeToNodeEncryption: { enabled: true } },
    bad: { nodeToNodeEncryption: { enabled: false } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "opensearch-https-tls12",
    types: domains,
    description: "OpenSearch domains enforce HTTPS with a PFS or RFC policy of TLS 1.2 or later.",
    why: "A client that connects over HTTP or an old TLS version sends credentials and search results over a connection that can be read or downgraded.",
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
    clauses: [
      {
        controls: ["CKV_AWS_83"],
        bad: { domainEndpointOptions: { enforceHttps: false, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" } },
      },
      {
        controls: ["OpenSearch.8", "CKV_AWS_228"],
        bad: { domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-0-2019-07" } },
      },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "opensearch-fgac",
    types: domains,
    description: "OpenSearch domains have fine-grained access control and no anonymous access.",
    why: "Permissions then end at the domain's resource policy, without roles for single indexes, documents or fields. Anonymous access lets requests in without any credentials.",
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
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "opensearch-master-user-is-role",
    types: domains,
    description: "OpenSearch domains have a master user ARN and no master user password.",
    why: "A master password is shared, does not expire and is stored in the Pulumi state. With it, any client that reaches the endpoint has full control of the domain.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set advancedSecurityOptions.masterUserOptions.masterUserArn to an IAM role, and remove masterUserName and masterUserPassword",
    check: all(
      set("advancedSecurityOptions.masterUserOptions.masterUserArn"),
      unset("advancedSecurityOptions.masterUserOptions.masterUserPassword"),
    ),
    ok: {
      advancedSecurityOptions: { masterUserOptions: { masterUserArn: "arn:aws:iam::111122223333:role/search-admin" } },
    },
    bad: { advancedSecurityOptions: { masterUserOptions: { masterUserName: "admin", masterUserPassword: "x" } } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "opensearch-policy-not-public",
    types: [...domains, "aws:opensearch/domainPolicy:DomainPolicy"],
    description: "OpenSearch access policies allow any principal only under a restricting condition.",
    why: "An access policy that allows the principal * lets every client that reaches the endpoint read and delete indexes with unsigned requests, unless fine-grained access control stops them.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["OpenSearch.2"],
    fix: "set accessPolicies with the IAM roles that use the domain",
    check: notPublic("accessPolicies"),
    ok: { accessPolicies: policy({ AWS: "arn:aws:iam::111122223333:role/api" }) },
    bad: { accessPolicies: policy({ AWS: "*" }) },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "opensearch-serverless-not-public",
    types: ["aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy"],
    description: "OpenSearch Serverless network policies do not allow access from public networks.",
    why: "A collection with a public endpoint depends on its data access policy alone, and one principal too many there opens every index to the internet.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set AllowFromPublic to false and SourceVPCEs in policy",
    check: when(
      is("type", "network"),
      value("policy", (text) => !allowsPublic(text), "fail"),
    ),
    ok: networkPolicy({ AllowFromPublic: false, SourceVPCEs: ["vpce-1"] }),
    bad: networkPolicy({ AllowFromPublic: true }),
    absent: "pass",
    unknown: "undecided",
  },
]);

function policy(Principal: Record<string, string>): string {
  return JSON.stringify({ Statement: [{ Effect: "Allow", Principal, Action: "es:ESHttp*", Resource: "*" }] });
}
