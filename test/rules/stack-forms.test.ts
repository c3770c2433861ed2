import assert from "node:assert/strict";
import type { Props, StackResource } from "../../policy-pack/checks/rule.ts";
import { evaluateStack } from "../../policy-pack/engine/evaluate.ts";
import { sentinel } from "./examples.ts";

describe("stacks in common forms", () => {
  const token = (short: string) => {
    const [module = "", kind = ""] = short.split("/");
    return `aws:${module}/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;
  };
  const made = (short: string, name: string, props: Props, on: Record<string, StackResource> = {}): StackResource => ({
    type: token(short),
    name,
    urn: `urn:pulumi:prod::shop::${token(short)}::${name}`,
    props,
    propertyDependencies: Object.fromEntries(Object.entries(on).map(([path, { urn }]) => [path, [urn]])),
  });
  const told = (rule: string, ...resources: StackResource[]) =>
    evaluateStack(resources, "prod").some((each) => each.rule === rule && each.verdict === "fail");

  it("report a database whose route table has an inline route to the internet", () => {
    const gateway = made("ec2/InternetGateway", "main", {});
    const subnet = made("ec2/Subnet", "data", {});
    const routes = [{ cidrBlock: "0.0.0.0/0", gatewayId: sentinel }];
    const table = made("ec2/RouteTable", "data", { routes }, { routes: gateway });
    const link = made("ec2/RouteTableAssociation", "data", {}, { subnetId: subnet, routeTableId: table });
    const subnets = made("rds/SubnetGroup", "data", {}, { subnetIds: subnet });
    const database = made("rds/Instance", "main", {}, { dbSubnetGroupName: subnets });
    assert.ok(told("stack-data-in-private-subnets", gateway, subnet, table, link, subnets, database));
  });

  it("report two rule styles of a security group in the same direction only", () => {
    const egress = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }];
    const api = made("ec2/SecurityGroup", "api", { egress });
    const rule = (type: string) => made("ec2/SecurityGroupRule", type, { type }, { securityGroupId: api });
    assert.ok(told("sg-no-mixed-rule-styles", api, rule("egress")));
    assert.ok(!told("sg-no-mixed-rule-styles", api, rule("ingress")));
  });

  it("accept settings on the bucket itself", () => {
    const bucket = made("s3/BucketV2", "data", { versioning: { enabled: true }, policy: "{}", lifecycleRules: [{}] });
    const rest = ["PublicAccessBlock", "ServerSideEncryptionConfiguration", "OwnershipControls"].map((kind) =>
      made(`s3/Bucket${kind}`, kind, {}, { bucket }),
    );
    assert.ok(!told("stack-s3-bucket-complete", bucket, ...rest));
    assert.ok(told("stack-s3-bucket-complete", bucket, ...rest.slice(1)));
  });

  it("match log groups by name", () => {
    const resize = made("lambda/Function", "resize", { name: "resize" });
    const group = (name: string) => made("cloudwatch/LogGroup", name, { name: `/aws/lambda/${name}` });
    assert.ok(!told("lambda-own-log-group", resize, group("resize")));
    assert.ok(told("lambda-own-log-group", resize, group("resize-all")));
    const elsewhere = made("lambda/Function", "resize", { name: "resize", loggingConfig: { logGroup: "/shop/all" } });
    assert.ok(!told("lambda-own-log-group", elsewhere));
  });

  it("match role trust with instances, tasks and functions", () => {
    const role = (service: string) =>
      made("iam/Role", service, {
        assumeRolePolicy: JSON.stringify({
          Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
        }),
      });
    const rule = "stack-role-trust-narrow";
    assert.ok(told(rule, role("ec2.amazonaws.com")));
    assert.ok(
      !told(rule, role("ec2.amazonaws.com"), made("eks/Cluster", "auto", { computeConfig: { enabled: true } })),
    );
    assert.ok(!told(rule, role("ecs-tasks.amazonaws.com"), made("batch/JobDefinition", "nightly", {})));
    assert.ok(!told(rule, role("lambda.amazonaws.com"), made("synthetics/Canary", "login", {})));
  });
});
