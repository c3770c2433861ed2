import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { example } from "../../policy-pack/checks/example.ts";
import type { Props, StackResource } from "../../policy-pack/checks/rule.ts";
import { everyFinding, everyStackFinding } from "../../policy-pack/engine/evaluate.ts";

/** A type, properties and a rule. */
type Row = readonly [type: string, props: Props, rule: string];

const fails = ([type, props, rule]: Row) => {
  const resource = { type, name: "shop", urn: `urn:pulumi:prod::shop::${type}::shop`, props };
  return [...everyFinding(resource, "prod"), ...everyStackFinding([resource], "prod")].some(
    (each) => each.rule === rule && each.verdict === "fail",
  );
};

const statement = (Action: unknown, Resource: unknown) =>
  JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action, Resource } });
const policy = "aws:iam/policy:Policy";
const permissionSet = "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy";
const ingress = "kubernetes:networking.k8s.io/v1:Ingress";
const annotated = (name: string, value: string) => ({
  metadata: { annotations: { [`nginx.ingress.kubernetes.io/${name}`]: value } },
});
const everything = ["*", "**", "?*", "*:*", "a*", "arn*", "arn:*", "arn:aws:*", "arn:aws-cn:*", "arn:aws:*:*:*:*"];
const managed = "alias/aws/";
const template = (spec: Props) => ({ spec: { volumeClaimTemplates: [{ metadata: { name: "data" }, spec }] } });
const inContainer = (container: Props) => ({ spec: { initContainers: [{ name: "proxy", ...container }] } });
const always = { restartPolicy: "Always", ports: [{ containerPort: 15021 }] };

const speaking: readonly Row[] = [
  ...everything.map((Resource): Row => [policy, { policy: statement(["*"], Resource) }, "iam-no-admin-star"]),
  ...everything.map((Resource): Row => [policy, { policy: statement("s3:Put*", Resource) }, "iam-resource-scoped"]),
  [policy, { policy: statement("iam:AttachUserPolicy", "arn:aws:iam::*:user/*") }, "iam-no-privilege-escalation"],
  [policy, { policy: statement("iam:CreatePolicyVersion", "arn:aws:iam::1:policy/*") }, "iam-no-privilege-escalation"],
  [policy, { policy: statement("*", "arn:aws:sqs:eu-west-1:111122223333:orders") }, "iam-no-service-star"],
  ["aws:iam/groupPolicy:GroupPolicy", { policy: statement("iam:PassRole", "*") }, "iam-no-privilege-escalation"],
  ["aws:iam/userPolicy:UserPolicy", { policy: statement("ec2:RunInstances", "*") }, "iam-resource-scoped"],
  ["aws:iam/userPolicy:UserPolicy", { policy: statement("sts:AssumeRole", "*") }, "iam-no-credentials-exposure"],
  [permissionSet, { inlinePolicy: statement("*", "*") }, "iam-no-admin-star"],
  [permissionSet, { inlinePolicy: statement("kms:Decrypt", "*") }, "iam-no-kms-decrypt-star"],
  [
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
    { managedPolicyArn: "arn:aws:iam::aws:policy/PowerUserAccess" },
    "iam-no-admin-managed-policy",
  ],
  [ingress, annotated("auth-url", "http://x/#;\nload_module y;"), "ingress-no-snippets"],
  [ingress, annotated("auth-tls-match-cn", "CN=a) {}\nssl_engine z"), "ingress-no-snippets"],
  [ingress, annotated("mirror-host", "x;return 200"), "ingress-no-snippets"],
  [ingress, annotated("mirror-target", "https://x#"), "ingress-no-snippets"],
  ["aws:rds/cluster:Cluster", { kmsKeyId: `${managed}rds` }, "rds-cmk"],
  ["aws:cloudwatch/logGroup:LogGroup", { kmsKeyId: `arn:aws:kms:eu-west-1:1:${managed}logs` }, "log-group-cmk"],
  [
    "aws:ecr/repository:Repository",
    { encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: `${managed}ecr` }] },
    "ecr-cmk",
  ],
  ["aws:ssm/parameter:Parameter", { type: "SecureString", keyId: `${managed}ssm` }, "ssm-parameter-secure"],
  [
    "aws:ec2/defaultRouteTable:DefaultRouteTable",
    { routes: [{ cidrBlock: "10.0.0.0/8", vpcPeeringConnectionId: "pcx-1" }] },
    "route-peering-least-access",
  ],
  [
    "aws:ec2/route:Route",
    { destinationIpv6CidrBlock: "2000::/3", vpcPeeringConnectionId: "p" },
    "route-peering-least-access",
  ],
  ["aws:ec2/routeTable:RouteTable", { routes: [{ ipv6CidrBlock: "::/0", gatewayId: "igw-1" }] }, "route-public-named"],
  ["aws:s3/bucket:Bucket", { policy: statement("s3:GetObject", "*") }, "s3-policy-tls-only"],
  ["aws:lambda/permission:Permission", { principal: "*", sourceArn: "arn:aws:s3:::b" }, "lambda-not-public"],
  ["kubernetes:apps/v1:StatefulSet", template({ resources: { requests: { storage: "20Gi" } } }), "pvc-class-explicit"],
  [
    "kubernetes:apps/v1:StatefulSet",
    template({ storageClassName: "gp3", resources: { requests: { storage: "9000Gi" } } }),
    "pvc-class-explicit",
  ],
  ["kubernetes:core/v1:Pod", inContainer(always), "k8s-probes"],
  ["kubernetes:core/v1:Pod", inContainer(always), "k8s-memory-limit"],
  ["kubernetes:core/v1:ConfigMap", { metadata: { name: "settings", namespace: "default" } }, "k8s-namespace-explicit"],
  ["kubernetes:helm.sh/v3:Release", { chart: "bitnami/redis", version: "20.1.0" }, "helm-repo-trusted"],
  ["aws:alb/targetGroup:TargetGroup", { protocol: "HTTPS", healthCheck: { path: "/" } }, "target-health-encrypted"],
];

