import { choice, type Handed, list, optional, plainNumber, record, table, text, texts } from "./contract.ts";

/** Key of a Region's log groups, and the resource policy by which services write to them. */
const logGroups = record({ kmsKeyArn: text, deliveryPolicy: optional(text) });

const keys = record({ data: text, alarms: text, logs: logGroups, usEast1Logs: logGroups });

const network = record({
  vpcId: text,
  publicSubnetIds: texts,
  privateSubnetIds: texts,
  databaseSubnetIds: texts,
  databaseSubnetGroupName: text,
  flowLogs: optional(
    record({ kind: choice("bucket", "logGroup"), bucketName: optional(text), logGroupName: optional(text) }),
  ),
  natGatewayIds: optional(table(text)),
});

const cluster = record({
  clusterName: text,
  endpoint: text,
  securityGroupId: text,
  oidcProviderArn: text,
  kubeconfig: text,
  /** Names in EKS; an existing cluster has its owner's node groups. */
  nodeGroupNames: optional(table(text, ({ definition }) => definition.cluster?.nodeGroups)),
});

const capacity = record({
  capacityProvider: choice("FARGATE", "FARGATE_SPOT"),
  base: optional(plainNumber),
  weight: plainNumber,
});

const containers = record({
  cluster: record({ clusterName: text, arn: text, namespaceArn: text, capacityProviderStrategies: list(capacity) }),
  securityGroupId: text,
});

/** What the foundation hands to every other part. */
export const foundation = record({
  keys,
  network,
  cluster: optional(cluster, ({ definition }) => definition.cluster !== undefined),
  containers: optional(containers, ({ definition }) => definition.containers !== undefined),
  repositories: table(record({ repositoryUrl: text }), ({ definition }) => definition.repositories),
});

/** Keys of the home Region and of CloudFront's logs. */
export type Keys = Handed<typeof keys>;

export type FoundationContract = Handed<typeof foundation>;
