import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { finders } from "../../commands/account/finders/index.ts";
import { type Deployment, deploy } from "../../commands/deploy/deployment.ts";
import { type PartEngine, partEngine } from "../../commands/deploy/part-engine.ts";
import { gate } from "../../commands/deploy/stacks.ts";
import { pulumi as cli } from "../../commands/recover/pulumi.ts";
import { recover } from "../../commands/recover/recovery.ts";
import { type Cloud, startCloud } from "../../rehearsal/cloud-process.ts";
import { engineEnvironment } from "../../rehearsal/engine-environment.ts";
import { project } from "../../rehearsal/stacks.ts";
import { temporaryDirectory } from "../../rehearsal/temporary.ts";
import { Workspace } from "../../rehearsal/workspace.ts";

/** Two parts: the second reads the contract of the first, and creates three queues one after the other. */
const programs: Readonly<Record<string, () => Promise<Record<string, unknown>>>> = {
  "dev.foundation": async () => {
    const { name } = new aws.cloudwatch.LogGroup("log", { name: "/platform/log" }, { provider: provider() });
    return { contract: { log: name } };
  },
  "dev.stores": async () => {
    const reference = new pulumi.StackReference("dev.foundation", { name: "organization/platform/dev.foundation" });
    const opts = { provider: provider() };
    const tags = { log: reference.getOutput("contract").apply(({ log }) => log) };
    let last: aws.sqs.Queue | undefined;
    for (const name of ["first", "second", "third"])
      last = new aws.sqs.Queue(name, { name, tags }, { ...opts, ...(last && { dependsOn: last }) });
    return { contract: { queue: last?.arn } };
  },
};

function provider(): aws.Provider {
  return new aws.Provider("aws", { region: "us-east-1", allowedAccountIds: ["111122223333"] });
}

describe("a deployment whose engine is killed", function () {
  this.timeout(300_000);
  this.slow(60_000);
  let cloud: Cloud;
  let state: string;
  let plans: string;
  const workspaces = new Map<string, Workspace>();
  const told: string[] = [];
  before(async () => {
    cloud = await startCloud();
    state = temporaryDirectory("parts");
    plans = temporaryDirectory("plans");
  });
  after(() => {
    for (const workspace of workspaces.values()) workspace.remove();
    cloud.stop();
    for (const directory of [state, plans]) fs.rmSync(directory, { recursive: true, force: true });
  });

  /** Without the settings for speed, the engine writes its state after each step. */
  const open = async (stack: string): Promise<PartEngine> => {
    const projectFile = path.join(project, "Pulumi.yaml");
    const args = { stack, file: undefined, projectFile, config: {}, cloud, state, tuning: false };
    const workspace = workspaces.get(stack) ?? (await Workspace.create(args));
    workspaces.set(stack, workspace);
    return partEngine({
      stack: await workspace.stack(args, programs[stack]),
      policyPacks: [],
      cli: (...given) => workspace.cli(...given),
      around: (operation) => workspace.run(operation),
    });
  };
  const deployment: Deployment = {
    whole: "dev",
    units: ["foundation", "stores"],
    mode: "update",
    get plans() {
      return plans;
    },
    judge: async () => [],
    open,
    gate: (plan) => gate(plan, undefined),
    tell: (line) => told.push(line),
  };

  it("is stopped by the lock, and converges after recover", async () => {
    await open("dev.stores");
    const { engineFile = "" } = workspaces.get("dev.stores") ?? {};
    // The log group of the first part, and the second queue of the second.
    await cloud.account.inject({ operation: "create", number: 3, how: "kills", engine: engineFile });
    assert.deepEqual(Object.fromEntries(await deploy(deployment)), { foundation: "done", stores: "failed" });

    const locked = await deploy(deployment);
    assert.deepEqual(Object.fromEntries(locked), { foundation: "done", stores: "failed" });
    assert.match(told.join("\n"), /^dev\.stores: .*locked/m);

    const directory = workspaces.get("dev.stores")?.directory ?? "";
    const env = {
      ...process.env,
      ...engineEnvironment(directory, cloud, { state, tuning: false }),
      PULUMI_HOME: path.join(directory, "home"),
    };
    const recovered = await recover({
      stack: "dev.stores",
      engine: cli("dev.stores", path.join(directory, "work"), env),
      lookup:
        async () =>
        async ({ type, inputs }) => {
          const name = finders[type]?.name(inputs);
          const listing = await cloud.account.listing();
          const ids = listing.filter((each) => each.type === type && each.id.endsWith(`/${name}`)).map(({ id }) => id);
          return name === undefined ? undefined : { name, ids };
        },
      dryRun: false,
      cancel: true,
      imports: new Map(),
      clears: new Set(),
      confirm: async () => true,
      print: (line) => told.push(line),
    });
    assert.equal(recovered, true, told.join("\n"));

    assert.deepEqual(Object.fromEntries(await deploy(deployment)), { foundation: "done", stores: "done" });
    const made = (await cloud.account.listing()).filter(({ by }) => by === "stack");
    assert.deepEqual(made.map(({ id }) => id.split("/").at(-1)).sort(), ["first", "log", "second", "third"]);
  });
});
