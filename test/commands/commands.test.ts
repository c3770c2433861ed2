import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client, paginateDescribeInstanceTypes } from "@aws-sdk/client-ec2";
import { CreateRepositoryCommand, ECRClient } from "@aws-sdk/client-ecr";
import { every } from "../../commands/account/finder.ts";
import { vcpus } from "../../commands/preflight/vcpus.ts";
import { startCloud } from "../../rehearsal/cloud-process.ts";
import { engineEnvironment } from "../../rehearsal/engine-environment.ts";
import { project } from "../../rehearsal/stacks.ts";
import { Workspace } from "../../rehearsal/workspace.ts";
import { describeWithMoto, motoAccount } from "./moto.ts";

/** Runs a command of the project as npm does. */
async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const child = spawn(process.execPath, [path.join(project, "commands", `${command}.ts`), ...args], { env });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => {
    stdout += data;
  });
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, stdout, stderr };
}

describe("the commands preflight and recover", function () {
  this.timeout(120_000);
  this.slow(30_000);

  for (const command of ["preflight", "recover"]) {
    it(`${command} prints its usage, and refuses what it does not know with exit code 2`, async () => {
      const help = await run(command, ["--help"]);
      assert.equal(help.code, 0);
      assert.match(help.stdout, new RegExp(`^Usage: npm run ${command} -- STACK`));
      for (const [args, said] of [
        [[], "STACK is missing."],
        [["dev", "prod"], "Only one stack can be given, got dev, prod."],
        [["dev", "--unknown"], "Unknown option '--unknown'"],
      ] as const) {
        const { code, stderr } = await run(command, args);
        assert.equal(code, 2, stderr);
        assert.ok(stderr.startsWith(said), stderr);
      }
    });
  }

  it("preflight refuses a stack that does not exist, and one without AWS", async () => {
    const unknown = await run("preflight", ["nothing"]);
    assert.deepEqual([unknown.code, unknown.stderr.split("\n")[0]], [2, "The stack nothing does not exist."]);
    const local = await run("preflight", ["local", "--list"]);
    assert.deepEqual([local.code, local.stderr], [1, "The stack local uses no AWS account.\n"]);
  });

  it("recover asks for --yes or --dry-run where it cannot ask", async () => {
    const { code, stderr } = await run("recover", ["dev"]);
    assert.deepEqual([code, stderr.split("\n")[0]], [2, "Without a terminal, --yes or --dry-run is needed."]);
    const pair = await run("recover", ["dev", "--yes", "--import", "main"]);
    assert.deepEqual([pair.code, pair.stderr.split("\n")[0]], [2, "--import takes URN=ID, got main"]);
  });

  it("preflight without credentials prints the list, and writes the policy", async () => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "preflight-"));
    const [json, policy] = [path.join(directory, "needs.json"), path.join(directory, "policy.json")];
    const { code, stdout } = await run("preflight", ["dev", "--list", "--json", json, "--policy", policy]);
    assert.equal(code, 0);
    assert.match(stdout, /The account was not asked/);
    assert.ok(JSON.parse(fs.readFileSync(json, "utf8")).needs.length > 20);
    assert.equal(JSON.parse(fs.readFileSync(policy, "utf8")).Version, "2012-10-17");
    assert.ok(fs.existsSync(path.join(directory, "policy-2.json")));
    fs.rmSync(directory, { recursive: true });
  });
});

describeWithMoto("the commands, against moto", (account) => {
  it("preflight says no to a name that is taken, and ends with exit code 1", async () => {
    const { config } = account();
    const before = await run("preflight", ["gen-ai"]);
    assert.match(before.stdout, /yes {2}ecr Repository: 9 in us-east-1/);
    await new ECRClient(config).send(new CreateRepositoryCommand({ repositoryName: "gen-ai-classification" }));
    const { code, stdout } = await run("preflight", ["gen-ai"]);
    assert.equal(code, 1);
    assert.match(stdout, /no {3}ecr Repository: 9 in us-east-1 .*: taken are gen-ai-classification$/m);
    assert.match(stdout, /no {3}account 999900001111 .*: the credentials are of 123456789012$/m);
    assert.match(stdout, /no {3}hosted zone Z0123456789GENAI .*: the account does not have it$/m);
  });

  it("recover finds what a killed update created, by the CLI's state and the account's API", async () => {
    const name = "/platform/recovered";
    await new CloudWatchLogsClient(account().config).send(new CreateLogGroupCommand({ logGroupName: name }));
    const cloud = await startCloud();
    const args = { stack: "killed", file: undefined, projectFile: path.join(project, "Pulumi.yaml"), config: {} };
    const workspace = await Workspace.create({ ...args, cloud, tuning: true });
    try {
      await workspace.stack({ ...args, cloud, tuning: true }, async () => ({}));
      const home = path.join(workspace.directory, "home");
      const env = {
        ...process.env,
        ...engineEnvironment(workspace.directory, cloud, {
          state: path.join(workspace.directory, "state"),
          tuning: true,
        }),
        PULUMI_HOME: home,
      };
      // The CLI imports no pending operation: the checkpoint is written as a killed update leaves it.
      const checkpoint = [...workspace.stored().keys()].find((file) => file.endsWith("killed.json")) ?? "";
      const { checkpoint: stored, ...rest } = JSON.parse(fs.readFileSync(checkpoint, "utf8"));
      const latest = { ...stored.latest, ...pendingDeployment(name) };
      fs.writeFileSync(checkpoint, JSON.stringify({ ...rest, checkpoint: { ...stored, latest } }));
      const { code, stdout } = await run("recover", ["killed", "--dry-run"], env);
      assert.equal(code, 0, stdout);
      assert.match(stdout, /^aws:cloudwatch\/logGroup:LogGroup log: import as \/platform\/recovered/);
      const other = await run("recover", ["killed", "--dry-run"], { ...env, AWS_REGION: "us-east-1" });
      assert.equal(other.stdout, stdout);
    } finally {
      workspace.remove();
      cloud.stop();
    }
  }).timeout(120_000);

  it("know the vCPUs of the instance types that EC2 lists", async () => {
    const client = new EC2Client(account().config);
    const types = await every(paginateDescribeInstanceTypes({ client }, {}), (page) => page.InstanceTypes);
    assert.ok(types.length > 1_000);
    const wrong = types.flatMap(({ InstanceType = "", VCpuInfo }) => {
      const own = vcpus(InstanceType);
      return own === undefined || own === VCpuInfo?.DefaultVCpus ? [] : [`${InstanceType}: ${own}`];
    });
    assert.deepEqual(wrong, []);
    const untold = types.filter(({ InstanceType = "" }) => vcpus(InstanceType) === undefined).length;
    assert.ok(untold < 200, `${untold} types are not told`);
  }).timeout(120_000);
});

/** The part of a checkpoint in which a log group was being created. */
function pendingDeployment(name: string) {
  const urn = (type: string, own: string) => `urn:pulumi:killed::platform::${type}::${own}`;
  const provider = urn("pulumi:providers:aws", "aws");
  const inputs = { region: "us-east-1", allowedAccountIds: JSON.stringify([motoAccount]), version: "7.48.0" };
  const id = "0b0e5bb5-56b1-4d1c-a1a9-000000000000";
  const type = "aws:cloudwatch/logGroup:LogGroup";
  const log = { urn: urn(type, "log"), custom: true, type, inputs: { name }, provider: `${provider}::${id}` };
  return {
    resources: [{ urn: provider, custom: true, id, type: "pulumi:providers:aws", inputs, outputs: inputs }],
    pending_operations: [{ type: "creating", resource: log }],
  };
}
