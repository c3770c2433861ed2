import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import type { Network } from "../network/network.ts";
import type { OpenSearchVersion } from "../versions.ts";
import type { Callers } from "./store-security-group.ts";

/** Data nodes of a domain. */
export interface DataNodes {
  /** Instance type, for example r7g.large.search. */
  instanceType: string;
  /** Number of nodes, a multiple of the number of Availability Zones. */
  count: number;
  /** Size of the gp3 volume of each node, in GiB. */
  volumeSize: number;
}

/** Master nodes: the data nodes, or an odd number of dedicated master nodes. */
export type MasterNodes =
  | {
      /** The data nodes are master-eligible. */
      kind: "dataNodes";
    }
  | {
      /** Dedicated master nodes. */
      kind: "dedicated";
      /** Instance type, for example m7g.large.search. */
      instanceType: string;
      /** Number of dedicated master nodes. */
      count: 3 | 5;
    };

/** Access to a domain, by IAM and fine-grained access control. */
export interface SearchAccess {
  /** ARN of the IAM role that is master user of fine-grained access control. */
  masterRoleArn: pulumi.Input<string>;
  /** ARNs of other IAM roles that may send requests; the master user maps them to OpenSearch roles. @default [] */
  callerRoleArns?: readonly pulumi.Input<string>[];
}

/** Arguments of Search. */
export interface SearchArgs {
  /** Account of the domain. */
  account: Account;
  /** Name of the domain. @default name, the component's own */
  domainName?: string;
  /** Version of OpenSearch. */
  version: OpenSearchVersion;
  /** Network of the domain. */
  network: Pick<Network, "vpcId" | "databaseSubnetIds">;
  /** Number of Availability Zones, the first ones of the network; another number replaces the domain. */
  zones: 1 | 2 | 3;
  /** Data nodes. */
  dataNodes: DataNodes;
  /** Master nodes. */
  masterNodes: MasterNodes;
  /** Security groups that may connect, by the name of the caller. */
  admit: Callers;
  /** IAM roles with access. */
  access: SearchAccess;
  /** ARN of the KMS key; another key replaces the domain. */
  kmsKeyArn: pulumi.Input<string>;
  /** Retention and KMS key of the log groups; audit logs and slow logs also need settings in OpenSearch. */
  logs: LogRetention;
  /** Start of the daily off-peak window of ten hours in UTC, for example 22:00. */
  offPeakWindowStart: string;
}
