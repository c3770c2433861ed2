import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type UpstreamRegistry, upstreamRegistries } from "../helm/image-registries.ts";
import { type Account, arn } from "../iam/account.ts";
import { policyDocument } from "../iam/policy-document.ts";
import { ServiceRole } from "../iam/service-role.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { imageLifecycle } from "./image-lifecycle.ts";

/** Registries that let ECR pull only with credentials. */
export type RegistryWithCredentials = Extract<UpstreamRegistry, "docker.io" | "ghcr.io">;

/** Arguments of ImageCache. */
export interface ImageCacheArgs {
  /** Account of the cache. */
  account: Account;
  /** ARN of the KMS key that encrypts the cached images. */
  kmsKeyArn: pulumi.Input<string>;
  /** ARNs of Secrets Manager secrets with the keys username and accessToken, by registry; ECR reads them with every update of an image. */
  credentials: Readonly<Record<RegistryWithCredentials, string>>;
  /** Number of tagged images that each repository keeps. @default 30 */
  keptImages?: number;
}

/** Registries whose host for ECR is not the one in names of images (ECR API: CreatePullThroughCacheRule). */
const hosts: Partial<Record<UpstreamRegistry, string>> = { "docker.io": "registry-1.docker.io" };

/**
 * ECR pull through cache: the registry of the account has copies of the charts' images, and pulls an image when it is first
 * asked for. An account has one rule for each registry and one registry policy per Region, so one stack has the component.
 */
export class ImageCache extends pulumi.ComponentResource {
  /** Prefixes of the cached repositories, known when their rules exist. */
  readonly prefixes: pulumi.Output<string>[];

  constructor(name: string, args: ImageCacheArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:containers:ImageCache", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };
    const { account, credentials } = args;

    const templates = this.templates(name, args);
    const policy = new aws.ecr.RegistryPolicy(name, { policy: pullersPolicy(account) }, child);
    const rules = upstreamRegistries.map((registry) => {
      const credentialArn = Object.entries(credentials).find(([each]) => each === registry)?.[1];
      return new aws.ecr.PullThroughCacheRule(
        `${name}-${registry}`,
        {
          ecrRepositoryPrefix: registry,
          upstreamRegistryUrl: hosts[registry] ?? registry,
          ...(credentialArn !== undefined && { credentialArn }),
        },
        // A repository keeps the settings that it was created with.
        { ...child, dependsOn: [...templates, policy] },
      );
    });

    this.prefixes = rules.map(({ ecrRepositoryPrefix }) => ecrRepositoryPrefix);
    this.registerOutputs(outputs(this));
  }

  /** Settings of the repositories that ECR creates for cached images. */
  private templates(
    name: string,
    { account, kmsKeyArn, keptImages = 30 }: ImageCacheArgs,
  ): aws.ecr.RepositoryCreationTemplate[] {
    const child = { parent: this };
    const maker = new ServiceRole(
      name,
      {
        account,
        service: "ecr.amazonaws.com",
        statements: [
          { Effect: "Allow", Action: ["ecr:CreateRepository", "ecr:TagResource"], Resource: repositories(account) },
          { Effect: "Allow", Action: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"], Resource: kmsKeyArn },
        ],
      },
      child,
    );
    return upstreamRegistries.map(
      (prefix) =>
        new aws.ecr.RepositoryCreationTemplate(
          `${name}-${prefix}`,
          {
            prefix,
            description: `Copies of images of ${prefix}`,
            appliedFors: ["PULL_THROUGH_CACHE"],
            customRoleArn: maker.arn,
            encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: kmsKeyArn }],
            // ECR then does not update an image whose tag upstream was moved (Amazon ECR User Guide: considerations).
            imageTagMutability: "IMMUTABLE",
            lifecyclePolicy: imageLifecycle(keptImages),
          },
          child,
        ),
    );
  }
}

function repositories(account: Account): string[] {
  return upstreamRegistries.map((prefix) => arn(account, "ecr", `repository/${prefix}/*`));
}

/** The first pull of an image creates its repository and imports it, on behalf of the node that pulls. */
function pullersPolicy(account: Account): pulumi.Output<string> {
  return policyDocument({
    Sid: "PullThroughCache",
    Effect: "Allow",
    Principal: "*",
    Action: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
    Resource: repositories(account),
    Condition: { StringEquals: { "aws:PrincipalAccount": account.accountId } },
  });
}

function faults({ account, credentials, keptImages = 30 }: ImageCacheArgs): string[] {
  const prefix = `arn:${account.partition}:secretsmanager:${account.region}:${account.accountId}:secret:ecr-pullthroughcache/`;
  return [
    ...(keptImages < 1 ? [`keptImages must be 1 or more, got ${keptImages}`] : []),
    ...Object.entries(credentials).flatMap(([registry, secret]) =>
      secret.startsWith(prefix)
        ? []
        : [`credentials["${registry}"] must be a secret whose ARN begins with ${prefix}, got "${secret}"`],
    ),
  ];
}
