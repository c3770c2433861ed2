import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import type { Network } from "../network/network.ts";
import type { StoredSecret, Workload } from "./workload.ts";

export interface FargateServiceArgs {
  /** Account of the service. */
  account: Account;
  /** Physical name of the service and of its task definition family. */
  serviceName: string;
  /** What runs; its secrets are in Secrets Manager. */
  workload: Workload & {
    /** Environment variables whose values are secrets in Secrets Manager. */
    secrets: Readonly<Record<string, StoredSecret>>;
  };
  /** Cluster, and the Service Connect namespace in which other services find this one by its name. */
  cluster: {
    /** Name of the ECS cluster. */
    clusterName: pulumi.Input<string>;
    /** ARN of the ECS cluster. */
    arn: pulumi.Input<string>;
    /** ARN of the Service Connect namespace (AWS Cloud Map). */
    namespaceArn: pulumi.Input<string>;
  };
  /** Network; tasks run in its private subnets without public addresses. */
  network: Pick<Network, "privateSubnetIds">;
  /** Security group of the tasks; it stands before the gateway that sends traffic to them. */
  securityGroupId: pulumi.Input<string>;
  /** Target group of the gateway that sends traffic here. @default none: called by other services only */
  targetGroupArn?: pulumi.Input<string>;
  /** What the code may do in AWS. @default [] */
  permissions?: readonly Statement[];
  /** Role that starts the tasks, shared with other services. @default a role that reads the workload's secrets alone */
  executionRoleArn?: pulumi.Input<string>;
  /** ARN of the KMS key that encrypts the workload's secrets. */
  kmsKeyArn: pulumi.Input<string>;
  /** Retention and key of the log group /ecs/<serviceName>. */
  logs: LogRetention;
}