const silent: readonly Row[] = [
  [policy, { policy: statement("s3:PutObject", "arn:aws:s3:::shop-*/*") }, "iam-no-admin-star"],
  [policy, { policy: statement("sqs:SendMessage", "arn:aws:sqs:*:*:orders-*") }, "iam-resource-scoped"],
  [policy, { policy: statement("iam:PassRole", "arn:aws:iam::*:role/shop/*") }, "iam-no-privilege-escalation"],
  [ingress, annotated("auth-url", "https://sso.example.com/verify?rd=$escaped_request_uri"), "ingress-no-snippets"],
  [ingress, annotated("auth-tls-match-cn", "CN=(edge|core)-[0-9]{2}"), "ingress-no-snippets"],
  ["aws:rds/cluster:Cluster", { kmsKeyId: "alias/shop" }, "rds-cmk"],
  ["aws:ec2/route:Route", { destinationCidrBlock: "0.0.0.0/0", natGatewayId: "n" }, "route-peering-least-access"],
  [
    "aws:lambda/permission:Permission",
    { principal: "sns.amazonaws.com", sourceArn: "arn:aws:sns:x" },
    "lambda-not-public",
  ],
  ["kubernetes:core/v1:Pod", inContainer({ ports: [{ containerPort: 8080 }] }), "k8s-probes"],
  ["kubernetes:core/v1:ConfigMap", { metadata: { namespace: "kube-system" } }, "k8s-namespace-explicit"],
  ["kubernetes:core/v1:Service", { metadata: { name: "kubernetes", namespace: "default" } }, "k8s-namespace-explicit"],
  ["kubernetes:helm.sh/v3:Release", { chart: "./charts/redis" }, "helm-repo-trusted"],
  ["aws:lb/listener:Listener", { protocol: "TCP", defaultActions: [{ type: "forward" }] }, "listener-default-deny"],
  ["aws:lb/targetGroup:TargetGroup", { protocol: "TLS", healthCheck: {} }, "target-health-encrypted"],
];

