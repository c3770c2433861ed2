import assert from "node:assert/strict";
import type { Found } from "../../commands/account/finder.ts";
import { plan, told } from "../../commands/recover/plan.ts";
import { accountsOf, parseState, recoveredState, regionOf } from "../../commands/recover/state.ts";

const provider = "urn:pulumi:prod::platform::pulumi:providers:aws::aws";
const urn = (type: string, name: string) => `urn:pulumi:prod::platform::${type}::${name}`;
const instance = "aws:rds/instance:Instance";

/** The state of a stack in which operations were pending. */
function state(pending: object[], resources: object[] = []) {
  const inputs = { region: "us-east-1", allowedAccountIds: '["333344445555"]' };
  const aws = { urn: provider, type: "pulumi:providers:aws", id: "p", custom: true, inputs };
  return parseState(
    JSON.stringify({
      version: 3,
      deployment: { manifest: {}, resources: [aws, ...resources], pending_operations: pending },
    }),
  );
}

function resource(type: string, name: string, inputs: object) {
  return { urn: urn(type, name), custom: true, type, inputs, provider: `${provider}::p`, dependencies: [] };
}

const pending = (type: string, name: string, inputs: object, operation = "creating") => ({
  type: operation,
  resource: resource(type, name, inputs),
});

const answer = (found: Found | undefined) => async () => found;

describe("the plan of recover", () => {
  const main = pending(instance, "database-main", { identifier: "platform-prod" });

  it("imports what the account has", async () => {
    const [decision] = await plan(state([main]), answer({ name: "platform-prod", ids: ["platform-prod"] }));
    assert.equal(decision?.action, "import");
    assert.equal(decision?.id, "platform-prod");
  });

  it("clears what the account does not have", async () => {
    const [decision] = await plan(state([main]), answer({ name: "platform-prod", ids: [] }));
    assert.equal(decision?.action, "clear");
    assert.match(
      decision === undefined ? "" : told(decision),
      /database-main: clear creating, because the account does not have platform-prod/,
    );
  });

  it("leaves several candidates, and a type without a finder, to a person", async () => {
    const domain = pending("aws:cloudfront/distribution:Distribution", "site", { tagsAll: { project: "platform" } });
    const [several] = await plan(state([main]), answer({ name: "users", ids: ["a", "b"] }));
    const [unfindable] = await plan(state([domain]), answer(undefined));
    assert.equal(several?.action, "stop");
    assert.equal(unfindable?.action, "stop");
    assert.match(
      unfindable === undefined ? "" : told(unfindable),
      /aws cloudfront list-distributions \(tags project=platform\)/,
    );
  });

  it("does not import what the state has under another name", async () => {
    const other = { ...resource(instance, "other", {}), id: "platform-prod" };
    const [decision] = await plan(state([main], [other]), answer({ name: "platform-prod", ids: ["platform-prod"] }));
    assert.equal(decision?.action, "clear");
  });

  it("clears updates, deletions, reads and imports without asking", async () => {
    const kinds = ["updating", "deleting", "reading", "importing"];
    const operations = kinds.map((kind) => pending(instance, kind, { identifier: kind }, kind));
    const asked = async () => assert.fail("asked");
    const decisions = await plan(state(operations), asked);
    assert.deepEqual(
      decisions.map(({ action }) => action),
      ["clear", "clear", "clear", "clear"],
    );
  });

  it("derives IDs from inputs, Region and account", async () => {
    const bucket = pending("aws:s3/vectorsVectorBucket:VectorsVectorBucket", "knowledge", {
      vectorBucketName: "knowledge",
    });
    const rule = pending("aws:cloudwatch/eventRule:EventRule", "findings", { name: "findings-0123456" });
    const decisions = await plan(state([bucket, rule]), answer(undefined));
    assert.deepEqual(
      decisions.map(({ id }) => id),
      ["arn:aws:s3vectors:us-east-1:333344445555:bucket/knowledge", "default/findings-0123456"],
    );
  });

  it("clears the settings of a bucket and a Kubernetes object, which are written again", async () => {
    const policy = pending("aws:s3/bucketPolicy:BucketPolicy", "documents", { bucket: "documents" });
    const deployment = pending("kubernetes:apps/v1:Deployment", "application", {});
    const decisions = await plan(state([policy, deployment]), answer(undefined));
    assert.deepEqual(
      decisions.map(({ action }) => action),
      ["clear", "clear"],
    );
  });
});

describe("the state that recover writes", () => {
  const main = pending(instance, "database-main", { identifier: "platform-prod" });

  it("has what was found with its ID and without outputs, and keeps what is left", () => {
    const given = state([main, pending(instance, "left", {})]);
    const [first, second] = given.pending;
    assert.ok(first !== undefined && second !== undefined);
    const { deployment } = JSON.parse(
      JSON.stringify(recoveredState(given, [{ resource: first.resource, id: "platform-prod" }], [second])),
    );
    const { id, outputs, inputs } = deployment.resources.at(-1);
    assert.deepEqual(
      { id, outputs, inputs },
      { id: "platform-prod", outputs: {}, inputs: { identifier: "platform-prod" } },
    );
    assert.deepEqual(
      deployment.pending_operations.map((each: { resource: { urn: string } }) => each.resource.urn),
      [urn(instance, "left")],
    );
  });

  it("marks what the found resource replaces for deletion", () => {
    const given = state([main], [{ ...resource(instance, "database-main", {}), id: "old" }]);
    const [first] = given.pending;
    assert.ok(first !== undefined);
    const { deployment } = JSON.parse(
      JSON.stringify(recoveredState(given, [{ resource: first.resource, id: "platform-prod" }], [])),
    );
    const same = deployment.resources.filter((each: { urn: string }) => each.urn === urn(instance, "database-main"));
    assert.deepEqual(
      same.map(({ id, delete: marked }: { id: string; delete?: boolean }) => [id, marked]),
      [
        ["old", true],
        ["platform-prod", undefined],
      ],
    );
  });

  it("names the Region of the resource's provider, and the accounts that it allows", () => {
    const given = state([main]);
    const [first] = given.pending;
    assert.ok(first !== undefined);
    assert.equal(regionOf(given, first.resource), "us-east-1");
    assert.deepEqual(accountsOf(given), ["333344445555"]);
  });
});
