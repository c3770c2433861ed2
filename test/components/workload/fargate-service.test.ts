import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { account } from "../../../components/iam/account.ts";
import { FargateService, type FargateServiceArgs } from "../../../components/workload/fargate-service.ts";
import { fargateSize } from "../../../components/workload/fargate-size.ts";
import type { Workload } from "../../../components/workload/workload.ts";
import { at, type Deployed, deploy, refusal } from "../../harness.ts";

const key = "arn:aws:kms:us-east-1:111122223333:key/1";
const secretArn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:gen-ai-api-keys-AbCdEf";
const probe = { delaySeconds: 60, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 5 };
const workload: FargateServiceArgs["workload"] = {
  image: "111122223333.dkr.ecr.us-east-1.amazonaws.com/autmatrix-backend:1.4.2",
  port: 8000,
  cpu: { request: 0.5, limit: 1 },
  memory: { request: 1024, limit: 2048 },
  scale: { kind: "fixed", replicas: 3 },
  health: { path: "/health", readiness: probe, liveness: probe },
  environment: { MODE: "production" },
  secrets: { OPENAI_API_KEY: { secretArn, key: "OPENAI_API_KEY" } },
  volumes: { tmp: { kind: "scratch", path: "/tmp" } },
};
const args: FargateServiceArgs = {
  account: account("111122223333", "us-east-1"),
  serviceName: "autmatrix-backend",
  workload,
  cluster: {
    clusterName: "gen-ai-cluster",
    arn: "arn:aws:ecs:us-east-1:111122223333:cluster/gen-ai-cluster",
    namespaceArn: "arn:ns",
  },
  network: { privateSubnetIds: pulumi.output(["subnet-a", "subnet-b"]) },
  securityGroupId: "sg-tasks",
  kmsKeyArn: key,
  logs: { retentionInDays: 30, kmsKeyArn: key },
};
const auto: Workload["scale"] = { kind: "auto", initial: 1, min: 1, max: 4, cpuPercent: 80, memoryPercent: 75 };

const make = (change: Partial<FargateServiceArgs> = {}) =>
  deploy(() => new FargateService("backend", { ...args, ...change }));
const containers = ({ one }: Deployed) => JSON.parse(String(one(aws.ecs.TaskDefinition).inputs.containerDefinitions));

