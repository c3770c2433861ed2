import assert from "node:assert/strict";
import { Account } from "../../rehearsal/account/account.ts";
import { starts } from "../../rehearsal/account/starts/index.ts";
import { zonePrefix } from "../../rehearsal/account/starts/zones.ts";
import { type Place, type Request, type Thing, unknown, type Values } from "../../rehearsal/account/thing.ts";

const virginia: Place = { partition: "aws", region: "us-east-1", accountId: "111122223333" };
const ohio: Place = { ...virginia, region: "us-east-2" };

/** A request of a stack. */
function asked(type: string, name: string, inputs: Values = {}, more: Partial<Request> = {}): Request {
  const urn = `urn:pulumi:${more.urn ?? "dev"}::platform::${type}::${name}`;
  const base = { operation: "create", type, name, place: virginia, inputs, old: undefined, preview: false } as const;
  return { ...base, ...more, urn };
}

const bucket = (name: string, inputs: Values = {}, more: Partial<Request> = {}) =>
  asked("aws:s3/bucket:Bucket", name, { bucket: name, ...inputs }, more);
const vpc = (name: string, more: Partial<Request> = {}) =>
  asked("aws:ec2/vpc:Vpc", name, { cidrBlock: "10.0.0.0/16" }, more);
const subnet = (name: string, vpcId: unknown, more: Partial<Request> = {}) =>
  asked("aws:ec2/subnet:Subnet", name, { vpcId, cidrBlock: "10.0.0.0/24" }, more);

