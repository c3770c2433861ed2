import * as pulumi from "@pulumi/pulumi";
import { DeliveryRole } from "../components/delivery/delivery-role.ts";
import { DeployerBoundary } from "../components/delivery/deployer-boundary.ts";
import type { GithubProvider } from "../components/delivery/github-provider.ts";
import type { StateBackend } from "../components/delivery/state-backend.ts";
import { type Account, iamArn } from "../components/iam/account.ts";
import type { Statement } from "../components/iam/policy-document.ts";
import { partNames } from "../layers/parts/order.ts";
import type { AccountDefinition, StackRoles } from "./definition.ts";

interface DeliveryRolesArgs {
  account: Account;
  repository: string;
  definition: AccountDefinition;
  state: StateBackend;
  github: GithubProvider;
  /** The policy documents of a role, such as prod.deployer or prod.stores. */
  policies: (role: string) => readonly string[];
}

/** The roles of every stack: one that previews, one that updates, and one for each part where the stack has parts. */
export function deliveryRoles(args: DeliveryRolesArgs, opts: pulumi.ComponentResourceOptions) {
  const { account, repository, definition, state, github, policies } = args;
  const stacks = Object.entries(definition.stacks);
  const boundary = new DeployerBoundary(
    "deployer-boundary",
    {
      account,
      policyName: "platform-deployer-boundary",
      stateBucketArn: state.bucketArn,
      stateKeyArn: state.keyArn,
      keptRoles: stacks.flatMap(([, roles]) => roleNames(roles).map((name) => iamArn(account, `role/${name}`))),
    },
    opts,
  );
  const common = { providerArn: github.arn, repository };
  const made = (role: string, roleName: string, environment: string, deploys: boolean) =>
    new DeliveryRole(
      role,
      {
        ...common,
        roleName,
        environment,
        policies: policies(role),
        statements: stateAccess(state, deploys),
        ...(deploys && { boundaryArn: boundary.arn }),
      },
      opts,
    ).arn;
  const table = (each: (stack: string, roles: StackRoles) => unknown) =>
    Object.fromEntries(stacks.map(([stack, roles]) => [stack, each(stack, roles)]));
  const partRoles = stacks.filter(([, { parts }]) => parts);
  return {
    previewRoles: table((stack, { previewer }) => made(`${stack}.previewer`, previewer, `preview-${stack}`, false)),
    deployRoles: table((stack, { deployer }) => made(`${stack}.deployer`, deployer, stack, true)),
    ...(partRoles.length > 0 && {
      partRoles: Object.fromEntries(
        partRoles.map(([stack, { deployer }]) => [
          stack,
          Object.fromEntries(
            partNames.map((part) => [part, made(`${stack}.${part}`, `${deployer}-${part}`, stack, true)]),
          ),
        ]),
      ),
    }),
  };
}

function roleNames({ deployer, previewer, parts }: StackRoles): string[] {
  return [previewer, deployer, ...(parts ? partNames.map((part) => `${deployer}-${part}`) : [])];
}

/**
 * A preview reads the states and decrypts their secrets, and saves its plan. An update writes them, and its lock.
 * https://www.pulumi.com/docs/iac/concepts/state-and-backends/ names the permissions of an S3 backend.
 */
function stateAccess({ bucketArn, keyArn }: StateBackend, writes: boolean): Statement[] {
  const objects = (prefix: string) => pulumi.interpolate`${bucketArn}/${prefix}`;
  const allow = (Action: string[], Resource: pulumi.Output<string>): Statement => ({
    Effect: "Allow",
    Action,
    Resource,
  });
  return [
    allow(["s3:GetBucketLocation", "s3:ListBucket"], bucketArn),
    allow(writes ? ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"] : ["s3:GetObject"], objects(".pulumi/*")),
    allow(writes ? ["s3:GetObject"] : ["s3:PutObject"], objects("plans/*")),
    allow(["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"], keyArn),
  ];
}
