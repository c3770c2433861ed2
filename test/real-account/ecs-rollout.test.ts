import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ContainerCluster } from "../../components/containers/container-cluster.ts";
import { account } from "../../components/iam/account.ts";
import { FargateService } from "../../components/workload/fargate-service.ts";
import { type Cloud, startCloud } from "../../rehearsal/cloud-process.ts";
import { Rehearsal } from "../../rehearsal/engine.ts";

const home = account("111122223333", "us-east-1");
const probe = { delaySeconds: 10, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 };

/** A service on its cluster, with the image of a tag; the output is its command. */
function service(tag: string, opts: { provider: aws.Provider }): pulumi.Output<string> {
  const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }, opts);
  const subnet = new aws.ec2.Subnet("a", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" }, opts);
  const group = new aws.ec2.SecurityGroup("tasks", { vpcId: vpc.id }, opts);
  const key = new aws.kms.Key("key", {}, opts);
  const common = { account: home, kmsKeyArn: key.arn, logs: { retentionInDays: 30, kmsKeyArn: key.arn } };
  const size = { containerInsights: "enabled", capacity: "FARGATE", clusterName: "main" } as const;
  const { rolloutCommand } = new FargateService(
    "chat",
    {
      ...common,
      serviceName: "chat",
      workload: {
        image: `111122223333.dkr.ecr.us-east-1.amazonaws.com/chat:${tag}`,
        port: 8000,
        cpu: { request: 0.25, limit: 0.5 },
        memory: { request: 512, limit: 1024 },
        scale: { kind: "fixed", replicas: 2 },
        health: { path: "/health", readiness: probe, liveness: probe },
        environment: {},
        secrets: {},
        volumes: { tmp: { kind: "scratch", path: "/tmp" } },
      },
      cluster: new ContainerCluster("containers", { ...common, ...size }, opts),
      network: { privateSubnetIds: pulumi.all([subnet.id]) },
      securityGroupId: group.id,
    },
    opts,
  );
  return rolloutCommand;
}

/** The exit code of a command, whose `aws` answers as the account does. */
async function exitCode(command: unknown, cloud: Cloud): Promise<number | null> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "rollout-"));
  const deployments = await cloud.account.deployments();
  const lines = deployments.map(({ taskDefinition, rolloutState }) => `${taskDefinition}\\t${rolloutState}`);
  fs.writeFileSync(path.join(directory, "aws"), `#!/bin/sh\nprintf '${lines.join("\\n")}\\n'\n`, { mode: 0o755 });
  try {
    const environment = { ...process.env, PATH: `${directory}:${process.env["PATH"]}` };
    return spawnSync("bash", ["-c", String(command)], { env: environment, stdio: "ignore" }).status;
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}

describe("deployments of ECS in a real account", function () {
  this.timeout(300_000);
  this.slow(60_000);

  it("RC-B13: an update finds nothing to do after a deployment that failed or was rolled back, and the command says so", async () => {
    const cloud = await startCloud();
    let tag = "1.0.0";
    const rehearsal = await Rehearsal.open({
      stack: "rollout",
      cloud,
      policyPack: "none",
      program: async () => {
        const provider = new aws.Provider("aws", { region: "us-east-1", allowedAccountIds: [home.accountId] });
        return { command: service(tag, { provider }) };
      },
    });
    const type = "aws:ecs/service:Service";
    const update = async () => {
      const { errors, outputs } = await rehearsal.update();
      assert.deepEqual(errors, []);
      return exitCode(outputs["command"], cloud);
    };
    try {
      await cloud.account.inject({ operation: "create", number: 1, type, how: "does not roll out" });
      await rehearsal.update();
      assert.notEqual(await update(), 0, "the next update succeeds, and no task runs");
      tag = "1.0.1";
      assert.equal(await update(), 0);
      tag = "1.0.2";
      await cloud.account.inject({ operation: "update", number: 1, type, how: "does not roll out" });
      await rehearsal.update();
      assert.notEqual(await update(), 0, "the next update succeeds, and the previous revision runs");
    } finally {
      rehearsal.close();
      cloud.stop();
    }
  });
});
