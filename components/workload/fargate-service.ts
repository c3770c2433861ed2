import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../iam/policy-document.ts";
import { ServiceRole } from "../iam/service-role.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { containerDefinitions } from "./container-definitions.ts";
import { fargateAutoscaling } from "./fargate-autoscaling.ts";
import type { FargateServiceArgs } from "./fargate-service-args.ts";
import { fargateSize } from "./fargate-size.ts";
import { startManagedPolicies, startStatements } from "./task-start.ts";
import { type Workload, workloadFaults } from "./workload.ts";

export type { FargateServiceArgs } from "./fargate-service-args.ts";

/**
 * A workload as an ECS service on Fargate; the deployment circuit breaker rolls back a deployment whose tasks fail.
 *
 * @example
 * import { account } from "../iam/account.ts";
 * import type { Network } from "../network/network.ts";
 * import { FargateService } from "./fargate-service.ts";
 *
 * declare const network: Network;
 * declare const kmsKeyArn: string;
 * declare const apiKeyArn: string;
 *
 * const probe = { delaySeconds: 10, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 };
 * const service = new FargateService("chat", {
 *   account: account("111122223333", "us-east-1"),
 *   serviceName: "chat",
 *   workload: {
 *     image: "111122223333.dkr.ecr.us-east-1.amazonaws.com/chat:1.4.2",
 *     port: 8000,
 *     cpu: { request: 0.5, limit: 0.5 },
 *     memory: { request: 1024, limit: 1024 },
 *     scale: { kind: "auto", initial: 2, min: 2, max: 6, cpuPercent: 70 },
 *     health: { path: "/health", readiness: probe, liveness: probe },
 *     environment: { LOG_LEVEL: "info" },
 *     secrets: { API_KEY: { secretArn: apiKeyArn, key: "api-key" } },
 *     volumes: { tmp: { kind: "scratch", path: "/tmp" } },
 *   },
 *   cluster: {
 *     clusterName: "main",
 *     arn: "arn:aws:ecs:us-east-1:111122223333:cluster/main",
 *     namespaceArn: "arn:aws:servicediscovery:us-east-1:111122223333:namespace/ns-main",
 *   },
 *   network,
 *   securityGroupId: "sg-0123456789abcdef0",
 *   kmsKeyArn,
 *   logs: { retentionInDays: 90, kmsKeyArn },
 * });
 * export const { serviceName } = service;
 */
export class FargateService extends pulumi.ComponentResource {
  /** Name of the service. */
  readonly serviceName: pulumi.Output<string>;

  constructor(name: string, args: FargateServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:workload:FargateService", name, {}, opts);
    const { serviceName, workload, cluster } = args;
    const child = { parent: this };
    const size = fargateSize(workload.cpu.limit, workload.memory.limit);
    refuse(this, name, faults(args, size));

    const definition = this.taskDefinition(name, args, size);
    const service = new aws.ecs.Service(
      name,
      {
        name: serviceName,
        cluster: cluster.arn,
        taskDefinition: definition.arn,
        desiredCount: workload.scale.kind === "fixed" ? workload.scale.replicas : workload.scale.initial,
        platformVersion: "LATEST",
        enableExecuteCommand: false,
        propagateTags: "SERVICE",
        networkConfiguration: {
          subnets: args.network.privateSubnetIds,
          securityGroups: [args.securityGroupId],
          assignPublicIp: false,
        },
        deploymentMinimumHealthyPercent: 100,
        deploymentMaximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
        serviceConnectConfiguration: {
          enabled: true,
          namespace: cluster.namespaceArn,
          services: [{ portName: serviceName, clientAlias: [{ port: workload.port, dnsName: serviceName }] }],
        },
        ...(args.targetGroupArn !== undefined && {
          loadBalancers: [
            { targetGroupArn: args.targetGroupArn, containerName: serviceName, containerPort: workload.port },
          ],
          healthCheckGracePeriodSeconds: workload.health.liveness.delaySeconds,
        }),
        waitForSteadyState: true,
      },
      // Application Auto Scaling changes the number of tasks; an update must not reset it.
      { ...child, ignoreChanges: workload.scale.kind === "auto" ? ["desiredCount"] : [] },
    );
    if (workload.scale.kind === "auto")
      fargateAutoscaling(name, workload.scale, cluster.clusterName, service.name, child);

    this.serviceName = service.name;
    this.registerOutputs(outputs(this));
  }

  /** Task definition with containers, size, execution role and task role. */
  private taskDefinition(
    name: string,
    args: FargateServiceArgs,
    size: ReturnType<typeof fargateSize>,
  ): aws.ecs.TaskDefinition {
    const { account, serviceName, workload, permissions = [] } = args;
    const child = { parent: this };
    const logGroup = new aws.cloudwatch.LogGroup(
      name,
      { name: `/ecs/${serviceName}`, retentionInDays: args.logs.retentionInDays, kmsKeyId: args.logs.kmsKeyArn },
      child,
    );
    const role = (use: string, statements: readonly Statement[], managedPolicies: readonly string[]) =>
      new ServiceRole(
        `${name}-${use}`,
        { account, service: "ecs-tasks.amazonaws.com", statements, managedPolicies },
        child,
      );
    const secretArns = Object.values(workload.secrets).map(({ secretArn }) => secretArn);
    const start = () => role("execution", startStatements(secretArns, args.kmsKeyArn), startManagedPolicies).arn;
    const executionRoleArn = args.executionRoleArn ?? start();
    const task = role("task", [...permissions, tracing], []);
    return new aws.ecs.TaskDefinition(
      name,
      {
        family: serviceName,
        requiresCompatibilities: ["FARGATE"],
        networkMode: "awsvpc",
        cpu: String(size?.cpu),
        memory: String(size?.memory),
        executionRoleArn,
        taskRoleArn: task.arn,
        containerDefinitions: containerDefinitions(serviceName, workload, account.region, logGroup.name),
        volumes: volumes(workload),
      },
      child,
    );
  }
}

/** Write actions of X-Ray support no resource-level permissions. */
const tracing: Statement = {
  Effect: "Allow",
  Action: ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"],
  Resource: "*",
};

function faults({ workload, serviceName }: FargateServiceArgs, size: unknown): string[] {
  const found = workloadFaults(workload);
  if (size === undefined) {
    found.push(
      `cpu.limit and memory.limit must fit a Fargate task, got ${workload.cpu.limit} vCPU, ${workload.memory.limit} MiB`,
    );
  }
  if (!/^[a-z][a-z0-9-]{0,254}$/.test(serviceName)) {
    found.push(`serviceName must be lowercase letters, digits and hyphens, got "${serviceName}"`);
  }
  return found;
}

function volumes(workload: Workload): aws.types.input.ecs.TaskDefinitionVolume[] {
  return Object.entries(workload.volumes).map(([name, volume]) =>
    volume.kind === "scratch"
      ? { name }
      : {
          name,
          efsVolumeConfiguration: {
            fileSystemId: volume.fileSystemId,
            transitEncryption: "ENABLED",
            authorizationConfig: { accessPointId: volume.accessPointId, iam: "ENABLED" },
          },
        },
  );
}
