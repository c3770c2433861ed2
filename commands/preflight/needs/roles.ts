import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { serviceRoles } from "../../../rehearsal/account/service-roles.ts";
import { type Account, isAbsent } from "../../account/account.ts";
import { allTexts, text } from "../../inputs.ts";
import { type Graph, ofType } from "../graph.ts";
import { type Need, no, yes } from "../need.ts";

/** Service-linked roles that must exist before the update, and those that the stack creates. */
export function roleNeeds(graph: Graph): Need[] {
  const created = createdServices(graph);
  return [
    ...created.map(free),
    ...required(graph)
      .filter(({ service }) => !created.includes(service))
      .map(present),
  ];
}

/** Services whose role the stack creates. */
function createdServices(graph: Graph): string[] {
  const roles = ofType(graph, "aws:iam/serviceLinkedRole:ServiceLinkedRole");
  return [...new Set(roles.map(({ inputs }) => text(inputs, "awsServiceName")).filter((each) => each !== undefined))];
}

interface Required {
  service: string;
  role: string;
  because: string;
}

/** Roles that a policy of the stack names, and roles without which a service refuses a resource of the stack. */
function required(graph: Graph): Required[] {
  const named = graph.resources.flatMap(({ name, type, inputs }) =>
    allTexts(inputs).flatMap((each) =>
      [...each.matchAll(/:role\/aws-service-role\/([\w.-]+)\/(\w+)/g)].map(([, service = "", role = ""]) => ({
        service,
        role,
        because: `named by ${type.split(":").at(-1)} ${name}`,
      })),
    ),
  );
  const needed = serviceRoles.flatMap(({ service, role, neededBy = [] }) => {
    const [user] = ofType(graph, ...neededBy).filter(({ inputs }) => inputs["vpcOptions"] !== undefined);
    return user === undefined ? [] : [{ service, role, because: `needed by ${user.name}, which does not make it` }];
  });
  return [...new Map([...named, ...needed].map((each) => [each.role, each])).values()];
}

function present({ service, role, because }: Required): Need {
  return {
    subject: "service-linked roles",
    what: role,
    detail: because,
    ask: async (account) =>
      (await exists(role, account)) ? yes("") : no(`aws iam create-service-linked-role --aws-service-name ${service}`),
  };
}

/** An account has one role for a service: a second one is refused. */
function free(service: string): Need {
  const role = serviceRoles.find((each) => each.service === service)?.role;
  return {
    subject: "service-linked roles",
    what: `room for the role of ${service}`,
    detail: "the stack creates it, and an account has one for each service",
    ...(role === undefined
      ? {}
      : {
          ask: async (account: Account) =>
            (await exists(role, account)) ? no(`${role} exists${cure(service)}`) : yes(""),
        }),
  };
}

/** The key of the configuration that keeps the stack from creating a role. */
function cure(service: string): string {
  const keys = { "config.amazonaws.com": "config", "opensearchservice.amazonaws.com": "openSearchRole" };
  const key = Object.entries(keys).find(([each]) => each === service)?.[1];
  return key === undefined ? "" : `: set platform:accountServices.${key} to existing`;
}

async function exists(role: string, { config }: Account): Promise<boolean> {
  try {
    await new IAMClient(config).send(new GetRoleCommand({ RoleName: role }));
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}
