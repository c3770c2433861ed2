import assert from "node:assert/strict";
import { example } from "../../policy-pack/checks/example.ts";
import type { Props, StackResource } from "../../policy-pack/checks/rule.ts";
import { everyFinding, everyStackFinding } from "../../policy-pack/engine/evaluate.ts";

type Row = readonly [rule: string, type: string, props: Props];

const policy = (statement: Props) => ({ policy: JSON.stringify({ Statement: statement }) });
const task = (...containers: Props[]) => ({ containerDefinitions: JSON.stringify(containers) });
const pod = (container: Props, spec: Props = {}) => ({
  spec: { template: { spec: { containers: [container], ...spec } } },
});
const role = (apiGroups: string[], resources: string[], verbs: string[], more: Props = {}) => ({
  rules: [{ apiGroups, resources, verbs, ...more }],
});
const acl = (cidr: Props, protocol: string, fromPort: number, toPort: number) => ({
  ingress: [
    { ruleNo: 90, action: "deny", cidrBlock: "0.0.0.0/0", protocol: "6", fromPort: 22, toPort: 22 },
    { ruleNo: 100, action: "allow", protocol, fromPort, toPort, ...cidr },
  ],
});
const document = (content: object | string) => ({
  documentType: "Command",
  content: typeof content === "string" ? content : JSON.stringify(content),
});

const rbac = "kubernetes:rbac.authorization.k8s.io/v1";
const nodes = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";
const deployment = "kubernetes:apps/v1:Deployment";

const wrong: readonly Row[] = [
  ["karpenter-node-imdsv2", nodes, { spec: { metadataOptions: { httpPutResponseHopLimit: 2 } } }],
  [
    "karpenter-volumes-encrypted",
    "kubernetes:karpenter.k8s.aws/v1beta1:EC2NodeClass",
    { spec: { blockDeviceMappings: [{ ebs: { encrypted: true } }, { ebs: { volumeSize: "20Gi" } }] } },
  ],
  ["svc-external-name-not-local", "kubernetes:core/v1:Service", external("LOCALHOST.")],
  ["svc-external-name-not-local", "kubernetes:core/v1:Service", external("169.254.169.254")],
  ["svc-external-name-not-local", "kubernetes:core/v1:Service", external("admin.localhost")],
  ["rbac-no-volume-create", `${rbac}:Role`, role(["*"], ["*"], ["create"])],
  ["rbac-no-endpoint-change", `${rbac}:ClusterRole`, role([""], ["*"], ["*"])],
  [
    "rbac-no-workload-change",
    `${rbac}:ClusterRole`,
    role(["batch"], ["cronjobs"], ["create"], { resourceNames: ["a"] }),
  ],
  ["k8s-image-pull-always", deployment, pod({ image: "shop/api:1.2", imagePullPolicy: "IfNotPresent" })],
  ["k8s-high-uid", deployment, pod({ securityContext: { runAsUser: 0 } }, { securityContext: { runAsUser: 20_000 } })],
  ["efs-policy-not-public", "aws:efs/fileSystemPolicy:FileSystemPolicy", policy({ Principal: "*", Effect: "Allow" })],
  [
    "ecs-task-no-runtime-socket",
    "aws:ecs/taskDefinition:TaskDefinition",
    { volumes: [{ hostPath: "/run/containerd/" }] },
  ],
  ["ecs-task-no-runtime-socket", "aws:ecs/taskDefinition:TaskDefinition", { volumes: [{ hostPath: "/" }] }],
  [
    "ecs-task-capabilities-narrow",
    "aws:ecs/taskDefinition:TaskDefinition",
    task({ name: "a" }, { name: "b", linuxParameters: { capabilities: { add: ["CHOWN", "SYS_PTRACE"] } } }),
  ],
  [
    "opensearch-serverless-not-public",
    "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy",
    { type: "network", policy: '[{"AllowFromPublic":false},{"AllowFromPublic":true}]' },
  ],
  ["nacl-no-all-ports-from-world", "aws:ec2/networkAcl:NetworkAcl", acl({ ipv6CidrBlock: "::/0" }, "-1", 0, 0)],
  ["nacl-no-all-ports-from-world", "aws:ec2/networkAcl:NetworkAcl", acl({ cidrBlock: "0.0.0.0/0" }, "6", 0, 65535)],
  [
    "ssm-document-no-secrets",
    "aws:ssm/document:Document",
    document({ parameters: { dbPassword: { default: "hunter2" } } }),
  ],
  ["ssm-document-no-secrets", "aws:ssm/document:Document", document("mainSteps:\n  - export API_KEY=abc123def\n")],
  [
    "ssm-document-no-secrets",
    "aws:ssm/document:Document",
    document({ runtimeConfig: { "aws:runShellScript": { properties: [{ runCommand: ["DB_PASSWORD=hunter2"] }] } } }),
  ],
  ["msk-encrypted-in-transit", "aws:msk/cluster:Cluster", transit("PLAINTEXT")],
  ["emr-encrypted-in-transit", "aws:emr/securityConfiguration:SecurityConfiguration", { configuration: "{" }],
  [
    "batch-not-privileged",
    "aws:batch/jobDefinition:JobDefinition",
    { nodeProperties: JSON.stringify({ nodeRangeProperties: [{ container: { privileged: true } }] }) },
  ],
  [
    "batch-not-privileged",
    "aws:batch/jobDefinition:JobDefinition",
    { eksProperties: { podProperties: { containers: [{ securityContext: { privileged: true } }] } } },
  ],
  ["dms-tls", "aws:dms/endpoint:Endpoint", { engineName: "mysql" }],
  ["codebuild-logged", "aws:codebuild/project:Project", { logsConfig: { s3Logs: { status: "DISABLED" } } }],
];

