import assert from "node:assert/strict";
import type { Props, StackResource } from "../../policy-pack/checks/rule.ts";
import { everyStackFinding } from "../../policy-pack/engine/evaluate.ts";
import { sentinel } from "./examples.ts";

describe("references between resources", () => {
  const made = (type: string, name: string, props: Props, on: Record<string, StackResource[]> = {}): StackResource => ({
    type,
    name,
    urn: `urn:pulumi:prod::shop::${type}::${name}`,
    props,
    propertyDependencies: Object.fromEntries(
      Object.entries(on).map(([property, targets]) => [property, targets.map(({ urn }) => urn)]),
    ),
  });
  const told = (rule: string, ...resources: StackResource[]) =>
    everyStackFinding(resources, "prod")
      .filter((each) => each.rule === rule)
      .map(({ urn, verdict }) => `${urn.split("::").at(-1)} ${verdict}`);

  const gateway = made("aws:ec2/internetGateway:InternetGateway", "main", { id: "igw-1" });
  const subnets = ["public", "other-public", "private", "other-private"].map((name) =>
    made("aws:ec2/subnet:Subnet", name, { id: `subnet-${name}` }),
  );
  const routes = subnets.slice(0, 2).flatMap((subnet) => {
    const table = made("aws:ec2/routeTable:RouteTable", subnet.name, { id: `rtb-${subnet.name}` });
    return [
      table,
      made(
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        subnet.name,
        {},
        { subnetId: [subnet], routeTableId: [table] },
      ),
      made(
        "aws:ec2/route:Route",
        subnet.name,
        { destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" },
        { gatewayId: [gateway], routeTableId: [table] },
      ),
    ];
  });
  /** A database in a subnet group over some of the subnets, which depends on those that are given. */
  const placed = (subnetIds: unknown, on: StackResource[]) => {
    const group = made("aws:rds/subnetGroup:SubnetGroup", "data", { id: "data", subnetIds }, { subnetIds: on });
    const database = made("aws:rds/instance:Instance", "main", {}, { dbSubnetGroupName: [group] });
    return told("stack-data-in-private-subnets", gateway, ...subnets, ...routes, group, database);
  };
  const open = subnets.slice(0, 2);

  it("RC-L1: are decided by known values, not by everything that the output depends on", () => {
    assert.deepEqual(placed(["subnet-private", "subnet-other-private"], subnets), []);
    assert.deepEqual(placed(["subnet-private", "subnet-public"], subnets), ["main fail"]);
  });

  it("RC-L1: wait for an unknown value that several resources may be meant by", () => {
    assert.deepEqual(placed(sentinel, subnets), ["main undecided"]);
    assert.deepEqual(placed([sentinel, sentinel], subnets), ["main undecided"]);
  });

  it("RC-L1: are decided before the update where the answer is the same for every candidate", () => {
    assert.deepEqual(placed(sentinel, open), ["main fail"]);
    assert.deepEqual(placed(sentinel, subnets.slice(2)), []);
    assert.deepEqual(placed([sentinel, sentinel], [subnets[0] ?? gateway, subnets[2] ?? gateway]), ["main fail"]);
  });

  const kinds = [
    "Versioning",
    "PublicAccessBlock",
    "ServerSideEncryptionConfiguration",
    "LifecycleConfiguration",
    "OwnershipControls",
    "Policy",
  ];
  /** Two buckets and their settings, written as pulumi.output({a, b}).a, so that each depends on both. */
  const buckets = (...names: unknown[]) => {
    const [a, b] = ["a", "b"].map((each) => made("aws:s3/bucket:Bucket", each, { id: each, bucket: each }));
    if (a === undefined || b === undefined) return [];
    const settings = names.flatMap((name, at) =>
      kinds.map((kind) =>
        made(`aws:s3/bucket${kind}:Bucket${kind}`, `${kind}${at}`, { bucket: name }, { bucket: [a, b] }),
      ),
    );
    return told("stack-s3-bucket-complete", a, b, ...settings);
  };

  it("RC-L1: report a bucket whose settings are another bucket's", () => {
    assert.deepEqual(buckets("a"), ["b fail"]);
    assert.deepEqual(buckets("b", sentinel), ["a undecided"]);
  });

  it("RC-L1: report before the update that two buckets have the settings of one", () => {
    assert.deepEqual(buckets(sentinel).toSorted(), ["a undecided", "b fail"]);
    assert.deepEqual(buckets(sentinel, sentinel).toSorted(), ["a undecided", "b undecided"]);
    assert.deepEqual(buckets(sentinel, "a").toSorted(), ["b undecided"]);
  });

  it("leave open what more candidates could be meant by than are tried", () => {
    const many = Array.from({ length: 40 }, (_, at) => made("aws:ec2/subnet:Subnet", `s${at}`, { id: `subnet-${at}` }));
    const ways = many.slice(0, 39).flatMap((subnet) => {
      const table = made("aws:ec2/routeTable:RouteTable", subnet.name, {
        id: `rtb-${subnet.name}`,
        routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }],
      });
      const on = { subnetId: [subnet], routeTableId: [table] };
      return [table, made("aws:ec2/routeTableAssociation:RouteTableAssociation", subnet.name, {}, on)];
    });
    const group = made(
      "aws:rds/subnetGroup:SubnetGroup",
      "data",
      { id: "data", subnetIds: sentinel },
      { subnetIds: many },
    );
    const database = made("aws:rds/instance:Instance", "main", {}, { dbSubnetGroupName: [group] });
    assert.deepEqual(told("stack-data-in-private-subnets", ...many, ...ways, group, database), ["main undecided"]);
  });

  it("RC-L1: are used by their value: a dependency of an output of many resources is no use", () => {
    const [used, unused] = ["used", "unused"].map((name) =>
      made("aws:ec2/securityGroup:SecurityGroup", name, { id: `sg-${name}`, name }),
    );
    if (used === undefined || unused === undefined) assert.fail();
    const instance = (ids: unknown) =>
      made("aws:ec2/instance:Instance", "web", { vpcSecurityGroupIds: ids }, { vpcSecurityGroupIds: [used, unused] });
    assert.deepEqual(told("stack-no-unused-sg", used, unused, instance(["sg-used"])), ["unused fail"]);
    assert.deepEqual(told("stack-no-unused-sg", used, unused, instance([sentinel, sentinel])), []);
  });

  it("RC-L1: are of the namespace that is named, and not of each that an output depends on", () => {
    const [app, other] = ["app", "other"].map((name) =>
      made("kubernetes:core/v1:Namespace", name, {
        id: name,
        metadata: { name, labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
      }),
    );
    if (app === undefined || other === undefined) assert.fail();
    const inside = ["networking.k8s.io/v1:NetworkPolicy", "core/v1:ResourceQuota", "core/v1:LimitRange"].map((type) =>
      made(
        `kubernetes:${type}`,
        type,
        { metadata: { namespace: "app" }, spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } },
        { metadata: [app, other] },
      ),
    );
    assert.deepEqual(told("stack-namespace-complete", app, other, ...inside), ["other fail"]);
  });

  it("RC-L1: are alarms of what their dimensions name, and not of all that an output depends on", () => {
    const [main, other] = ["main", "other"].map((identifier) =>
      made("aws:rds/instance:Instance", identifier, { id: `db-${identifier}`, identifier }),
    );
    if (main === undefined || other === undefined) assert.fail();
    const alarm = (dimensions: unknown) =>
      made("aws:cloudwatch/metricAlarm:MetricAlarm", "cpu", { dimensions }, { dimensions: [main, other] });
    const named = { DBInstanceIdentifier: "main" };
    assert.deepEqual(told("stack-alarms-for-critical", main, other, alarm(named)), ["other fail"]);
    assert.ok(told("stack-alarms-for-critical", main, other, alarm(sentinel)).includes("other fail"));
  });

  it("hold for a name inside an ARN or a path, and not for a part of a name", () => {
    const table = (name: string) =>
      made("aws:dynamodb/table:Table", name, { id: name, name, billingMode: "PROVISIONED" });
    const [orders, archive] = [table("orders"), table("orders-archive")];
    const target = made(
      "aws:appautoscaling/target:Target",
      "reads",
      { resourceId: "table/orders-archive", serviceNamespace: "dynamodb" },
      { resourceId: [orders, archive] },
    );
    assert.deepEqual(told("dynamodb-capacity-mode", orders, archive, target), ["orders fail"]);
  });
});
