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
  /** Two buckets with settings that were written as pulumi.output({a, b}).a, so that they depend on both. */
  const buckets = (name: unknown) => {
    const [a, b] = ["a", "b"].map((each) => made("aws:s3/bucket:Bucket", each, { id: each, bucket: each }));
    if (a === undefined || b === undefined) return [];
    const settings = kinds.map((kind) =>
      made(`aws:s3/bucket${kind}:Bucket${kind}`, kind, { bucket: name }, { bucket: [a, b] }),
    );
    return told("stack-s3-bucket-complete", a, b, ...settings);
  };

  it("RC-L1: report a bucket whose settings are another bucket's", () => {
    assert.ok(buckets("a").includes("b fail"));
    assert.ok(buckets(sentinel).includes("b undecided"));
    assert.ok(!buckets(sentinel).includes("b fail"));
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
    const policy = made("aws:appautoscaling/policy:Policy", "reads", { resourceId: "table/orders-archive" });
    assert.deepEqual(told("dynamodb-capacity-mode", orders, archive, target, policy), ["orders fail"]);
  });
});
