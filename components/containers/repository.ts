import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { imageLifecycle } from "./image-lifecycle.ts";

/** Arguments of Repository. */
export interface RepositoryArgs {
  /** Physical name of the repository. @default auto-named */
  repositoryName?: string;
  /** ARN of the KMS key that encrypts the images. */
  kmsKeyArn: pulumi.Input<string>;
  /** Number of tagged images that are kept. @default 30 */
  keptImages?: number;
}

/** An ECR repository with immutable tags, scan on push, and a lifecycle policy that expires untagged images after 14 days. */
export class Repository extends pulumi.ComponentResource {
  /** URL of the repository, without a tag. */
  readonly repositoryUrl: pulumi.Output<string>;
  /** ARN of the repository. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: RepositoryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:containers:Repository", name, {}, opts);
    const { keptImages = 30 } = args;
    refuse(this, name, keptImages < 1 ? [`keptImages must be 1 or more, got ${keptImages}`] : []);
    const child = { parent: this };

    const repository = new aws.ecr.Repository(
      name,
      {
        ...(args.repositoryName !== undefined && { name: args.repositoryName }),
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: args.kmsKeyArn }],
        forceDelete: false,
      },
      child,
    );
    new aws.ecr.LifecyclePolicy(name, { repository: repository.name, policy: imageLifecycle(keptImages) }, child);

    this.repositoryUrl = repository.repositoryUrl;
    this.arn = repository.arn;
    this.registerOutputs(outputs(this));
  }
}
