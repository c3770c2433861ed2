import assert from "node:assert/strict";
import type { Found } from "../../commands/account/finder.ts";
import { plan, told } from "../../commands/recover/plan.ts";
import type { Engine } from "../../commands/recover/pulumi.ts";
import { recover } from "../../commands/recover/recovery.ts";
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

  it("has what was found with its ID and without outputs, and no pending operation", () => {
    const given = state([main]);
    const [first] = given.pending;
    assert.ok(first !== undefined);
    const { deployment } = JSON.parse(
      JSON.stringify(recoveredState(given, [{ resource: first.resource, id: "platform-prod" }])),
    );
    const { id, outputs, inputs } = deployment.resources.at(-1);
    assert.deepEqual(
      { id, outputs, inputs },
      { id: "platform-prod", outputs: {}, inputs: { identifier: "platform-prod" } },
    );
    assert.deepEqual(deployment.pending_operations, []);
  });

  it("marks what the found resource replaces for deletion", () => {
    const given = state([main], [{ ...resource(instance, "database-main", {}), id: "old" }]);
    const [first] = given.pending;
    assert.ok(first !== undefined);
    const { deployment } = JSON.parse(
      JSON.stringify(recoveredState(given, [{ resource: first.resource, id: "platform-prod" }])),
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

describe("recover, with choices of the operator", () => {
  const site = pending("aws:cloudfront/distribution:Distribution", "site", {});
  const { urn: siteUrn } = site.resource;

  /** Runs recover on a state in which a distribution was being created; the written states. */
  async function run(choices: { imports?: [string, string][]; clears?: string[]; dryRun?: boolean; agreed?: boolean }) {
    const written: string[] = [];
    let exported = JSON.stringify(state([site]).raw);
    const engine: Engine = {
      exportState: async () => exported,
      importState: async (text) => {
        written.push(text);
        exported = text;
      },
      refresh: async () => {},
      cancel: async () => assert.fail("cancelled"),
      backend: async () => "s3://state",
    };
    const { imports = [], clears = [], dryRun = false, agreed = true } = choices;
    const lines: string[] = [];
    const done = await recover({
      stack: "prod",
      engine,
      lookup: async () => answer(undefined),
      dryRun,
      cancel: false,
      imports: new Map(imports),
      clears: new Set(clears),
      confirm: async () => agreed,
      print: (line) => lines.push(line),
    });
    return { done, written, lines };
  }

  it("writes nothing while a create is left to decide", async () => {
    const { done, written, lines } = await run({});
    assert.deepEqual([done, written], [false, []]);
    assert.equal(lines.at(-1), `Decide with --import or --clear: ${siteUrn}`);
  });

  it("imports the ID of --import", async () => {
    const { done, written, lines } = await run({ imports: [[siteUrn, "E74FTE3EXAMPLE"]] });
    assert.equal(done, true);
    assert.equal(JSON.parse(written[0] ?? "{}").deployment.resources.at(-1).id, "E74FTE3EXAMPLE");
    assert.ok(lines.includes("imported aws:cloudfront/distribution:Distribution site as E74FTE3EXAMPLE"));
  });

  it("clears what --clear names", async () => {
    const { done, written } = await run({ clears: [siteUrn] });
    assert.equal(done, true);
    assert.equal(JSON.parse(written[0] ?? "{}").deployment.resources.length, 1);
  });

  it("writes nothing with --dry-run, or without consent", async () => {
    assert.deepEqual((await run({ clears: [siteUrn], dryRun: true })).written, []);
    const refused = await run({ clears: [siteUrn], agreed: false });
    assert.deepEqual([refused.done, refused.written], [false, []]);
  });
});