const right: readonly Row[] = [
  ["karpenter-node-imdsv2", nodes, { spec: { metadataOptions: { httpEndpoint: "disabled", httpTokens: "optional" } } }],
  ["karpenter-volumes-encrypted", nodes, { spec: { amiSelectorTerms: [{ alias: "al2023@latest" }] } }],
  ["svc-external-name-not-local", "kubernetes:core/v1:Service", external("localhost.example.com")],
  ["svc-external-name-not-local", "kubernetes:core/v1:Service", { spec: { externalName: "localhost" } }],
  ["rbac-no-endpoint-change", `${rbac}:Role`, role([""], ["endpoints"], ["update"], { resourceNames: ["leader"] })],
  ["rbac-no-volume-create", `${rbac}:Role`, role(["example.com"], ["persistentvolumes"], ["create"])],
  ["k8s-image-pull-always", deployment, pod({ image: "shop/api" })],
  ["k8s-high-uid", deployment, pod({}, { securityContext: { runAsUser: 10_000 } })],
  ["k8s-high-uid", deployment, pod({}, { os: { name: "windows" } })],
  [
    "efs-policy-not-public",
    "aws:efs/fileSystemPolicy:FileSystemPolicy",
    policy({
      Effect: "Allow",
      Principal: { AWS: "*" },
      Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
    }),
  ],
  ["ecs-task-no-runtime-socket", "aws:ecs/taskDefinition:TaskDefinition", { volumes: [{ name: "tmp" }] }],
  [
    "lambda-layer-not-public",
    "aws:lambda/layerVersionPermission:LayerVersionPermission",
    { principal: "*", organizationId: "o-1" },
  ],
  ["nacl-no-all-ports-from-world", "aws:ec2/networkAcl:NetworkAcl", acl({ cidrBlock: "10.0.0.0/8" }, "-1", 0, 0)],
  ["nacl-no-all-ports-from-world", "aws:ec2/networkAcl:NetworkAcl", acl({ cidrBlock: "0.0.0.0/0" }, "6", 1024, 65535)],
  ["ssm-document-no-secrets", "aws:ssm/document:Document", document({ parameters: { password: { type: "String" } } })],
  ["msk-encrypted-in-transit", "aws:msk/cluster:Cluster", { encryptionInfo: {} }],
  [
    "firehose-encrypted",
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
    { kinesisSourceConfiguration: { kinesisStreamArn: "arn" } },
  ],
  ["dms-tls", "aws:dms/endpoint:Endpoint", { engineName: "s3" }],
  ["codebuild-no-access-keys", "aws:codebuild/project:Project", stored()],
  ["transfer-no-ftp", "aws:transfer/server:Server", { protocols: ["FTPS"] }],
];

