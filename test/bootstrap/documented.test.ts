import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import * as auto from "@pulumi/pulumi/automation/index.js";
import bootstrap from "../../bootstrap/index.ts";
import { bootstrapDirectory } from "../../commands/bootstrap/rehearsal.ts";
import { type Cloud, startCloud } from "../../rehearsal/cloud-process.ts";
import { withoutDebugLog } from "../../rehearsal/debug-log.ts";
import { engineCli } from "../../rehearsal/engine-cli.ts";
import { engineEnvironment } from "../../rehearsal/engine-environment.ts";
import { declared, project } from "../../rehearsal/stacks.ts";
import { temporaryDirectory } from "../../rehearsal/temporary.ts";
import { describeWithMoto } from "../commands/moto.ts";

const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["ec2:DescribeVpcs"], Resource: "*" }],
});

/** The lines of the shell blocks below a heading of docs/bootstrap.md, without `cd bootstrap`. */
function lines(heading: string): string[] {
  const [, section = ""] = fs.readFileSync("docs/bootstrap.md", "utf8").split(`## ${heading}\n`);
  const blocks = [
    ...section
      .split(/^## /m, 1)
      .join()
      .matchAll(/^```sh\n(.*?)^```/gms),
  ];
  return blocks.flatMap(([, block = ""]) => block.split("\n")).filter((line) => line !== "" && line !== "cd bootstrap");
}

describeWithMoto("the documented bootstrap, in the engine and against moto", (account) => {
  let cloud: Cloud;
  let directory: string;
  let env: Record<string, string>;
  before(async () => {
    cloud = await startCloud({ account: "fresh-unprepared" });
    await cloud.account.declare(declared(path.join(bootstrapDirectory, "Pulumi.prod.yaml"), {}));
    directory = temporaryDirectory("bootstrap");
    for (const folder of ["bin", "home", "tmp", "work", "user"]) fs.mkdirSync(path.join(directory, folder));
    const { file } = await engineCli();
    fs.symlinkSync(file, path.join(directory, "bin", "pulumi"));
    fs.symlinkSync(process.execPath, path.join(directory, "bin", "node"));
    const shim = "pulumi-analyzer-policy-nodejs";
    fs.symlinkSync(path.join(project, "rehearsal", "shims", shim), path.join(directory, "bin", shim));
    for (const name of ["Pulumi.yaml", "Pulumi.prod.yaml"])
      fs.copyFileSync(path.join(bootstrapDirectory, name), path.join(directory, "work", name));
    const { PULUMI_BACKEND_URL: _, ...engine } = engineEnvironment(directory, cloud, {
      state: directory,
      tuning: true,
    });
    env = { ...engine, HOME: path.join(directory, "user"), PULUMI_HOME: path.join(directory, "home") };
  });
  after(() => {
    cloud.stop();
    fs.rmSync(directory, { recursive: true, force: true });
  });

  /** Runs lines in one shell, in which they see one another's variables. */
  function shell(script: readonly string[]): string {
    const cwd = path.join(directory, "work");
    const options = {
      cwd,
      env: { ...process.env, ...env, PULUMI_STACK: "prod" },
      encoding: "utf8",
      stdio: "pipe",
    } as const;
    return execFileSync("bash", ["-e", "-o", "pipefail", "-c", script.join("\n")], options);
  }

  /** The stack in the backend that the CLI is logged in to. */
  async function stack(): Promise<auto.Stack> {
    const workspace = await auto.LocalWorkspace.create({
      workDir: path.join(directory, "work"),
      program: withoutDebugLog(() => bootstrap(undefined, () => [policy])),
      pulumiHome: path.join(directory, "home"),
      pulumiCommand: await auto.PulumiCommand.get({ root: directory }),
      envVars: { ...env, PULUMI_CONFIG_PASSPHRASE: "" },
    });
    return auto.Stack.select("prod", workspace);
  }

  it("creates the account's stack with a local state, and moves the state into the bucket", async () => {
    const create = lines("Create it");
    const up = create.findIndex((line) => line.startsWith("pulumi up "));
    assert.equal(up, create.length - 1);
    shell(create.slice(0, up));
    const policyPacks = [path.join(project, "policy-pack")];
    const policyPackConfigs = [path.join(bootstrapDirectory, "policy-pack.json")];
    const made = await (await stack()).up({ color: "never", policyPacks, policyPackConfigs });
    assert.equal(made.summary.result, "succeeded");

    // The bucket and the key, which the account of the rehearsal has, are moto's to the CLI.
    const s3 = new S3Client({ ...account().config, forcePathStyle: true });
    const Bucket = "pulumi-state-333344445555-us-east-1";
    await s3.send(new CreateBucketCommand({ Bucket }));
    const kms = new KMSClient(account().config);
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    await kms.send(new CreateAliasCommand({ AliasName: "alias/pulumi", TargetKeyId: KeyMetadata?.KeyId }));

    const move = lines("Move the state into the bucket");
    const preview = move.findIndex((line) => line.startsWith("pulumi preview "));
    assert.equal(preview, move.length - 1);
    shell(["export PULUMI_CONFIG_PASSPHRASE=", ...move.slice(0, preview)]);
    const keys = (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key) ?? [];
    assert.ok(keys.includes(".pulumi/stacks/bootstrap/prod.json"), keys.join(", "));
    assert.match(
      fs.readFileSync(path.join(directory, "work", "Pulumi.prod.yaml"), "utf8"),
      /^secretsprovider: awskms:\/\/alias\/pulumi\?region=us-east-1$/m,
    );
    const { changeSummary } = await (await stack()).preview({ color: "never", expectNoChanges: true });
    assert.deepEqual(Object.keys(changeSummary), ["same"]);
  }).timeout(300_000);
});
