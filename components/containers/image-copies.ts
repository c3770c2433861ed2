import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Account, arn } from "../iam/account.ts";
import { ServiceRole } from "../iam/service-role.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { imageLifecycle } from "./image-lifecycle.ts";

/** Arguments of ImageCopies. */
export interface ImageCopiesArgs {
  /** Account, in the second Region. */
  account: Account;
  /** Prefixes of the names of the repositories that are replicated. */
  prefixes: readonly string[];
  /** ARN of the KMS key in the second Region. */
  kmsKeyArn: pulumi.Input<string>;
  /** Number of tagged images that each repository keeps; deletions are not replicated. @default 30 */
  keptImages?: number;
}

/**
 * Repository creation templates for replicated repositories: KMS encryption, immutable tags and a lifecycle policy.
 * It needs a provider of the second Region, and an account has it once.
 */
export class ImageCopies extends pulumi.ComponentResource {
  /** Region code of the replicated repositories. */
  readonly region: string;

  constructor(name: string, args: ImageCopiesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:containers:ImageCopies", name, {}, opts);
    const { keptImages = 30 } = args;
    refuse(this, name, keptImages < 1 ? [`keptImages must be 1 or more, got ${keptImages}`] : []);
    const child = { parent: this };

    const { account, kmsKeyArn, prefixes } = args;
    const repositories = prefixes.map((prefix) => arn(account, "ecr", `repository/${prefix}*`));
    const maker = new ServiceRole(
      name,
      {
        account,
        service: "ecr.amazonaws.com",
        statements: [
          {
            Effect: "Allow",
            Action: ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"],
            Resource: repositories,
          },
          { Effect: "Allow", Action: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"], Resource: kmsKeyArn },
        ],
      },
      child,
    );
    new aws.ecr.RepositoryCreationTemplate(
      name,
      {
        // A prefix is a namespace that ends in a slash; ROOT is for repositories without one.
        prefix: "ROOT",
        description: "Copies of images from another Region",
        appliedFors: ["REPLICATION"],
        customRoleArn: maker.arn,
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: kmsKeyArn }],
        imageTagMutability: "IMMUTABLE",
        lifecyclePolicy: imageLifecycle(keptImages),
      },
      child,
    );

    this.region = account.region;
    this.registerOutputs(outputs(this));
  }
}
