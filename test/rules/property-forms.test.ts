import assert from "node:assert/strict";
import type { Props } from "../../policy-pack/checks/rule.ts";
import { evaluateResource, evaluateStack } from "../../policy-pack/engine/evaluate.ts";

/** A short type, properties and a rule; with a fourth element, the name of the resource. */
type Row = readonly [type: string, props: Props, rule: string, name?: string];

function token(type: string): string {
  if (type.includes(":")) return type;
  const [module = "", name = ""] = type.split("/");
  return `aws:${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
}

function speaks([short, props, rule, name = "shop"]: Row): boolean {
  const type = token(short);
  const resource = { type, name, urn: `urn:pulumi:prod::shop::${type}::${name}`, props };
  const found = [...evaluateResource(resource, "prod"), ...evaluateStack([resource], "prod")];
  return found.some((each) => each.rule === rule && each.verdict === "fail");
}

const permission = (more: Props) => ({ type: "ingress", protocol: "tcp", fromPort: 22, toPort: 22, ...more });
const world = { cidrBlocks: ["0.0.0.0/0"] };
const entry = (fromPort: number, toPort: number) => ({
  ruleNumber: 100,
  egress: false,
  protocol: "tcp",
  ruleAction: "allow",
  cidrBlock: "0.0.0.0/0",
  fromPort,
  toPort,
});
const toInternet = { destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" };
const forward = { defaultActions: [{ type: "forward", targetGroupArn: "arn" }] };
const redirect = (statusCode: string) => ({
  port: 80,
  protocol: "HTTP",
  defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", statusCode } }],
});
const group = (uri: string) => `http://acs.amazonaws.com/groups/${uri}`;
const grants = (uri: string) => ({ accessControlPolicy: { grants: [{ permission: "READ", grantee: { uri } }] } });
const weekly = {
  abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
  noncurrentVersionExpiration: { noncurrentDays: 30 },
};
const script = (line: string) => Buffer.from(`#!/bin/sh\n${line}\n`).toString("base64");
const session = (encrypted: boolean) => ({
  documentType: "Session",
  content: `inputs:\n  s3BucketName: 'sessions'\n  s3EncryptionEnabled: ${encrypted}\n  kmsKeyId: alias/sessions\n`,
});
const managed = ["CommonRuleSet", "KnownBadInputsRuleSet", "AmazonIpReputationList"].map(
  (name) => `AWSManagedRules${name}`,
);
const firewall = (...ruleActionOverrides: Props[]) => ({
  rules: [
    ...managed.map((name) => ({ statement: { managedRuleGroupStatement: { name, ruleActionOverrides } } })),
    { statement: { rateBasedStatement: { limit: 2000 } } },
  ],
});
const counted = (name: string) => firewall({ name, actionToUse: { count: {} } });
const tags = (keys: readonly string[]) => ({ tags: keys.map((key) => ({ key, value: "x", propagateAtLaunch: true })) });
const five = ["project", "environment", "owner", "cost-center", "data-class"];

const claim = "kubernetes:core/v1:PersistentVolumeClaim";
const spot = (minSize: number) => ({ scalingConfig: { minSize, maxSize: 6 } });
const taints = [{ key: "spot", value: "true", effect: "NO_SCHEDULE" }];

const wrong: readonly Row[] = [
  ["eks/NodeGroup", spot(0), "eks-node-scaling-bounds"],
  ["eks/NodeGroup", { ...spot(1), taints }, "eks-node-scaling-bounds"],
  [claim, { spec: { storageClassName: "" } }, "pvc-class-explicit"],
  ["ec2/SecurityGroupRule", permission({ ...world, fromPort: -1, toPort: -1 }), "sg-no-admin-port-from-world"],
  ["ec2/SecurityGroupRule", permission({ ...world, fromPort: -1, toPort: -1 }), "sg-no-all-traffic-ingress"],
  ["ec2/SecurityGroupRule", permission({ ...world, fromPort: 1, toPort: 65535 }), "sg-no-all-traffic-ingress"],
  ["ec2/NetworkAclRule", entry(21, 21), "nacl-no-admin-ports-from-world"],
  ["ec2/NetworkAclRule", entry(5, 25), "nacl-no-admin-ports-from-world"],
  ["ec2/Route", toInternet, "route-public-named", "private-internet"],
  [
    "ec2/Route",
    { ...toInternet, destinationCidrBlock: undefined, destinationIpv6CidrBlock: "::/0" },
    "route-public-named",
  ],
  ["ec2/Route", { destinationCidrBlock: "0.0.0.0/0", networkInterfaceId: "eni-1" }, "route-public-named"],
  ["lb/Listener", { port: 80, ...forward }, "listener-http-redirects"],
  ["s3/BucketAcl", grants(group("global/AllUsers")), "s3-no-public-acl"],
  ["s3/BucketAclV2", { acl: "public-read" }, "s3-no-public-acl"],
  ["s3/BucketObjectv2", { acl: "public-read" }, "s3-no-public-acl"],
  [
    "codebuild/Project",
    { environment: { environmentVariables: [{ name: "NPM_TOKEN", value: "1a2b3c4d5e" }] } },
    "no-plaintext-secret",
  ],
  ["s3/Bucket", { grants: [{ permissions: ["READ"], uri: group("global/AuthenticatedUsers") }] }, "s3-no-public-acl"],
  ["s3/Bucket", { versioning: { enabled: false } }, "s3-versioning"],
  ["s3/BucketLifecycleConfiguration", { rules: [{ status: "Disabled", ...weekly }] }, "s3-lifecycle-bounded"],
  [
    "ec2/Instance",
    { rootBlockDevice: { encrypted: true }, ebsBlockDevices: [{ deviceName: "/dev/sdb" }] },
    "ec2-ebs-encrypted",
  ],
  ["ec2/LaunchTemplate", { userData: script("export DB_PASSWORD='correct horse'") }, "no-plaintext-secret"],
  [
    "ec2/LaunchTemplate",
    { userData: script(`export AWS_ACCESS_KEY_ID=AKIA${"IOSFODNN7EXAMPLE"}`) },
    "no-plaintext-secret",
  ],
  ["rds/Instance", { engine: "mysql", engineVersion: "5.7.44" }, "rds-engine-supported"],
  ["rds/Instance", { engine: "mysql", enabledCloudwatchLogsExports: ["slowquery"] }, "rds-log-exports"],
  ["rds/Instance", { engine: "mysql" }, "rds-iam-auth"],
  ["ssm/Parameter", { name: "/shop/db/password", type: "SecureString" }, "ssm-parameter-secure"],
  ["ssm/Parameter", { name: "/shop/secrets/payment", type: "String" }, "ssm-parameter-secure"],
  ["ssm/Document", session(false), "ssm-session-logging"],
  [
    "secretsmanager/SecretRotation",
    { rotationRules: { scheduleExpression: "rate(365 days)" } },
    "secret-rotation-interval",
  ],
  ["apigatewayv2/Route", { routeKey: "$connect" }, "apigw-authorized"],
  ["apigatewayv2/Route", { routeKey: "ANY /{proxy+}" }, "apigw-authorized"],
  ["autoscaling/Group", tags(["Name"]), "tags-required"],
  ["autoscaling/Group", { minSize: 2 }, "tags-required"],
  ["wafv2/WebAcl", counted("Log4JRCE_HEADER"), "waf-default-and-managed-rules"],
];

const right: readonly Row[] = [
  ["eks/NodeGroup", { ...spot(0), taints }, "eks-node-scaling-bounds"],
  [claim, { spec: { storageClassName: "", volumeName: "models" } }, "pvc-class-explicit"],
  [
    "ec2/SecurityGroupRule",
    permission({ protocol: "icmp", fromPort: -1, toPort: -1, cidrBlocks: ["10.0.0.0/8"] }),
    "sg-no-all-traffic-ingress",
  ],
  ["ec2/NetworkAclRule", entry(443, 443), "nacl-no-admin-ports-from-world"],
  ["ec2/Route", toInternet, "route-public-named", "internet"],
  ["ec2/Route", { ...toInternet, gatewayId: "vgw-1" }, "route-public-named"],
  ["ec2/Subnet", { cidrBlock: "10.0.0.0/28" }, "subnet-size-min", "transit-a"],
  ["ec2/VpcEndpoint", { vpcEndpointType: "GatewayLoadBalancer" }, "vpce-policy-not-wildcard"],
  [
    "ec2/VpcEndpoint",
    { vpcEndpointType: "Interface", serviceName: "com.amazonaws.vpce.eu-west-1.vpce-svc-1" },
    "vpce-private-dns",
  ],
  ["lb/LoadBalancer", { loadBalancerType: "gateway", subnets: ["a", "b"] }, "lb-access-logs"],
  ["lb/LoadBalancer", { loadBalancerType: "gateway", subnets: ["a", "b"] }, "lb-internal-by-default"],
  ["lb/Listener", redirect("HTTP_302"), "listener-http-redirects"],
  ["lb/Listener", forward, "listener-http-redirects"],
  ["s3/BucketAcl", grants(group("s3/LogDelivery")), "s3-no-public-acl"],
  [
    "codebuild/Project",
    { environment: { environmentVariables: [{ name: "NPM_TOKEN", value: "ci:npm", type: "SECRETS_MANAGER" }] } },
    "no-plaintext-secret",
  ],
  ["kms/Key", { customKeyStoreId: "cks-1" }, "kms-rotation"],
  ["acm/Certificate", { domainName: "a.example.com", certificateAuthorityArn: "arn" }, "acm-dns-validated"],
  ["ec2/Instance", { metadataOptions: { httpEndpoint: "disabled" } }, "ec2-imdsv2"],
  [
    "ec2/LaunchTemplate",
    { blockDeviceMappings: [{ deviceName: "/dev/sdc", virtualName: "ephemeral0" }] },
    "ec2-ebs-encrypted",
  ],
  [
    "ec2/LaunchTemplate",
    { userData: script("export DB_PASSWORD=$(aws secretsmanager get-secret-value)") },
    "no-plaintext-secret",
  ],
  ["rds/Instance", { engine: "oracle-se2", engineVersion: "19" }, "rds-engine-supported"],
  ["rds/Instance", { engine: "oracle-se2" }, "rds-iam-auth"],
  ["rds/Instance", { engine: "mariadb", enabledCloudwatchLogsExports: ["audit", "error"] }, "rds-log-exports"],
  ["rds/Instance", { replicateSourceDb: "main" }, "rds-in-vpc"],
  ["rds/Instance", { restoreToPointInTime: { useLatestRestorableTime: true } }, "rds-managed-master-password"],
  ["ssm/Parameter", { name: "/shop/token-lifetime", type: "String" }, "ssm-parameter-secure"],
  ["ssm/Document", session(true), "ssm-session-logging"],
  ["apigatewayv2/Route", { routeKey: "$disconnect" }, "apigw-authorized"],
  ["apigatewayv2/Route", { routeKey: "sendMessage" }, "apigw-authorized"],
  ["autoscaling/Group", tags(five), "tags-required"],
  ["wafv2/WebAcl", counted("SizeRestrictions_BODY"), "waf-default-and-managed-rules"],
];

describe("resources in common forms", () => {
  it("are reported when they do not comply", () => {
    assert.deepEqual(
      wrong.filter((row) => !speaks(row)),
      [],
    );
  });

  it("have no findings when they comply", () => {
    assert.deepEqual(right.filter(speaks), []);
  });

  it("may have any Region in other clouds", () => {
    const found = evaluateResource(
      {
        type: "gcp:storage/bucket:Bucket",
        name: "a",
        urn: "urn:pulumi:prod::shop::x::a",
        props: { region: "europe-west1" },
      },
      "prod",
    );
    assert.deepEqual(found, []);
  });
});
