import * as pulumi from "@pulumi/pulumi";
import { DeliveryRole } from "../components/delivery/delivery-role.ts";
import { DeployerBoundary } from "../components/delivery/deployer-boundary.ts";
import type { GithubProvider } from "../components/delivery/github-provider.ts";
import type { StateBackend } from "../components/delivery/state-backend.ts";
import { type Account, iamArn } from "../components/iam/account.ts";
import type { Statement } from "../components/iam/policy-document.ts";
import { partNames } from "../layers/parts/order.ts";
import type { AccountDefinition, StackRoles } from "./definition.ts";

/** One role of a stack. */
interface Role {
  /** Name of its policies, and its logical name: prod.previewer, prod.deployer, or prod.stores for a part. */
  of: string;
  roleName: string;
  /** Environment of the repository whose jobs assume it. */
  environment: string;
  /** Whether it updates. */
  deploys: boolean;
}

interface DeliveryRolesArgs {
  account: Account;
  repository: string;
  /** Regions of the stacks besides the account's. */
  otherRegions: readonly string[];
  definition: AccountDefinition;
  state: StateBackend;
  github: GithubProvider;
  /** The policy documents of a role, such as prod.deployer or prod.stores. */
  policies: (role: string) => readonly string[];
}

/** ARNs of the roles of every stack: one previews, one updates, and one updates each part where the stack has parts. */
export function deliveryRoles(args: DeliveryRolesArgs, opts: pulumi.ComponentResourceOptions) {
  const { account, repository, otherRegions, definition, state, github } = args;
  const roles = Object.entries(definition.stacks).flatMap(([stack, names]) => rolesOf(stack, names));
  const documents = new Map(roles.map(({ of }) => [of, args.policies(of)]));
  const boundary = new DeployerBoundary(
    "deployer-boundary",
    {
      account,
      policyName: "platform-deployer-boundary",
      services: servicesOf([...documents.values()].flat()),
      regions: [account.region, ...otherRegions],
      stateBucketArn: state.bucketArn,
      stateKeyArn: state.keyArn,
      keptRoles: roles.map(({ roleName }) => iamArn(account, `role/${roleName}`)),
    },
    opts,
  );
  const made = roles.map(({ of, deploys, ...names }) => {
    const role = {
      ...names,
      providerArn: github.arn,
      repository,
      policies: documents.get(of) ?? [],
      statements: stateAccess(state, deploys),
      ...(deploys && { boundaryArn: boundary.arn }),
    };
    return [of, new DeliveryRole(of, role, opts).arn] as const;
  });
  return Object.fromEntries(made);
}

function rolesOf(stack: string, { previewer, deployer, parts }: StackRoles): Role[] {
  const updates = { environment: stack, deploys: true };
  return [
    { of: `${stack}.previewer`, roleName: previewer, environment: `preview-${stack}`, deploys: false },
    { of: `${stack}.deployer`, roleName: deployer, ...updates },
    ...(parts ? partNames : []).map((part) => ({
      of: `${stack}.${part}`,
      roleName: `${deployer}-${part}`,
      ...updates,
    })),
  ];
}

/** Prefixes of the services in policy documents; the boundary lets through S3 and KMS for the state in any case. */
function servicesOf(documents: readonly string[]): string[] {
  const actions = documents.flatMap((document) => [...document.matchAll(/"([a-z0-9-]+):[A-Z]\w*"/g)]);
  return [...new Set([...actions.map(([, service = ""]) => service), "s3", "kms"])].filter(isService).sort();
}

/** The keys of conditions have the same form as actions. */
function isService(prefix: string): boolean {
  return prefix !== "aws";
}

/**
 * A preview reads the states and decrypts their secrets, and saves its plan. An update writes them. A refresh takes the
 * lock of the stack, also where it only previews (Refresh in pkg/backend/diy/backend.go of Pulumi 3.255).
 */
function stateAccess({ bucketArn, keyArn }: StateBackend, writes: boolean): Statement[] {
  const allow = (Action: string[], Resource: pulumi.Output<string>): Statement => {
    return { Effect: "Allow", Action, Resource };
  };
  const objects = (prefix: string) => pulumi.interpolate`${bucketArn}/${prefix}`;
  return [
    allow(["s3:GetBucketLocation", "s3:ListBucket"], bucketArn),
    allow(writes ? ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"] : ["s3:GetObject"], objects(".pulumi/*")),
    allow(writes ? ["s3:GetObject"] : ["s3:PutObject"], objects("plans/*")),
    allow(["s3:PutObject", "s3:DeleteObject"], objects(".pulumi/locks/*")),
    allow(["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"], keyArn),
  ];
}