describe("the account of the rehearsal", () => {
  let account: Account;
  beforeEach(() => {
    account = new Account(starts.fresh);
  });

  const deleted = (old: Thing) =>
    account.delete(asked(old.type, old.name, old.inputs, { operation: "delete", place: old.place, old }));

  it("keeps what several stacks create in one account, and gives each of them IDs of its own", () => {
    const [one, other] = [account.create(vpc("net")), account.create(vpc("net", { urn: "prod" }))];
    assert.notEqual(one.id, other.id);
    assert.equal(account.get(one.type, one.id, virginia)?.urn, one.urn);
    assert.equal(account.get(other.type, other.id, virginia)?.urn, other.urn);
  });

  it("keeps Regions and accounts apart, and what is global together", () => {
    const { id, type } = account.create(vpc("net"));
    assert.equal(account.get(type, id, ohio), undefined);
    assert.throws(() => account.create(subnet("a", id, { place: ohio })), /InvalidVpcID\.NotFound/);
    const role = asked("aws:iam/role:Role", "deploy", { name: "deploy", assumeRolePolicy: "{}" });
    account.create(role);
    assert.throws(() => account.create({ ...role, place: ohio, urn: `${role.urn}2` }), /EntityAlreadyExists/);
    account.create({ ...role, place: { ...ohio, accountId: "444455556666" } });
  });

  it("shares the names of buckets with every other account", () => {
    account.create(bucket("orders"));
    const elsewhere = { ...virginia, accountId: "444455556666" };
    assert.throws(() => account.create(bucket("orders", {}, { place: elsewhere, urn: "prod" })), /BucketAlreadyExists/);
  });

  it("gives a replacement an ID that nothing had before, the same in every run", () => {
    const first = account.create(vpc("net"));
    deleted(first);
    const second = account.create(vpc("net"));
    assert.notEqual(second.id, first.id);
    const again = new Account(starts.fresh);
    assert.deepEqual([again.create(vpc("net")).id, again.create(vpc("net")).id], [first.id, second.id]);
  });

  it("keeps IDs through an update, and computes what depends on it anew", () => {
    const template = asked("aws:ec2/launchTemplate:LaunchTemplate", "nodes", { name: "nodes" });
    const old = account.create(template);
    assert.equal(old.outputs["latestVersion"], 1);
    const changed = account.update({
      ...template,
      operation: "update",
      inputs: { name: "nodes", ebsOptimized: "true" },
      old,
    });
    assert.equal(changed.id, old.id);
    assert.equal(changed.outputs["latestVersion"], 2);
    assert.equal(changed.outputs["ebsOptimized"], "true");
  });

  it("finds a thing by its ID, by its ARN, and by an ARN of what lies in it", () => {
    const { id, outputs } = account.create(asked("aws:cloudwatch/logGroup:LogGroup", "web", { name: "/web" }));
    for (const token of [id, `${outputs["arn"]}`, `${outputs["arn"]}:*`, `${outputs["arn"]}:log-stream:one`]) {
      assert.equal(account.view(virginia).find(token)?.id, id, token);
    }
    assert.equal(account.view(virginia).find(`${outputs["arn"]}-archive`), undefined);
  });

  it("knows what AWS makes beside a thing: the group that a VPC has by default", () => {
    const net = account.create(vpc("net"));
    const group = String(net.outputs["defaultSecurityGroupId"]);
    assert.equal(account.view(virginia).find(group)?.id, net.id);
  });

  it("becomes again what a snapshot has, with names, IDs to come and what is in recovery", () => {
    const token = asked("aws:secretsmanager/secret:Secret", "token", { name: "token" });
    deleted(account.create(token));
    account.create(vpc("net"));
    const snapshot = JSON.parse(JSON.stringify(account.snapshot()));
    const copy = new Account(starts.fresh);
    copy.restore(snapshot);
    assert.deepEqual(copy.snapshot(), account.snapshot());
    assert.equal(copy.create(vpc("net")).id, account.create(vpc("net")).id);
    assert.throws(() => copy.create(token), /already scheduled for deletion/);
  });

  it("lists what is left after a stack is gone, and what services made for it", () => {
    const load = account.create(asked("aws:lb/loadBalancer:LoadBalancer", "web", { name: "web" }));
    const net = account.create(vpc("net"));
    deleted(load);
    const left = account.listing().map(({ type, id, by }) => ({ type, id, by }));
    const role = left.find(({ type }) => type === "aws:iam/serviceLinkedRole:ServiceLinkedRole");
    assert.match(role?.id ?? "", /AWSServiceRoleForElasticLoadBalancing$/);
    assert.deepEqual(
      left.filter((each) => each !== role),
      [{ type: net.type, id: net.id, by: "stack" }],
    );
    assert.deepEqual(
      account.log().map(({ operation, id }) => `${operation} ${id}`),
      [`create ${load.id}`, `create ${net.id}`, `delete ${load.id}`],
    );
  });

  it("starts as its start says: zones with their IDs, roles, what is on, and nothing that a stack could leave", () => {
    const lived = new Account(starts["lived-in"]);
    assert.equal(lived.view(virginia).all("aws:guardduty/detector:Detector", virginia).length, 1);
    assert.equal(account.view(virginia).all("aws:guardduty/detector:Detector", virginia).length, 0);
    assert.deepEqual(lived.listing(), []);
    for (const start of Object.values(starts)) {
      assert.ok(start.zones("us-east-1").some(({ id }) => id === "use1-az3"));
      assert.equal(new Set(start.zones("us-west-2").map(({ id }) => id)).size, start.zones("us-west-2").length);
    }
    const third = (start: keyof typeof starts) =>
      starts[start].zones("us-east-1").find(({ id }) => id === "use1-az3")?.name;
    assert.notEqual(third("fresh"), third("lived-in"));
    const prefixes = ["us-east-1", "ap-southeast-2", "eu-central-1", "us-gov-west-1", "ca-central-1"].map(zonePrefix);
    assert.deepEqual(prefixes, ["use1", "apse2", "euc1", "usgw1", "cac1"]);
  });

  it("takes to exist what the configuration of a stack names", () => {
    assert.throws(() => account.create(subnet("a", "vpc-0123456789abcdef0")), /InvalidVpcID\.NotFound/);
    account.declare(["vpc-0123456789abcdef0"]);
    account.create(subnet("a", "vpc-0123456789abcdef0"));
    const id = account.add({ ...virginia, type: "aws:ec2/vpc:Vpc", name: "old", inputs: { cidrBlock: "10.9.0.0/16" } });
    account.create(subnet("b", id));
  });

  it("RC-D6: lets logs arrive after their service is gone: the group exists when the next update makes it", () => {
    const group = asked("aws:cloudwatch/logGroup:LogGroup", "logs", { name: "/aws/eks/main/cluster" });
    const cluster = asked("aws:eks/cluster:Cluster", "main", { name: "main", enabledClusterLogTypes: ["audit"] });
    const logs = account.create(group);
    deleted(account.create(cluster));
    deleted(logs);
    assert.throws(() => account.create(group), /ResourceAlreadyExistsException/);
  });

  describe("in a preview", () => {
    const plan = (...requests: Request[]) => {
      account.begin("dev");
      for (const request of requests) account.plan({ ...request, preview: true }, { ...request.inputs });
      return account.verdicts("dev").map(({ record }) => record);
    };

    it("stores nothing, and judges each request with all that is planned besides", () => {
      const role = asked("aws:iam/role:Role", "reader", { name: "reader", assumeRolePolicy: "{}" });
      const reads = (name: string) => {
        const Principal = { AWS: `arn:aws:iam::111122223333:role/${name}` };
        const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Principal, Action: "kms:*", Resource: "*" }] });
        return asked("aws:kms/key:Key", "data", { policy });
      };
      assert.deepEqual(plan(reads("reader"), role), []);
      assert.deepEqual(plan(reads("writer"), role), ["kms-principal-exists"]);
      assert.deepEqual(account.listing(), []);
    });

    it("refuses nothing for what is not known yet", () => {
      assert.deepEqual(plan(subnet("a", unknown), bucket("orders", { bucket: unknown }), bucket("logs")), []);
    });

    it("finds a name twice among what is planned, and against another stack, but leaves a replacement to the update", () => {
      const [taken, own] = [bucket("orders"), bucket("invoices")];
      account.create(bucket("orders", {}, { urn: "prod" }));
      account.create(own);
      assert.deepEqual(plan(taken), ["s3-bucket-taken"]);
      assert.deepEqual(plan(own), []);
      const twin = { ...bucket("receipts"), urn: `${bucket("receipts").urn}-2` };
      assert.deepEqual(plan(bucket("receipts"), twin), ["s3-bucket-taken"]);
    });

    it("tells what AWS would overwrite without an error", () => {
      const dashboard = (stack: string) =>
        asked("aws:cloudwatch/dashboard:Dashboard", "main", { dashboardName: "services" }, { urn: stack });
      const { urn } = account.create(dashboard("prod"));
      assert.deepEqual(plan(dashboard("dev")), []);
      assert.equal(account.overwrites("dev")[0]?.over, urn);
      assert.equal(account.create(dashboard("dev")).id, "services");
      assert.equal(account.log().at(-1)?.over, urn);
    });
  });
});