function external(externalName: string): Props {
  return { spec: { type: "ExternalName", externalName } };
}
function transit(clientBroker: string): Props {
  return { encryptionInfo: { encryptionInTransit: { clientBroker } } };
}
function stored(): Props {
  const variable = { name: "AWS_ACCESS_KEY_ID", type: "SECRETS_MANAGER", value: "deploy:key" };
  return { environment: { environmentVariables: [variable] } };
}

const speaks = ([rule, type, props]: Row) =>
  everyFinding({ type, name: "x", urn: `urn:pulumi:prod::platform::${type}::x`, props }, "prod").some(
    (each) => each.rule === rule && each.verdict === "fail",
  );
const told = (rule: string, ...resources: StackResource[]) =>
  everyStackFinding(resources, "prod").some((each) => each.rule === rule && each.verdict === "fail");

describe("other forms of services and Kubernetes types", () => {
  for (const row of wrong) it(`speaks: ${row[0]} on ${JSON.stringify(row[2])}`, () => assert.ok(speaks(row)));
  for (const row of right) it(`is silent: ${row[0]} on ${JSON.stringify(row[2])}`, () => assert.ok(!speaks(row)));

  const gateway = (...listeners: Props[]) =>
    example("kubernetes:gateway.networking.k8s.io/v1beta1:Gateway", "web", {
      metadata: { name: "web", namespace: "edge" },
      spec: { listeners },
    });
  const route = (namespace: string, parent: Props, ...rules: Props[]) =>
    example("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", `${namespace}-route`, {
      metadata: { name: "web", namespace },
      spec: { parentRefs: [parent], rules },
    });
  const redirect = { filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https" } }] };
  const http = { name: "http", protocol: "HTTP" };

  it("find an HTTP listener whose redirect is not its only route", () => {
    const rule = "gateway-http-redirects";
    const parent = { name: "web", namespace: "edge", sectionName: "http" };
    assert.ok(told(rule, gateway(http)));
    assert.ok(!told(rule, gateway(http), route("shop", parent, redirect)));
    assert.ok(told(rule, gateway(http), route("shop", parent, redirect), route("blog", parent, {})));
    assert.ok(told(rule, gateway(http), route("shop", { name: "web" }, redirect)), "of another namespace");
    assert.ok(!told(rule, gateway({ name: "https", protocol: "HTTPS" })));
  });

  it("find a host of another namespace under the same class only", () => {
    const ingress = (namespace: string, ingressClassName: string, host: string) =>
      example("kubernetes:networking.k8s.io/v1:Ingress", namespace, {
        metadata: { name: "shop", namespace },
        spec: { ingressClassName, rules: [{ host }] },
      });
    const rule = "ingress-host-unique";
    assert.ok(told(rule, ingress("shop", "nginx", "shop.example.com"), ingress("blog", "nginx", "SHOP.example.com")));
    assert.ok(!told(rule, ingress("shop", "nginx", "shop.example.com"), ingress("blog", "alb", "shop.example.com")));
  });

  it("find a service account that mounts a token without a role", () => {
    const account = (automountServiceAccountToken: boolean) =>
      example("kubernetes:core/v1:ServiceAccount", "api", { metadata: { name: "api" }, automountServiceAccountToken });
    const binding = example(`${rbac}:RoleBinding`, "api", { subjects: [{ kind: "ServiceAccount", name: "api" }] });
    assert.ok(told("k8s-token-automount-off", account(true)));
    assert.ok(!told("k8s-token-automount-off", account(false)));
    assert.ok(!told("k8s-token-automount-off", account(true), binding));
  });
});
