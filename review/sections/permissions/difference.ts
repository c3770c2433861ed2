import { text } from "../../../commands/inputs.ts";
import { parsePolicy, type Statement } from "../../../policy-pack/checks/iam-policy.ts";
import type { Row, Table } from "../../block.ts";
import { shortType } from "../../components.ts";
import type { Level } from "../../level.ts";
import type { Plan, Resource } from "../../section.ts";

/** What a policy or an attachment of a role gained or lost. */
export interface Difference {
  what: "widened" | "narrowed";
  policy: string;
  detail: string;
}

const types = [
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/role:Role",
];

/**
 * What roles may do in one plan and not in the other. A plan knows a policy's text where every value in it is known; else
 * its references are compared: the resources that its statements take ARNs from.
 */
export function differences(now: Plan, before: Plan): Difference[] {
  const [own, old] = [now, before].map(
    ({ resources }) => new Map(resources.filter(({ type }) => types.includes(type)).map((each) => [each.urn, each])),
  );
  const all = [...new Set([...(own?.keys() ?? []), ...(old?.keys() ?? [])])];
  const found = all.flatMap((urn) => between(own?.get(urn), old?.get(urn)));
  return found.toSorted((one, other) => other.what.localeCompare(one.what));
}

function between(now: Resource | undefined, before: Resource | undefined): Difference[] {
  const policy = now?.name ?? before?.name ?? "";
  const [own, old] = [facts(now), facts(before)];
  const changed = [
    ...own
      .filter(({ detail }) => !old.some((each) => each.detail === detail))
      .map((each) => ({ ...each, gained: true })),
    ...old
      .filter(({ detail }) => !own.some((each) => each.detail === detail))
      .map((each) => ({ ...each, gained: false })),
  ];
  // A denial that is gone widens.
  return changed.map(({ detail, allows, gained }): Difference => {
    return { what: allows === gained ? "widened" : "narrowed", policy, detail };
  });
}

interface Fact {
  detail: string;
  allows: boolean;
}

/** Everything that a role's resource allows or denies, one line each; nothing where it does not exist. */
function facts(resource: Resource | undefined): Fact[] {
  if (resource === undefined) return [];
  const { type, inputs } = resource;
  const allowed = (detail: string): Fact => ({ detail, allows: true });
  if (type.endsWith("RolePolicyAttachment"))
    return [allowed(`managed policy ${text(inputs, "policyArn") ?? "unknown"}`)];
  const key = type.endsWith(":Role") ? "assumeRolePolicy" : "policy";
  const document = text(inputs, key);
  const parsed = document === undefined ? undefined : parsePolicy(document);
  if (parsed !== undefined) return parsed.flatMap((statement) => lines(key, statement));
  return (resource.propertyDependencies[key] ?? []).map((urn) => allowed(`${key} refers to ${named(urn)}`));
}

function lines(key: string, statement: Statement): Fact[] {
  const { allows, actions, notActions, resources, principals, conditions } = statement;
  const on = resources.length > 0 ? ` on ${resources.join(", ")}` : "";
  const by = key === "assumeRolePolicy" ? ` by ${principals.map(({ name }) => name).join(", ")}` : "";
  const only = conditions.map((each) => `${each.key} ${each.operator} ${each.values.join("|")}`).join(", ");
  const what = notActions.length > 0 ? [`all but ${notActions.join(", ")}`] : actions;
  return what.map((action) => {
    const detail = `${allows ? "" : "denies "}${action}${on}${by}${only === "" ? "" : ` if ${only}`}`;
    return { detail, allows };
  });
}

function named(urn: string): string {
  const [, , kinds = "", ...name] = urn.split("::");
  return `${shortType(kinds.split("$").at(-1) ?? "")} ${name.join("::")}`;
}

const levels: Readonly<Record<Difference["what"], Level>> = { widened: "bad", narrowed: "good" };

/** The differences, what is widened first. */
export function differenceTable(found: readonly Difference[]): Table {
  return {
    kind: "table",
    title: "Against the plan",
    columns: [
      { title: "Change", kind: "level" },
      { title: "Policy", kind: "text" },
      { title: "What is allowed or denied", kind: "code" },
    ],
    rows: found.map(({ what, policy, detail }): Row => ({ cells: [what, policy, detail], level: levels[what] })),
    empty: "No role may do more or less.",
  };
}
