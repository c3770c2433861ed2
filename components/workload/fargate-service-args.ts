import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import type { Network } from "../network/network.ts";
import type { StoredSecret, Workload } from "./workload.ts";

/** Arguments of FargateService. */
export interface FargateServiceArgs {
  /** Account of the service. */
  account: Account;
  /** Name of the service and its task definition family. */
  serviceName: string;
  /** Workload, whose secrets are in Secrets Manager. */
  workload: Workload & {
    /** Environment variables whose values are secrets in Secrets Manager. */
    secrets: Readonly<Record<string, StoredSecret>>;
  };
  /** ECS cluster with its Service Connect namespace. */
  cluster: {
    /** Name of the ECS cluster. */
    clusterName: pulumi.Input<string>;
    /** ARN of the ECS cluster. */
    arn: pulumi.Input<string>;
    /** ARN of the Service Connect namespace (AWS Cloud Map). */
    namespaceArn: pulumi.Input<string>;
  };
  /** Network of the tasks, which are in the private subnets without public addresses. */
  network: Pick<Network, "privateSubnetIds">;
  /** Security group of the tasks. */
  securityGroupId: pulumi.Input<string>;
  /** ARN of the gateway's target group. @default none: reachable through Service Connect only */
  targetGroupArn?: pulumi.Input<string>;
  /** Statements of the task role. @default [] */
  permissions?: readonly Statement[];
  /** ARN of a shared task execution role. @default a role that reads the workload's secrets */
  executionRoleArn?: pulumi.Input<string>;
  /** ARN of the KMS key of the workload's secrets. */
  kmsKeyArn: pulumi.Input<string>;
  /** Retention and KMS key of the log group /ecs/<serviceName>. */
  logs: LogRetention;
}
