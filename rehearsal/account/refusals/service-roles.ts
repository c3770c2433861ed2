import { hasRole, roleOf } from "../effects.ts";
import type { Refusal } from "../refusal.ts";
import { serviceOf, serviceRoles } from "../service-roles.ts";
import { api } from "./sources.ts";

/** A service that does not make its role must have it before. */
const needed: Refusal[] = serviceRoles.flatMap(({ service, neededBy = [], role, source }) => {
  const [type] = neededBy;
  if (type === undefined) return [];
  const inputs = { vpcOptions: { subnetIds: ["subnet-0123456789abcdef0"] } };
  return [
    {
      name: `${service.split(".")[0]}-service-linked-role`,
      types: neededBy,
      on: ["create"],
      code: "ValidationException",
      source,
      check: ({ inputs, place }, account) =>
        inputs["vpcOptions"] === undefined || hasRole(service, place, account)
          ? undefined
          : `Before you can proceed, you must enable a service-linked role to give ${role} permissions to access your VPC.`,
      passes: { start: "lived-in", judged: { create: type, as: "inside", inputs } },
      refused: { judged: { create: type, as: "inside", inputs } },
    } satisfies Refusal,
  ];
});

const serviceLinkedRole = "aws:iam/serviceLinkedRole:ServiceLinkedRole";

/** An account has one role for a service, whether a stack made it or the service. */
const taken: Refusal = {
  name: "iam-service-linked-role-taken",
  types: [serviceLinkedRole],
  on: ["create"],
  code: "InvalidInput",
  source: api("iam", "CreateServiceLinkedRole"),
  check: (request, account) => {
    const service = serviceOf(request);
    if (typeof service !== "string" || !hasRole(service, request.place, account, request)) return undefined;
    return `Service role name ${roleOf(service).name} has been taken in this account, please try a different suffix.`;
  },
  passes: {
    judged: { create: serviceLinkedRole, as: "config", inputs: { awsServiceName: "config.amazonaws.com" } },
  },
  refused: {
    start: "lived-in",
    judged: { create: serviceLinkedRole, as: "config", inputs: { awsServiceName: "config.amazonaws.com" } },
  },
};

/** The roles that services have in an account. */
export const serviceLinkedRoles: readonly Refusal[] = [...needed, taken];
