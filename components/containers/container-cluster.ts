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

/** An ECS cluster for Fargate with Container Insights, a Service Connect namespace and logged ECS Exec sessions. */
export class ContainerCluster extends pulumi.ComponentResource {
  /** Name of the cluster. */
  readonly clusterName: pulumi.Output<string>;
  /** ARN of the cluster, known when its capacity providers are associated. */
  readonly arn: pulumi.Output<string>;
  /** ARN of the Service Connect namespace. */
  readonly namespaceArn: pulumi.Output<string>;

  constructor(name: string, args: ContainerClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:containers:ContainerCluster", name, {}, opts);
    const child = { parent: this };

    const namespace = new aws.servicediscovery.HttpNamespace(
      name,
      { name: args.clusterName, description: `Service Connect of ${args.clusterName}` },
      child,
    );
    const sessions = new aws.cloudwatch.LogGroup(
      `${name}-exec`,
      {
        name: `/aws/ecs/${args.clusterName}/exec`,
        retentionInDays: args.logs.retentionInDays,
        kmsKeyId: args.logs.kmsKeyArn,
      },
      child,
    );
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
      child,
    );
    const capacity = new aws.ecs.ClusterCapacityProviders(
      name,
      {
        clusterName: cluster.name,
        capacityProviders: ["FARGATE", "FARGATE_SPOT"],
        // One task runs on capacity without interruptions.
        defaultCapacityProviderStrategies: [
          { capacityProvider: "FARGATE", base: 1, weight: args.capacity === "FARGATE" ? 1 : 0 },
          { capacityProvider: "FARGATE_SPOT", weight: args.capacity === "FARGATE_SPOT" ? 1 : 0 },
        ],
      },
      child,
    );

    this.clusterName = cluster.name;
    this.arn = pulumi.all([cluster.arn, capacity.id]).apply(([arn]) => arn);
    this.namespaceArn = namespace.arn;
    this.registerOutputs(outputs(this));
  }
}
