import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type { Fault } from "../../rehearsal/account/faults.ts";
import { type Cloud, startCloud } from "../../rehearsal/cloud-process.ts";
import { Rehearsal } from "../../rehearsal/engine.ts";
import { importInto } from "../../rehearsal/faults/recovery.ts";

describe("changes and faults in the account of the rehearsal", function () {
  this.timeout(120_000);
  this.slow(30_000);
  let cloud: Cloud;
  let rehearsal: Rehearsal;
  let program: () => unknown;
  let locked = false;
  before(async () => {
    cloud = await startCloud();
  });
  after(() => cloud.stop());
  beforeEach(async () => {
    const current = async () => {
      await program();
    };
    rehearsal = await Rehearsal.open({ stack: "changes", program: current, policyPack: "none", cloud });
  });
  afterEach(async () => {
    // An engine that was killed leaves its lock behind.
    if (!locked) await rehearsal.destroy();
    rehearsal.close();
  });

  const provider = (region: aws.Region = "us-east-1") =>
    new aws.Provider("aws", { region, allowedAccountIds: ["111122223333"] });
  /** What was done to a type since the log had a length. */
  const done = async (type: string, since: number) =>
    (await cloud.account.log()).slice(since).filter((entry) => entry.type === type);
  const logged = async () => (await cloud.account.log()).length;

  const table = (hashKey: string, args: aws.dynamodb.TableArgs) => () => {
    const keys = { hashKey, attributes: [{ name: hashKey, type: "S" }], billingMode: "PAY_PER_REQUEST" };
    new aws.dynamodb.Table("orders", { ...keys, ...args }, { provider: provider() });
  };

  it("replaces by a second one under a new name, and deletes first where the name is fixed", async () => {
    const orders = (await replaced({})).map(({ operation }) => operation);
    assert.deepEqual(orders, ["create", "create", "delete"]);
    await rehearsal.destroy();
    const fixed = (await replaced({ name: "orders" })).map(({ operation }) => operation);
    assert.deepEqual(fixed, ["create", "delete", "create"]);

    async function replaced(args: aws.dynamodb.TableArgs) {
      const since = await logged();
      program = table("id", args);
      assert.deepEqual((await rehearsal.update()).errors, []);
      program = table("number", args);
      assert.deepEqual((await rehearsal.update()).errors, []);
      return done("aws:dynamodb/table:Table", since);
    }
  });

  it("makes anew what names a replaced resource, since that has another ID", async () => {
    const net = (cidrBlock: string) => () => {
      const options = { provider: provider() };
      const vpc = new aws.ec2.Vpc("net", { cidrBlock }, options);
      new aws.ec2.Subnet("a", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" }, options);
    };
    program = net("10.0.0.0/16");
    assert.deepEqual((await rehearsal.update()).errors, []);
    program = net("10.0.0.0/20");
    const { summary, errors } = await rehearsal.update();
    assert.deepEqual(errors, []);
    assert.equal(summary["replace"], 2);
  });

  it("makes everything anew when its provider moves to another Region", async () => {
    const key = (region: aws.Region) => () => {
      new aws.sns.Topic("alarms", {}, { provider: provider(region) });
    };
    program = key("us-east-1");
    await rehearsal.update();
    program = key("us-east-2");
    const { summary } = await rehearsal.update();
    assert.equal(summary["replace"], 2);
    const [topic, ...more] = (await cloud.account.listing()).filter(({ type }) => type === "aws:sns/topic:Topic");
    assert.deepEqual([topic?.region, more], ["us-east-2", []]);
  });

  it("RC-H13: replaces where the program asks for it with replaceOnChanges, at any depth", async () => {
    const group = (fleet: string, team: string) => () => {
      const tags = { team, "cost/center": "one" };
      new aws.sns.Topic(
        "alarms",
        { name: "alarms", displayName: fleet, tags },
        { provider: provider(), replaceOnChanges: ["tags.team"] },
      );
    };
    const changed: Record<string, number>[] = [];
    for (const given of [group("one", "red"), group("two", "red"), group("two", "blue")]) {
      program = given;
      const { summary, errors } = await rehearsal.update();
      assert.deepEqual(errors, []);
      changed.push(summary);
    }
    assert.equal(changed[1]?.["update"], 1);
    assert.equal(changed[2]?.["replace"], 1);
  });

  it("RC-H13: keeps the new revision of a task definition, whose family is the ID of each", async () => {
    const type = "aws:ecs/taskDefinition:TaskDefinition";
    const task = (image: string) => () => {
      const containerDefinitions = JSON.stringify([{ name: "web", image, memory: 128 }]);
      new aws.ecs.TaskDefinition("web", { family: "web", containerDefinitions }, { provider: provider() });
    };
    for (const image of ["nginx:1", "nginx:2", "nginx:3"]) {
      program = task(image);
      assert.deepEqual((await rehearsal.update()).errors, []);
      assert.deepEqual((await rehearsal.refresh()).summary["delete"], undefined);
    }
    const left = (await cloud.account.listing()).filter((each) => each.type === type).map(({ id }) => id);
    assert.deepEqual(left, ["arn:aws:ecs:us-east-1:111122223333:task-definition/web:3"]);
  });

  it("RC-L5: imports what exists into the state, with its inputs, and finds nothing to change", async () => {
    const place = { region: "us-east-1", accountId: "111122223333" };
    const type = "aws:dynamodb/table:Table";
    const inputs = {
      name: "orders",
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
      billingMode: "PAY_PER_REQUEST",
      tagsAll: {},
    };
    const id = await cloud.account.add({ ...place, type, name: "orders", inputs });
    program = () => {
      provider();
    };
    assert.deepEqual((await rehearsal.update()).errors, []);
    const urn = (name: string) => `urn:pulumi:changes::platform::${type}::${name}`;
    const [reference] = rehearsal.resources().filter((each) => each.type === "pulumi:providers:aws");
    const from = `${reference?.urn}::${reference?.id}`;
    await importInto(rehearsal, [{ urn: urn("orders"), type, id, provider: from }]);
    program = table("id", { name: "orders" });
    const { summary, errors } = await rehearsal.preview();
    assert.deepEqual([errors, Object.keys(summary)], [[], ["same"]]);
    await assert.rejects(
      importInto(rehearsal, [{ urn: urn("gone"), type, id: "gone", provider: from }]),
      /does not exist/,
    );
  });

  const topics = (...names: string[]) => {
    for (const name of names) new aws.sns.Topic(name, { name }, { provider: provider() });
  };
  const existing = async () => (await cloud.account.listing()).filter(({ type }) => type === "aws:sns/topic:Topic");

  for (const [how, made, words] of [
    ["fails", 0, /InternalFailure/],
    ["is throttled", 0, /ThrottlingException/],
    ["times out", 1, /timeout while waiting/],
  ] as const) {
    it(`${how} once, tells so, and converges with the next update`, async () => {
      const fault: Fault = { operation: "create", number: 1, how };
      program = () => topics("alarms");
      await cloud.account.inject(fault);
      const failed = await rehearsal.update();
      assert.match(failed.errors.join("\n"), words);
      assert.equal((await existing()).length, made);
      assert.deepEqual((await rehearsal.update()).errors, []);
      assert.equal((await existing()).length, 1);
    });
  }

  it("kills the engine after the creation: the account has what the state does not know", async () => {
    program = () => topics("alarms");
    await cloud.account.inject({ operation: "create", number: 1, how: "kills", engine: rehearsal.engineFile });
    const killed = await rehearsal.update();
    locked = true;
    assert.equal(killed.failed, true);
    assert.equal((await existing()).length, 1);
    assert.deepEqual(
      rehearsal.resources().filter(({ type }) => type === "aws:sns/topic:Topic"),
      [],
    );
  });
});
