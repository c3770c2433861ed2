import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import type { Network } from "../network/network.ts";
import type { OpenSearchVersion } from "../versions.ts";
import type { Callers } from "./store-security-group.ts";

/** The nodes that hold data and answer. */
export interface DataNodes {
  /** Instance type, for example r7g.large.search. */
  instanceType: string;
  /** Number of nodes, the same in every zone. */
  count: number;
  /** Size of the gp3 volume of each node, in GiB. */
  volumeSize: number;
}

/** The nodes that lead the cluster: the data nodes themselves, or an odd number of nodes that do nothing else. */
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

/** Who may send requests: IAM decides who may send one at all, fine-grained access control what it may do. */
export interface SearchAccess {
  /** IAM role that administers fine-grained access control. */
  masterRoleArn: pulumi.Input<string>;
  /** IAM roles that may call, besides; the master maps them to roles of OpenSearch. @default [] */
  callerRoleArns?: readonly pulumi.Input<string>[];
}

export interface SearchArgs {
  /** Account of the domain. */
  account: Account;
  /** Name of the domain. @default name, the component's own */
  domainName?: string;
  /** Version of OpenSearch. */
  version: OpenSearchVersion;
  /** Network of the domain. */
  network: Pick<Network, "vpcId" | "databaseSubnetIds">;
  /** Number of zones that the nodes are spread over: the first ones of the network. Another number replaces the domain. */
  zones: 1 | 2 | 3;
  /** Data nodes. */
  dataNodes: DataNodes;
  /** Master nodes. */
  masterNodes: MasterNodes;
  /** Security groups that may connect, by the name of the caller; nobody else can. */
  admit: Callers;
  /** Roles that may call. */
  access: SearchAccess;
  /** ARN of the KMS key that encrypts indexes and snapshots; another one replaces the domain. */
  kmsKeyArn: pulumi.Input<string>;
  /** Retention and key of the log groups; the master also has to switch on audit logging, and slow logs need thresholds of each index. */
  logs: LogRetention;
  /** Start of the ten hours a day in which OpenSearch Service may update the domain, in UTC, for example 22:00. */
  offPeakWindowStart: string;
}