describe("FargateService", () => {
  it("AUT-APP-01: runs three tasks with rolling updates and the deployment circuit breaker", async () => {
    const service = (await make()).one(aws.ecs.Service);
    assert.equal(service.inputs.desiredCount, 3);
    assert.equal(service.inputs.deploymentMinimumHealthyPercent, 100);
    assert.deepEqual(service.inputs.deploymentCircuitBreaker, { enable: true, rollback: true });
  });

  it("AUT-APP-01: has a health check of /health every 30 s with timeout 10 s, five retries and a start period", async () => {
    const [main] = containers(await make());
    assert.deepEqual(main.healthCheck, {
      command: ["CMD-SHELL", "curl -f http://localhost:8000/health || exit 1"],
      interval: 30,
      timeout: 10,
      retries: 5,
      startPeriod: 60,
    });
    assert.equal(main.cpu, 512);
    assert.equal(main.memory, 2048);
    assert.equal(main.memoryReservation, 1024);
  });

  it("GEN-ECS-04: scales from one to four tasks by CPU and memory, and ignores changes of the number", async () => {
    const { one, of } = await make({ workload: { ...workload, scale: auto } });
    const target = one(aws.appautoscaling.Target);
    assert.deepEqual([target.inputs.minCapacity, target.inputs.maxCapacity], [1, 4]);
    assert.equal(target.inputs.resourceId, "service/gen-ai-cluster/autmatrix-backend");
    assert.equal(target.inputs.scalableDimension, "ecs:service:DesiredCount");
    const policies = of(aws.appautoscaling.Policy).map((each) => [
      each.name,
      at(each, "targetTrackingScalingPolicyConfiguration.targetValue"),
    ]);
    assert.deepEqual(policies, [
      ["backend-cpu", 80],
      ["backend-memory", 75],
    ]);
  });

  it("AUI-APP-02: sizes the task by the container's limits", async () => {
    const { one } = await make({
      workload: { ...workload, cpu: { request: 1, limit: 2 }, memory: { request: 2048, limit: 4096 } },
    });
    const task = one(aws.ecs.TaskDefinition);
    assert.deepEqual([task.inputs.cpu, task.inputs.memory], ["2048", "4096"]);
  });

  it("has no autoscaler for a fixed number of tasks", async () => {
    assert.deepEqual((await make()).of(aws.appautoscaling.Target), []);
  });

  it("GEN-SEC-01: references secrets by ARN, readable by the execution role only", async () => {
    const deployed = await make();
    const [main] = containers(deployed);
    assert.deepEqual(main.secrets, [{ name: "OPENAI_API_KEY", valueFrom: `${secretArn}:OPENAI_API_KEY::` }]);
    const reading = deployed.of(aws.iam.RolePolicy).filter((each) => String(each.inputs.policy).includes(secretArn));
    assert.deepEqual(
      reading.map((each) => each.name),
      ["backend-execution"],
    );
  });

  it("GEN-IAM-01: uses the shared execution role, and creates none", async () => {
    const executionRoleArn = "arn:aws:iam::111122223333:role/gen-ai-ecs-task-execution";
    const deployed = await make({ executionRoleArn });
    assert.equal(deployed.one(aws.ecs.TaskDefinition).inputs.executionRoleArn, executionRoleArn);
    assert.deepEqual(
      deployed.of(aws.iam.Role).map(({ name }) => name),
      ["backend-task"],
    );
  });

  it("GEN-OBS-01: logs to /ecs/<service> with its retention", async () => {
    const deployed = await make();
    const group = deployed.one(aws.cloudwatch.LogGroup);
    assert.deepEqual([group.inputs.name, group.inputs.retentionInDays], ["/ecs/autmatrix-backend", 30]);
    for (const container of containers(deployed)) {
      assert.equal(container.logConfiguration.options["awslogs-group"], "/ecs/autmatrix-backend");
    }
  });

  it("runs without root user, writable root file system and public address", async () => {
    const deployed = await make();
    for (const container of containers(deployed)) {
      assert.equal(container.readonlyRootFilesystem, true);
      assert.equal(container.privileged, false);
      assert.notEqual(container.user, "0");
    }
    const service = deployed.one(aws.ecs.Service);
    assert.equal(at(service, "networkConfiguration.assignPublicIp"), false);
    assert.equal(service.inputs.enableExecuteCommand, false);
  });

  it("has the given security group", async () => {
    const service = (await make()).one(aws.ecs.Service);
    assert.deepEqual(at(service, "networkConfiguration.securityGroups"), ["sg-tasks"]);
  });

  it("mounts shared volumes over TLS with access points", async () => {
    const shared = {
      models: { kind: "shared", path: "/app/models", fileSystemId: "fs-1", accessPointId: "fsap-1" },
    } as const;
    const { one } = await make({ workload: { ...workload, volumes: shared } });
    assert.deepEqual(at(one(aws.ecs.TaskDefinition), "volumes.0.efsVolumeConfiguration"), {
      fileSystemId: "fs-1",
      transitEncryption: "ENABLED",
      authorizationConfig: { accessPointId: "fsap-1", iam: "ENABLED" },
    });
  });

  it("reports every fault at once", async () => {
    const text = await refusal(
      () =>
        new FargateService("backend", {
          ...args,
          serviceName: "Backend!",
          workload: {
            ...workload,
            image: "nginx:latest",
            port: 0,
            cpu: { request: 2, limit: 1 },
            memory: { request: 1, limit: 999999 },
            scale: { ...auto, min: 5 },
            health: { ...workload.health, path: "health" },
            environment: { OPENAI_API_KEY: "x" },
          },
        }),
    );
    assert.deepEqual(text.split("\n"), [
      'FargateService "backend":',
      "  - port must be a whole number from 1 to 65535, got 0",
      '  - image must end in a tag other than latest or in a digest, got "nginx:latest"',
      "  - cpu.request must be above 0 and at most cpu.limit 1, got 2",
      "  - scale must have 1 ≤ min ≤ initial ≤ max, got 5, 1, 4",
      '  - health.path must start with /, got "health"',
      "  - environment and secrets must not share a variable, got OPENAI_API_KEY",
      "  - cpu.limit and memory.limit must fit a Fargate task, got 1 vCPU, 999999 MiB",
      '  - serviceName must be lowercase letters, digits and hyphens, got "Backend!"',
    ]);
  });
});

describe("fargateSize", () => {
  it("is the smallest size with enough vCPU and memory", () => {
    assert.deepEqual(fargateSize(0.25, 512), { cpu: 256, memory: 512 });
    assert.deepEqual(fargateSize(1, 2304), { cpu: 1024, memory: 3072 });
    assert.deepEqual(fargateSize(0.25, 8192), { cpu: 1024, memory: 8192 });
    assert.deepEqual(fargateSize(2, 4352), { cpu: 2048, memory: 5120 });
    assert.equal(fargateSize(32, 1024), undefined);
  });
});
