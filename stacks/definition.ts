/** How strict a stack is: it decides tags and the levels of the policy pack. */
export type Environment = "dev" | "staging" | "prod";

/** What a stack is: how big, how safe, which capabilities. Where it runs is in its Pulumi.<stack>.yaml. */
export interface StackDefinition {
  /** Tags that every resource carries. */
  tags: {
    project: string;
    environment: Environment;
    owner: string;
    "cost-center": string;
    "data-class": "public" | "internal" | "confidential";
  };
  /** Whether what holds data or identity refuses to be deleted, in AWS and in Pulumi. */
  deletionProtection: boolean;
  /** Days that log groups keep their events. */
  logRetentionInDays: number;
}
