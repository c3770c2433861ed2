import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import * as aws from "@pulumi/aws";
import * as auto from "@pulumi/pulumi/automation/index.js";
import { finders } from "../../commands/account/finders/index.ts";
import type { Lookup } from "../../commands/recover/plan.ts";
import { type Engine, pulumi } from "../../commands/recover/pulumi.ts";
import { recover } from "../../commands/recover/recovery.ts";
import { type Cloud, startCloud } from "../../rehearsal/cloud-process.ts";
import { engineEnvironment } from "../../rehearsal/engine-environment.ts";
import { project } from "../../rehearsal/stacks.ts";
import { Workspace } from "../../rehearsal/workspace.ts";

const stackName = "killed";

/** A change that replaces the role; its name is Pulumi's, so that the new one is created first. */
let rolePath = "/";

/** Resources that are created one after the other: a name of Pulumi's, fixed names, and settings of another resource. */
const program = async () => {
  const provider = new aws.Provider("aws", { region: "us-east-1", allowedAccountIds: ["111122223333"] });
  const assumeRolePolicy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
  const role = new aws.iam.Role("role", { assumeRolePolicy, path: rolePath }, { provider });
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["s3:ListAllMyBuckets"], Resource: "*" }],
  });
  const attached = new aws.iam.RolePolicy("settings", { role: role.name, policy }, { provider });
  const images = new aws.ecr.Repository("images", { name: "platform/images" }, { provider, dependsOn: attached });
  const log = new aws.cloudwatch.LogGroup("log", { name: "/platform/log" }, { provider, dependsOn: images });
  return { role: role.arn, images: images.repositoryUrl, log: log.arn };
};

