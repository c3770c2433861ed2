import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { clientCommand, clientEnvironment, clientImage, type MasterSignIn, usersSql } from "../data/database-users.ts";
import type { Account } from "../iam/account.ts";
import { ServiceRole } from "../iam/service-role.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import type { Network } from "../network/network.ts";
import { outputs } from "../outputs.ts";
import { startManagedPolicies, startStatements } from "./task-start.ts";

/** Arguments of DatabaseUsersTask. */
export interface DatabaseUsersTaskArgs {
  /** Account of the database. */
  account: Account;
  /** Name of the task family and of the log group, for example gen-ai-database-users-main. */
  family: string;
  /** How the master user signs in. */
  master: MasterSignIn;
  /** Port of the database. */
  port: number;
  /** Users that are created and granted. */
  users: readonly string[];
  /** ARN of the ECS cluster. */
  clusterArn: pulumi.Input<string>;
  /** Network of the tasks. */
  network: Pick<Network, "privateSubnetIds">;
  /** Security group of the tasks, which the database admits. */
  securityGroupId: pulumi.Input<string>;
  /** ARN of the KMS key that encrypts the master user's secret. */
  kmsKeyArn: pulumi.Input<string>;
  /** Retention and KMS key of the log group. */
  logs: LogRetention;
}

/**
 * A Fargate task that creates the users of a database and lets them sign in with IAM. It runs every hour, and at once by the
 * command of the output; ECS reads the master user's password from Secrets Manager when the task starts.
 */
export class DatabaseUsersTask extends pulumi.ComponentResource {
  /** Shell command that runs the task now. */
  readonly runCommand: pulumi.Output<string>;

  constructor(name: string, args: DatabaseUsersTaskArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:workload:DatabaseUsersTask", name, {}, opts);
    const { account, clusterArn, network, securityGroupId } = args;
    const child = { parent: this };

    const execution = new ServiceRole(
      `${name}-execution`,
      {
        account,
        service: "ecs-tasks.amazonaws.com",
        statements: startStatements([args.master.secretArn], args.kmsKeyArn),
        managedPolicies: startManagedPolicies,
      },
      child,
    );
    // The container calls no API of AWS.
    const own = new ServiceRole(`${name}-task`, { account, service: "ecs-tasks.amazonaws.com", statements: [] }, child);
    const task = taskDefinition(name, args, { executionRoleArn: execution.arn, taskRoleArn: own.arn }, child);
    const scheduler = schedulerRole(name, args, task, [execution.arn, own.arn], child);
    new aws.scheduler.Schedule(
      name,
      {
        scheduleExpression: "rate(1 hour)",
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: clusterArn,
          roleArn: scheduler.arn,
          ecsParameters: {
            taskDefinitionArn: task.arn,
            launchType: "FARGATE",
            networkConfiguration: {
              subnets: network.privateSubnetIds,
              securityGroups: [securityGroupId],
              assignPublicIp: false,
            },
          },
          retryPolicy: { maximumEventAgeInSeconds: 900, maximumRetryAttempts: 3 },
        },
      },
      child,
    );

    this.runCommand = pulumi
      .all([clusterArn, network.privateSubnetIds, securityGroupId, task.arn])
      .apply(([cluster, subnets, group, definition]) =>
        [
          `aws ecs run-task --region ${account.region} --cluster ${cluster} --task-definition ${definition}`,
          `--launch-type FARGATE --network-configuration 'awsvpcConfiguration={subnets=[${subnets.join(",")}],securityGroups=[${group}]}'`,
        ].join(" "),
      );
    this.registerOutputs(outputs(this));
  }
}

/** Runs any revision of the task in the cluster, with its two roles. */
function schedulerRole(
  name: string,
  { account, clusterArn }: DatabaseUsersTaskArgs,
  task: aws.ecs.TaskDefinition,
  roleArns: pulumi.Output<string>[],
  child: pulumi.CustomResourceOptions,
): ServiceRole {
  const anyRevision = task.arn.apply((arn) => `${arn.slice(0, arn.lastIndexOf(":"))}:*`);
  const tasks = { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } };
  return new ServiceRole(
    `${name}-schedule`,
    {
      account,
      service: "scheduler.amazonaws.com",
      trustCondition: { StringEquals: { "aws:SourceAccount": account.accountId } },
      statements: [
        {
          Effect: "Allow",
          Action: "ecs:RunTask",
          Resource: anyRevision,
          Condition: { ArnEquals: { "ecs:cluster": clusterArn } },
        },
        { Effect: "Allow", Action: "iam:PassRole", Resource: roleArns, Condition: tasks },
      ],
    },
    child,
  );
}

function taskDefinition(
  name: string,
  { account, family, master, port, users, logs }: DatabaseUsersTaskArgs,
  roles: Pick<aws.ecs.TaskDefinitionArgs, "executionRoleArn" | "taskRoleArn">,
  child: pulumi.CustomResourceOptions,
): aws.ecs.TaskDefinition {
  const { retentionInDays, kmsKeyArn } = logs;
  const group = new aws.cloudwatch.LogGroup(
    name,
    { name: `/ecs/${family}`, retentionInDays, kmsKeyId: kmsKeyArn },
    child,
  );
  const environment = clientEnvironment(master, port, usersSql(master.database, users));
  return new aws.ecs.TaskDefinition(
    name,
    {
      family,
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: "256",
      memory: "512",
      ...roles,
      containerDefinitions: pulumi.jsonStringify([
        {
          name: "users",
          image: clientImage,
          essential: true,
          user: "10001",
          readonlyRootFilesystem: true,
          privileged: false,
          linuxParameters: { initProcessEnabled: true },
          command: ["sh", "-c", clientCommand],
          environment: Object.entries(environment).map(([variable, value]) => ({ name: variable, value })),
          secrets: [{ name: "PGPASSWORD", valueFrom: pulumi.interpolate`${master.secretArn}:password::` }],
          portMappings: [],
          mountPoints: [],
          logConfiguration: {
            logDriver: "awslogs",
            options: {
              "awslogs-group": group.name,
              "awslogs-region": account.region,
              "awslogs-stream-prefix": "users",
            },
          },
        },
      ]),
    },
    child,
  );
}
