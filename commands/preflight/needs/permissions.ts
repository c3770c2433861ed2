import { IAMClient, paginateSimulatePrincipalPolicy } from "@aws-sdk/client-iam";
import type { Account } from "../../account/account.ts";
import { every } from "../../account/finder.ts";
import { text } from "../../inputs.ts";
import type { Graph } from "../graph.ts";
import { type Answer, type Need, no, yes } from "../need.ts";
import { permissionsOf } from "../permissions/policy.ts";

/** The actions of the deployer. */
export function permissionNeeds(graph: Graph): Need[] {
  const { actions, unlisted } = permissionsOf(graph);
  const services = new Set(actions.map((action) => action.split(":")[0]));
  const all: Need = {
    subject: "permissions",
    what: `${actions.length} IAM actions of ${services.size} services`,
    detail: "of the deployer; --policy FILE writes them",
    items: actions,
    ask: (account) => simulate(text(graph.config, "deployer"), graph, actions, account),
  };
  const rest = unlisted.map(
    (type): Need => ({ subject: "permissions", what: type, detail: "its actions are not known: look them up" }),
  );
  return [all, ...rest];
}

/** IAM answers for this many actions at a time. */
const batch = 100;

/** IAM tells what a role may do, without doing it. */
async function simulate(
  role: string | undefined,
  { regions }: Graph,
  actions: readonly string[],
  { caller, config }: Account,
): Promise<Answer> {
  const client = new IAMClient(config);
  const region = {
    ContextKeyName: "aws:RequestedRegion",
    ContextKeyType: "string",
    ContextKeyValues: regions.slice(0, 1),
  } as const;
  const denied: (string | undefined)[] = [];
  for (let start = 0; start < actions.length; start += batch) {
    const asked = {
      PolicySourceArn: role ?? caller,
      ActionNames: actions.slice(start, start + batch),
      ContextEntries: [region],
    };
    const results = await every(paginateSimulatePrincipalPolicy({ client }, asked), (page) => page.EvaluationResults);
    denied.push(...results.filter((each) => each.EvalDecision !== "allowed").map((each) => each.EvalActionName));
  }
  if (denied.length === 0) return yes("");
  return no(`${denied.length} denied: ${denied.slice(0, 10).join(", ")}${denied.length > 10 ? " …" : ""}`);
}
