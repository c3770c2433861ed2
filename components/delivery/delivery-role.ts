import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, type Statement } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { github } from "./github-provider.ts";

/** Arguments of DeliveryRole. */
export interface DeliveryRoleArgs {
  /** Physical name of the role. */
  roleName: string;
  /** ARN of the OIDC provider of GitHub Actions. */
  providerArn: pulumi.Input<string>;
  /** Repository, as owner/name. */
  repository: string;
  /** Environment of the repository; jobs without it, or with another one, cannot assume the role. */
  environment: string;
  /** Policy documents, at most 10; each becomes a managed policy. */
  policies: readonly string[];
  /** Statements of the inline policy. @default [] */
  statements?: readonly pulumi.Input<Statement>[];
  /** ARN of the permissions boundary. @default none */
  boundaryArn?: pulumi.Input<string>;
  /** Session duration in seconds, 3600 to 43200. @default 7200 */
  maxSessionDuration?: number;
}

/** A managed policy has at most this many characters: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const limit = 6_144;

/** Managed policies of a role by default; Service Quotas can raise it: reference_iam-quotas.html#reference_iam-quotas-entities */
const most = 10;

/** An IAM role for the jobs of one environment of a GitHub repository. */
export class DeliveryRole extends pulumi.ComponentResource {
  /** ARN of the role, known when its policies are attached. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: DeliveryRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:delivery:DeliveryRole", name, {}, opts);
    const { roleName, policies, statements = [], boundaryArn, maxSessionDuration = 7200 } = args;
    refuse(this, name, faults(args));
    const child = { parent: this };

    const role = new aws.iam.Role(
      name,
      {
        name: roleName,
        assumeRolePolicy: trust(args),
        maxSessionDuration,
        ...(boundaryArn !== undefined && { permissionsBoundary: boundaryArn }),
      },
      child,
    );
    const attached = policies.map((policy, index) => {
      const own = `${name}-${index + 1}`;
      const { arn } = new aws.iam.Policy(own, { name: `${roleName}-${index + 1}`, policy }, child);
      return new aws.iam.RolePolicyAttachment(own, { role: role.name, policyArn: arn }, child);
    });
    const inline =
      statements.length === 0
        ? []
        : [new aws.iam.RolePolicy(name, { role: role.name, policy: policyDocument(...statements) }, child)];

    const known = pulumi.all([...attached, ...inline].map(({ id }) => id));
    this.arn = pulumi.all([role.arn, known]).apply(([arn]) => arn);
    this.registerOutputs(outputs(this));
  }
}

/** https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws */
function trust({ providerArn, repository, environment }: DeliveryRoleArgs): pulumi.Output<string> {
  return policyDocument({
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${github.host}:aud`]: github.audience,
        [`${github.host}:sub`]: `repo:${repository}:environment:${environment}`,
      },
    },
  });
}

function faults({ repository, environment, policies }: DeliveryRoleArgs): string[] {
  const long = policies.map((policy) => policy.replaceAll(/\s/g, "").length).filter((length) => length > limit);
  return [
    ...(/^[\w.-]+\/[\w.-]+$/.test(repository) ? [] : [`repository must be owner/name, got "${repository}"`]),
    // A wildcard would be text to StringEquals, and a colon would end the environment in the token's subject.
    ...(/^[\w.-]+$/.test(environment)
      ? []
      : [`environment must have no blank, colon or wildcard, got "${environment}"`]),
    ...long.map((length) => `policies must have at most ${limit} characters each, got ${length}`),
    ...(policies.length > most ? [`policies must be at most ${most}, got ${policies.length}`] : []),
  ];
}
