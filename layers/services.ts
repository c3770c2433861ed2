import * as pulumi from "@pulumi/pulumi";
import { ServiceRole } from "../components/iam/service-role.ts";
import { FargateService, type FargateServiceArgs } from "../components/workload/fargate-service.ts";
import { startManagedPolicies, startStatements } from "../components/workload/task-start.ts";
import type { Workload } from "../components/workload/workload.ts";
import type { Context } from "./context.ts";
import type { Edge, Identity } from "./contracts/edge.ts";
import type { Foundation } from "./contracts/handed.ts";
import type { Intelligence, Stores } from "./contracts/stores.ts";
import { endpoints } from "./endpoints.ts";
import type { FoundationDefinition } from "./foundation.ts";
import { permissions, type Uses } from "./permissions.ts";
import { type ByName, each, rows } from "./table.ts";

/** Services on ECS. */
export interface ServicesDefinition {
  /** Services on ECS; a route of the gateway that has a service's name leads to it. */
  services?: ByName<ServiceDefinition>;
}

/** One service: how big it is, what it runs, and what it uses of the stack. */
export interface ServiceDefinition extends Omit<Workload, "image" | "environment" | "secrets" | "volumes" | "runsOn"> {
  /** Physical name of the service. */
  serviceName: string;
  /** Repository of the image, and its tag. */
  image: { repository: string; tag: string };
  /** Environment variables whose values are secrets of the stack, or one key of them. */
  secrets?: ByName<{ secret: string; key?: string }>;
  /** Directories that it may write to by name; they are empty at each start. */
  scratch?: ByName<string>;
  /** Environment variables, besides those that say where it finds what it uses. */
  environment?: Workload["environment"];
  /** What it uses of the stack. */
  uses: Uses;
}

type Definition = ServicesDefinition & Pick<FoundationDefinition, "containers">;
type Stack = Foundation & Stores & Intelligence & Edge & Identity;

/** Services on ECS, each with what it uses. */
export function services(context: Context, definition: Definition, stack: Stack): ByName<FargateService> {
  const { containers, repositories, network, gateway } = stack;
  if (containers === undefined) return {};
  const { home, common } = context;
  const { logRetentionInDays: retentionInDays = common.logs.retentionInDays } = definition.containers ?? {};
  const executionRoleArn = sharedExecutionRole(context, definition, stack);
  return each(definition.services, (name, { serviceName, uses, image, secrets, scratch, ...workload }) => {
    const targetGroupArn = gateway?.targetGroupArns[name];
    const args: FargateServiceArgs = {
      ...common,
      logs: { ...common.logs, retentionInDays },
      serviceName,
      network,
      cluster: containers.cluster,
      securityGroupId: containers.securityGroupId,
      permissions: permissions(uses, context, stack),
      ...(targetGroupArn && { targetGroupArn }),
      ...(executionRoleArn && { executionRoleArn }),
      workload: {
        ...workload,
        image: pulumi.interpolate`${repositories[image.repository]?.repositoryUrl}:${image.tag}`,
        environment: { ...endpoints(uses, stack), ...workload.environment },
        secrets: each(secrets, (_, { secret, ...key }) => ({ secretArn: stack.secrets[secret]?.arn ?? "", ...key })),
        volumes: each(scratch, (_, path) => ({ kind: "scratch", path })),
      },
    };
    return new FargateService(`service-${name}`, args, home.opts);
  });
}

/** One role that starts the tasks of all services, where the definition names one; it reads the secrets of all. */
function sharedExecutionRole(
  { home, common }: Context,
  { containers, services: all }: Definition,
  stack: Stores,
): pulumi.Output<string> | undefined {
  const roleName = containers?.executionRoleName;
  if (roleName === undefined) return undefined;
  const used = rows(all).flatMap(([, { secrets }]) => rows(secrets));
  const names = [...new Set(used.map(([, { secret }]) => secret))];
  const role = new ServiceRole(
    "task-execution",
    {
      account: home.account,
      service: "ecs-tasks.amazonaws.com",
      roleName,
      managedPolicies: startManagedPolicies,
      statements: startStatements(
        names.flatMap((name) => stack.secrets[name]?.arn ?? []),
        common.kmsKeyArn,
      ),
    },
    home.opts,
  );
  return role.arn;
}