const complaints = (rule: string, ...resources: StackResource[]) =>
  everyStackFinding(resources, "prod")
    .filter((each) => each.rule === rule && each.verdict === "fail")
    .map(({ message }) => message);

const vpc = example("aws:ec2/vpc:Vpc", "main", { id: "vpc-1" });
const subnet = example("aws:ec2/subnet:Subnet", "a", { id: "subnet-1" }, { vpcId: vpc });
const nodes = example("aws:eks/nodeGroup:NodeGroup", "nodes", {}, { subnetIds: subnet });
const toInternet = { cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" };

describe("the same in other spellings", () => {
  for (const row of speaking) it(`${row[2]}: ${row[0]} ${JSON.stringify(row[1])}`, () => assert.ok(fails(row)));
  for (const row of silent) it(`not ${row[2]}: ${row[0]} ${JSON.stringify(row[1])}`, () => assert.ok(!fails(row)));

  it("eks-private-subnets-only: a subnet without an association has the main route table of its VPC", () => {
    const inline = example(
      "aws:ec2/defaultRouteTable:DefaultRouteTable",
      "main",
      { routes: [toInternet] },
      { defaultRouteTableId: vpc },
    );
    const table = example("aws:ec2/routeTable:RouteTable", "public", { id: "rtb-1", routes: [toInternet] });
    const main = example(
      "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
      "main",
      {},
      { vpcId: vpc, routeTableId: table },
    );
    const route = example(
      "aws:ec2/route:Route",
      "out",
      { destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" },
      { routeTableId: vpc },
    );
    const own = example("aws:ec2/routeTable:RouteTable", "private", { id: "rtb-2" });
    const link = example(
      "aws:ec2/routeTableAssociation:RouteTableAssociation",
      "a",
      {},
      { subnetId: subnet, routeTableId: own },
    );
    const found = (...more: StackResource[]) =>
      complaints("eks-private-subnets-only", vpc, subnet, nodes, ...more).length;
    assert.deepEqual([found(inline), found(table, main), found(route)], [1, 1, 1]);
    assert.deepEqual([found(), found(inline, own, link)], [0, 0]);
  });

  it("stack-default-sg-locked: a separate rule opens the default group", () => {
    const group = example("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "main", {}, { vpcId: vpc });
    for (const type of [
      "ec2/securityGroupRule:SecurityGroupRule",
      "vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    ]) {
      const rule = example(`aws:${type}`, "all", {}, { securityGroupId: group });
      assert.equal(complaints("stack-default-sg-locked", vpc, group, rule).length, 1, type);
    }
  });

  it("no-deprecated-type: every alpha and beta version of a built-in API that has a stable one", () => {
    const groups =
      "admissionregistration,apps,autoscaling,batch,certificates,coordination,discovery,events,extensions,flowcontrol,networking,node,policy,rbac,resource,scheduling,storage";
    const root = "node_modules/@pulumi/kubernetes";
    const files = globSync(groups.split(",").map((group) => `${root}/${group}/v*{alpha,beta}*/*.js`));
    const types = files.flatMap((file) => {
      const [, type] = /__pulumiType = '([^']+)'/.exec(readFileSync(file, "utf8")) ?? [];
      const stable = file.replace(/\/v\d+(?:alpha|beta)\d+\//, "/v1/");
      return type !== undefined && existsSync(stable) ? [type] : [];
    });
    assert.ok(types.length > 100, `${types.length}`);
    const unheard = types.filter((type) => complaints("no-deprecated-type", example(type, "x", {})).length === 0);
    assert.deepEqual(unheard, []);
    for (const stable of ["discovery.k8s.io/v1:EndpointSlice", "coordination.k8s.io/v1beta1:LeaseCandidate"])
      assert.deepEqual(complaints("no-deprecated-type", example(`kubernetes:${stable}`, "x", {})), []);
  });
});
