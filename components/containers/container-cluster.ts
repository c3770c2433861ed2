import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { LogRetention } from "../logs/log-retention.ts";
import { outputs } from "../outputs.ts";

/** Arguments of ContainerCluster. */
export interface ContainerClusterArgs {
  /** Physical name of the cluster, also of its Service Connect namespace. */
  clusterName: string;
  /** CloudWatch Container Insights: enhanced adds metrics by task and container, at a higher price. */
  containerInsights: "enabled" | "enhanced";
  /** Default capacity provider of services; FARGATE_SPOT costs about a third and can be interrupted. */
  capacity: "FARGATE" | "FARGATE_SPOT";
  /** Retention and KMS key of the log group of ECS Exec sessions. */
  logs: LogRetention;
}

/** The share of the tasks that a capacity provider runs. */
export interface CapacityProviderStrategy {
  /** Capacity provider of Fargate. */
  capacityProvider: "FARGATE" | "FARGATE_SPOT";
  /** Number of tasks that it runs first. @default 0 */
  base?: number | undefined;
  /** Share of the further tasks, relative to the other weights. */
  weight: number;
}

/** An ECS cluster for Fargate with Container Insights, a Service Connect namespace and logged ECS Exec sessions. */
export class ContainerCluster extends pulumi.ComponentResource {
  /** Name of the cluster. */
  readonly clusterName: pulumi.Output<string>;
  /** ARN of the cluster, known when its capacity providers are associated. */
  readonly arn: pulumi.Output<string>;
  /** ARN of the Service Connect namespace. */
  readonly namespaceArn: pulumi.Output<string>;
  /** Capacity of services, by default and for each that says so. */
  readonly capacityProviderStrategies: readonly CapacityProviderStrategy[];

  constructor(name: string, args: ContainerClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:containers:ContainerCluster", name, {}, opts);
    const child = { parent: this };

    const namespace = new aws.servicediscovery.HttpNamespace(
      name,
      { name: args.clusterName, description: `Service Connect of ${args.clusterName}` },
      child,
    );
    // Container Insights creates its log group otherwise, without retention and KMS key.
    const insights = logGroup(
      `${name}-insights`,
      `/aws/ecs/containerinsights/${args.clusterName}/performance`,
      args,
      child,
    );
    const sessions = logGroup(`${name}-exec`, `/aws/ecs/${args.clusterName}/exec`, args, child);
    const cluster = new aws.ecs.Cluster(
      name,
      {
        name: args.clusterName,
        settings: [{ name: "containerInsights", value: args.containerInsights }],
        serviceConnectDefaults: { namespace: namespace.arn },
        configuration: {
          executeCommandConfiguration: {
            kmsKeyId: args.logs.kmsKeyArn,
            logging: "OVERRIDE",
            logConfiguration: { cloudWatchEncryptionEnabled: true, cloudWatchLogGroupName: sessions.name },
          },
        },
      },
      { ...child, dependsOn: insights },
    );
    // One task runs on capacity without interruptions.
    const strategies: CapacityProviderStrategy[] =
      args.capacity === "FARGATE"
        ? [{ capacityProvider: "FARGATE", base: 1, weight: 1 }]
        : [
            { capacityProvider: "FARGATE", base: 1, weight: 0 },
            { capacityProvider: "FARGATE_SPOT", weight: 1 },
          ];
    const capacity = new aws.ecs.ClusterCapacityProviders(
      name,
      {
        clusterName: cluster.name,
        capacityProviders: ["FARGATE", "FARGATE_SPOT"],
        defaultCapacityProviderStrategies: strategies,
      },
      child,
    );

    this.clusterName = cluster.name;
    this.arn = pulumi.all([cluster.arn, capacity.id]).apply(([arn]) => arn);
    this.namespaceArn = namespace.arn;
    this.capacityProviderStrategies = strategies;
    this.registerOutputs(outputs(this));
  }
}

function logGroup(
  name: string,
  groupName: string,
  { logs: { retentionInDays, kmsKeyArn } }: ContainerClusterArgs,
  child: pulumi.CustomResourceOptions,
): aws.cloudwatch.LogGroup {
  return new aws.cloudwatch.LogGroup(name, { name: groupName, retentionInDays, kmsKeyId: kmsKeyArn }, child);
}
