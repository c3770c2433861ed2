import assert from "node:assert/strict";
import fs from "node:fs";
import type { Step } from "../../rehearsal/outcome.ts";
import type { Change } from "./changes.ts";
import { checked, unmade } from "./check.ts";
import { packed, unpacked } from "./checkpoint.ts";
import { file, kept, releases } from "./files.ts";
import { faults, type Planned, planned } from "./judgement.ts";
import { ordered } from "./ordered.ts";
import { exampleStack, names } from "./stacks.ts";

const subject = { release: "0.1.0", stack: "dev" };
const step = (op: string, type: string, name: string, provider = "aws"): Step => {
  return { op, urn: name, type, name, parent: "", provider, protect: false, inputs: {}, changed: [] };
};
const database: Planned = { op: "replace", urn: "main", type: "aws:rds/instance:Instance", name: "main" };
const alarm: Planned = { op: "update", urn: "cpu", type: "aws:cloudwatch/metricAlarm:MetricAlarm", name: "cpu" };
const wanted: Change = { from: "0.1.0", op: "update", type: alarm.type, names: /^cpu$/, why: "another threshold" };

describe("an update from a kept release", () => {
  it("counts a replacement once, and no component and no resource that stays", () => {
    const steps = [
      step("create-replacement", "aws:ecs/taskDefinition:TaskDefinition", "chat"),
      step("replace", "aws:ecs/taskDefinition:TaskDefinition", "chat"),
      step("delete-replaced", "aws:ecs/taskDefinition:TaskDefinition", "chat"),
      step("same", "aws:ec2/vpc:Vpc", "main"),
      step("create", "platform:network:Vpc", "main", ""),
      step("update", "pulumi:providers:aws", "main", ""),
    ];
    assert.deepEqual(
      planned(steps).map(({ op, type }) => `${op} ${type}`),
      ["replace aws:ecs/taskDefinition:TaskDefinition", "update pulumi:providers:aws"],
    );
  });

  it("has a fault for each change that is not listed for its release, stack and name", () => {
    const unlisted = `update ${alarm.type} cpu: not in test/releases/changes.ts`;
    assert.deepEqual(faults(subject, [alarm], [wanted]), []);
    assert.deepEqual(faults(subject, [alarm], []), [unlisted]);
    for (const other of [{ from: "0.2.0" }, { stacks: /^prod$/ }, { names: /^memory$/ }, { op: "replace" }] as const)
      assert.deepEqual(faults(subject, [alarm], [{ ...wanted, ...other }]), [unlisted]);
  });

  it("never replaces or deletes what holds data or a name, listed or not", () => {
    const { op, type } = database;
    const listed: Change = { from: "0.1.0", op, type, why: "another key" };
    assert.deepEqual(faults(subject, [database], [listed]), [`replace ${type} main: it holds data`]);
    const address: Planned = { op: "delete", urn: "nat", type: "aws:ec2/eip:Eip", name: "nat" };
    assert.deepEqual(faults(subject, [address], []), ["delete aws:ec2/eip:Eip nat: others use its name"]);
  });

  it("shows a rename without an alias", () => {
    const renamed: Planned[] = [
      { ...database, op: "delete" },
      { ...database, op: "create", name: "orders" },
    ];
    assert.deepEqual(faults(subject, renamed, [{ from: "0.1.0", op: "create", type: database.type, why: "new" }]), [
      `delete ${database.type} main: it holds data; if orders is the same under another name, give it an alias`,
    ]);
  });

  it("has a fault for a listed change that no stack makes", () => {
    const result = { ...subject, resources: 1, planned: [alarm], faults: [], seconds: 1 };
    assert.deepEqual(unmade([result], [wanted]), []);
    assert.deepEqual(unmade([{ ...result, planned: [] }], [wanted]), [
      `test/releases/changes.ts: no stack of 0.1.0 has the change update ${alarm.type}`,
    ]);
  });
});

describe("the kept releases", function () {
  // One of them runs in the engine.
  this.timeout(300_000);

  it("have stacks that there still are, and the examples, without times", () => {
    const gone = kept().filter(({ stack }) => !names().includes(stack));
    assert.deepEqual(gone, []);
    const [first = ""] = releases();
    assert.ok(kept().some(({ release, stack }) => release === first && stack === exampleStack));
    const { resources, account } = unpacked(fs.readFileSync(file({ release: first, stack: "local" })));
    assert.ok(resources.length > 20);
    assert.deepEqual([account.log, resources.filter((each) => "created" in each || "modified" in each)], [[], []]);
  });

  it("are the same bytes for the same state, in the order of what refers to what", () => {
    const checkpoint = unpacked(fs.readFileSync(file({ release: "0.1.0", stack: "local" })));
    const { resources } = checkpoint;
    const mixed = { ...checkpoint, resources: ordered(resources.toReversed()) };
    assert.ok(packed(mixed).equals(packed(checkpoint)));
    const urns = resources.map(({ urn }) => urn);
    const late = resources.filter(({ urn, parent = "" }) => urns.indexOf(parent) > urns.indexOf(urn));
    assert.deepEqual(late, []);
  });

  it("are updated by the current code with listed changes alone: the stack local", async () => {
    const result = await checked({ release: "0.1.0", stack: "local" });
    assert.deepEqual(result.faults, []);
    assert.equal(result.resources > 20, true);
  });
});
