/** AWS account and Region of a component, as plain data so that ARNs are known at preview. */
export interface Account {
  /** AWS account ID, 12 digits. */
  readonly accountId: string;
  /** AWS Region code, for example us-east-1. */
  readonly region: string;
  /** ARN partition of the Region: aws, aws-cn or aws-us-gov. */
  readonly partition: string;
}

/** The account in one Region; the partition follows from the Region code. */
export function account(accountId: string, region: string): Account {
  const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  return { accountId, region, partition };
}

/** ARN of a resource in the account's Region. */
export function arn(of: Account, service: string, resource: string): string {
  return `arn:${of.partition}:${service}:${of.region}:${of.accountId}:${resource}`;
}

/** ARN of an IAM role, policy or user of the account. */
export function iamArn(of: Account, resource: string): string {
  return `arn:${of.partition}:iam::${of.accountId}:${resource}`;
}

/** ARN of an AWS managed policy, by name with path. */
export function managedPolicyArn(of: Pick<Account, "partition">, policy: string): string {
  return `arn:${of.partition}:iam::aws:policy/${policy}`;
}
