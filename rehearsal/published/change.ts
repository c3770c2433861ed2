import { correctionsOf } from "./corrections.ts";
import { published } from "./data.ts";
import { unpublished } from "./types.ts";

/** The inputs whose change certainly replaces a resource; nested inputs are dotted paths through objects and lists. */
export function replaces(type: string): readonly string[] {
  const known = cache.get(type);
  if (known !== undefined) return known;
  const corrections = correctionsOf.get(type) ?? [];
  const kept = new Set(corrections.flatMap(({ keeps = [] }) => keeps));
  const said = [...(published(type)?.replaces ?? []), ...(unpublished[type]?.replaces ?? [])];
  const found = [...said.filter((path) => !kept.has(path)), ...corrections.flatMap((each) => each.replaces ?? [])];
  const result = [...new Set(found)].sort();
  cache.set(type, result);
  return result;
}

const cache = new Map<string, readonly string[]>();

/**
 * Whether the provider deletes a resource before it makes its replacement, whatever its name
 * (pulumi-aws, provider/resource_overrides.go: DeleteBeforeReplace).
 */
export function deleteBeforeReplace(type: string): boolean {
  return deletedFirst.has(type);
}

const deletedFirst: ReadonlySet<string> = new Set([
  "aws:apigateway/integration:Integration",
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy",
  "aws:efs/mountTarget:MountTarget",
  "aws:iam/accountAlias:AccountAlias",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  "aws:iam/policyAttachment:PolicyAttachment",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
]);

/** How the provider names a resource whose name input is not given. */
export interface AutoName {
  input: string;
  separator: string;
  /** The longest name; the provider refuses to make a longer one. */
  max: number;
}

/**
 * The input that the provider fills in with a name. Where the program gives it, the provider deletes before it
 * replaces (pulumi-terraform-bridge, pkg/tfbridge/schema.go: nameRequiresDeleteBeforeReplace).
 */
export function autoName(type: string): AutoName | undefined {
  const special = autoNames[type];
  if (special === null || (special === undefined && !published(type)?.named)) return undefined;
  const [input = "name", max = 255, separator = "-"] = special ?? [];
  return { input, separator, max };
}

/** Exceptions from "name", 255 characters and "-" (pulumi-aws, provider/resource_overrides.go and autonaming.go). */
const autoNames: Readonly<Record<string, readonly [input: string, max?: number, separator?: string] | null>> = {
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": ["name", 255, "_"],
  "aws:cloudwatch/eventRule:EventRule": ["name", 64],
  "aws:cloudwatch/eventTarget:EventTarget": ["targetId"],
  "aws:ec2/keyPair:KeyPair": ["keyName"],
  "aws:efs/fileSystem:FileSystem": ["creationToken"],
  "aws:eks/fargateProfile:FargateProfile": ["fargateProfileName"],
  "aws:eks/nodeGroup:NodeGroup": ["nodeGroupName"],
  "aws:elasticache/cluster:Cluster": ["clusterId", 50],
  "aws:elasticache/replicationGroup:ReplicationGroup": ["replicationGroupId", 40],
  "aws:elasticsearch/domain:Domain": ["domainName", 28],
  "aws:iam/role:Role": ["name", 64],
  "aws:kms/alias:Alias": ["name", 238],
  "aws:lambda/function:Function": ["name", 64],
  "aws:lambda/permission:Permission": ["statementId", 100],
  "aws:mq/broker:Broker": ["brokerName", 55],
  "aws:msk/cluster:Cluster": ["clusterName"],
  "aws:msk/serverlessCluster:ServerlessCluster": ["clusterName"],
  "aws:opensearch/domain:Domain": ["domainName"],
  "aws:rds/instance:Instance": ["identifier"],
  "aws:route53/record:Record": null,
  "aws:s3/bucket:Bucket": ["bucket", 63],
  "aws:sns/topic:Topic": ["name", 80],
  "aws:sqs/queue:Queue": ["name", 80],
};