/** The shell commands below a heading of docs/operations.md. */
function blocks(heading: string): string[] {
  const [, section = ""] = fs.readFileSync("docs/operations.md", "utf8").split(`${heading}\n`);
  return [
    ...section
      .split(/^#+ /m, 1)
      .join()
      .matchAll(/^```sh\n(.*?)^```/gms),
  ].map(([, block = ""]) => block);
}

describe("recover, in the engine", function () {
  this.timeout(300_000);
  this.slow(60_000);
  let cloud: Cloud;
  let workspace: Workspace;
  let stack: auto.Stack;
  let engine: Engine;
  /** Where commands of the CLI work on the stack. */
  let shell: { cwd: string; env: NodeJS.ProcessEnv };

  beforeEach(async () => {
    rolePath = "/";
    cloud = await startCloud();
    const args = {
      stack: stackName,
      file: undefined,
      projectFile: path.join(project, "Pulumi.yaml"),
      config: {},
      cloud,
    };
    // Without checkpoints, the state would not say what was pending.
    workspace = await Workspace.create({ ...args, tuning: false });
    stack = await workspace.stack({ ...args, tuning: false }, program);
    const env = {
      ...process.env,
      ...engineEnvironment(workspace.directory, cloud, {
        state: path.join(workspace.directory, "state"),
        tuning: false,
      }),
    };
    const home = path.join(workspace.directory, "home");
    shell = {
      cwd: path.join(workspace.directory, "work"),
      env: { ...env, PULUMI_HOME: home, PULUMI_STACK: stackName },
    };
    engine = pulumi(stackName, shell.cwd, shell.env);
  });
  afterEach(() => {
    workspace.remove();
    cloud.stop();
  });

  /** Updates the stack; the engine is killed when the account has done the number-th create. */
  async function updateKilledAt(number: number): Promise<void> {
    await cloud.account.inject({ operation: "create", number, how: "kills", engine: workspace.engineFile });
    await assert.rejects(stack.up({ color: "never" }), auto.CommandError);
  }

  /** Asks the account of the rehearsal, by what the finder of a type calls a resource. */
  const lookup = async (): Promise<Lookup> => async (resource) => {
    const name = finders[resource.type]?.name(resource.inputs);
    if (name === undefined) return undefined;
    const listing = await cloud.account.listing();
    const ids = listing.filter(({ type, id }) => type === resource.type && id === name).map(({ id }) => id);
    return { name, ids };
  };

  async function recovered(cancel = true): Promise<{ done: boolean; lines: string[] }> {
    const lines: string[] = [];
    const print = (line: string) => lines.push(line);
    const choices = { dryRun: false, cancel, imports: new Map(), clears: new Set<string>() };
    const done = await recover({ stack: stackName, engine, lookup, ...choices, confirm: async () => true, print });
    return { done, lines };
  }

  /** How many of each type the account has. */
  async function counts(): Promise<Record<string, number>> {
    const made = (await cloud.account.listing()).filter(({ by }) => by === "stack");
    return Object.fromEntries([...Map.groupBy(made, ({ type }) => type)].map(([type, all]) => [type, all.length]));
  }

  const once = {
    "aws:cloudwatch/logGroup:LogGroup": 1,
    "aws:ecr/repository:Repository": 1,
    "aws:iam/role:Role": 1,
    "aws:iam/rolePolicy:RolePolicy": 1,
  };

  const creates: [number, string, RegExp][] = [
    [1, "a role with a name of Pulumi's", /^imported aws:iam\/role:Role role as role-/],
    [2, "the settings of a role", /^imported aws:iam\/rolePolicy:RolePolicy settings as role-[0-9a-f]+:settings-/],
    [3, "a repository with a fixed name", /^imported aws:ecr\/repository:Repository images as platform\/images$/],
    [4, "the last resource", /^imported aws:cloudwatch\/logGroup:LogGroup log as \/platform\/log$/],
  ];
  for (const [number, what, said] of creates) {
    it(`RC-H1: takes over ${what}, so that the next update creates nothing twice`, async () => {
      await updateKilledAt(number);
      const { done, lines } = await recovered();
      assert.equal(done, true, lines.join("\n"));
      assert.ok(
        lines.some((line) => said.test(line)),
        lines.join("\n"),
      );
      const { summary } = await stack.up({ color: "never" });
      assert.equal(summary.result, "succeeded");
      assert.deepEqual(await counts(), once);
      assert.deepEqual(Object.keys((await stack.preview({ color: "never" })).changeSummary), ["same"]);
    });
  }

  it("RC-H1: takes over a replacement that was killed, and the next update deletes what it replaces", async () => {
    await stack.up({ color: "never" });
    rolePath = "/platform/";
    await updateKilledAt(1);
    const { lines } = await recovered();
    assert.match(lines.join("\n"), /^imported aws:iam\/role:Role role as role-/m);
    await stack.up({ color: "never" });
    assert.deepEqual(await counts(), once);
    assert.deepEqual(Object.keys((await stack.preview({ color: "never" })).changeSummary), ["same"]);
  });

  it("RC-H1: says that the killed update holds the lock, and changes nothing", async () => {
    await updateKilledAt(3);
    await assert.rejects(recovered(false), /locked/);
    assert.match(await engine.exportState(), /"type": "creating"/);
  });

  it("RC-H1: takes over by hand, with the commands of docs/operations.md as they are printed", async () => {
    await updateKilledAt(3);
    const [lock = "", rest = ""] = blocks("### The same by hand");
    const bash = (script: string) =>
      execFileSync("bash", ["-e", "-o", "pipefail", "-c", script], { ...shell, encoding: "utf8" });
    const [type, kind, urn = ""] = bash(lock).trim().split("\n").at(-1)?.split("\t") ?? [];
    assert.deepEqual([type, kind], ["creating", "aws:ecr/repository:Repository"]);
    bash(rest.replaceAll("URN", urn).replace("ID", "platform/images"));
    assert.equal((await stack.up({ color: "never" })).summary.result, "succeeded");
    assert.deepEqual(await counts(), once);
  });

  it("RC-H2: cures the empty attributes and the empty checkpoint of a file backend", async () => {
    await stack.up({ color: "never" });
    const checkpoint = [...workspace.stored().keys()].find((file) => file.endsWith(`${stackName}.json`)) ?? "";
    for (const file of [`${checkpoint}.attrs`, checkpoint]) {
      if (!fs.existsSync(`${checkpoint}.bak`)) fs.copyFileSync(checkpoint, `${checkpoint}.bak`);
      fs.writeFileSync(file, "");
      await assert.rejects(engine.exportState(), /EOF|unexpected end/);
      const { done, lines } = await recovered();
      assert.equal(done, true);
      assert.match(lines.join("\n"), new RegExp(`${path.basename(file)} is empty`));
      assert.match(await engine.exportState(), /platform\/images/);
    }
  });
});
