import type { Block, Mark, Matrix, Row, Table } from "../block.ts";
import { shortType } from "../components.ts";
import { counted } from "../format.ts";
import type { Level } from "../level.ts";
import type { Content, Fact, Review, Section } from "../section.ts";
import { type Access, accessesOf, type Store, storesOf, widthOf, widths } from "./permissions/access.ts";
import { differences, differenceTable } from "./permissions/difference.ts";
import { type Role, rolesOf } from "./permissions/roles.ts";

/** A role with what it may do with each store, and the mark of each. */
interface Reach {
  role: Role;
  accesses: readonly { access: Access; mark: Mark }[];
}

async function make({ plan, made, against }: Review): Promise<Content> {
  const roles = rolesOf(made);
  const stores = storesOf(made);
  const workloads = await Promise.all(roles.filter(isOfWorkload).map((role) => reach(role, stores)));
  const services = await Promise.all(roles.filter((role) => !isOfWorkload(role)).map((role) => reach(role, stores)));
  const found = against === undefined ? [] : differences(plan, against);
  const blocks: Block[] = [
    ...(against === undefined ? [] : [differenceTable(found)]),
    matrix(workloads),
    accessTable("What each workload can do to which store", workloads, false),
    accessTable("What roles of services can do to stores", services, true),
    statementTable(roles),
    managedTable(roles),
  ];
  const widened = found.filter(({ what }) => what === "widened").length;
  const note =
    against === undefined
      ? `${workloads.length} of workloads`
      : `${widened} widened, ${found.length - widened} narrowed`;
  const level: Level = widened > 0 ? "warning" : "good";
  return {
    blocks,
    tiles: [{ label: "Roles", value: String(roles.length), note, level }],
    facts: [...workloads, ...services].flatMap((each) => facts(each, plan.resources)),
  };
}

function isOfWorkload({ workloads }: Role): boolean {
  return workloads.length > 0;
}

async function reach(role: Role, stores: readonly Store[]): Promise<Reach> {
  const accesses = accessesOf(role, stores).map(async (access) => ({ access, mark: await markOf(access) }));
  return { role, accesses: await Promise.all(accesses) };
}

const letters = { "Permissions management": "p", Write: "w", Tagging: "t", Read: "r", List: "l" } as const;

/** The access levels of the actions as letters; all resources, or the right to give rights, is more than a workload needs. */
async function markOf({ actions, everywhere }: Access): Promise<Mark> {
  const found = new Set(await Promise.all([...actions.keys()].map(widthOf)));
  const text = widths
    .filter((each) => found.has(each))
    .map((each) => letters[each])
    .join("");
  const level: Level = found.has("Permissions management") ? "bad" : everywhere ? "warning" : "good";
  return { text, level, why: `${everywhere ? "on every resource: " : ""}${[...actions.keys()].join(", ")}` };
}

function title({ name, workloads }: Role): string {
  return workloads.length === 0 ? name : `${workloads.join(", ")} (${name})`;
}

/** Which workload can do what to which store; without stores that none of them can touch. */
function matrix(workloads: readonly Reach[]): Matrix {
  const touched = [...new Set(workloads.flatMap(({ accesses }) => accesses.map(({ access }) => access.store)))];
  return {
    kind: "matrix",
    title: "Workloads and stores: p permissions, w write, t tags, r read, l list",
    row: "workload",
    column: "store",
    columns: touched.map(({ name }) => name),
    rows: workloads
      .filter(({ accesses }) => accesses.length > 0)
      .map(({ role, accesses }) => ({
        label: title(role),
        cells: touched.map((store) => accesses.find(({ access }) => access.store === store)?.mark),
      })),
  };
}

function accessTable(heading: string, reaches: readonly Reach[], folded: boolean): Table {
  return {
    kind: "table",
    title: heading,
    columns: [
      { title: "Role", kind: "text" },
      { title: "Store", kind: "text" },
      { title: "Access", kind: "text" },
      { title: "Actions", kind: "code" },
      { title: "Allowed by", kind: "code" },
    ],
    rows: reaches.flatMap(({ role, accesses }) =>
      accesses.map(({ access: { store, actions, everywhere }, mark }): Row => {
        const elements = [...new Set(actions.values())].join(", ");
        const all = everywhere ? `${elements} on *` : elements;
        const where = `${shortType(store.type)} ${store.name}`;
        const shown = actions.size > 12 ? counted(actions.size, "action") : [...actions.keys()].join(", ");
        return { cells: [title(role), where, mark.text, shown, all], level: mark.level };
      }),
    ),
    empty: "No role can do anything to a store.",
    folded,
  };
}

/** The statements of every role. */
function statementTable(roles: readonly Role[]): Table {
  return {
    kind: "table",
    title: "Statements per role",
    columns: [
      { title: "Role", kind: "text" },
      { title: "Effect", kind: "text" },
      { title: "Actions", kind: "code" },
      { title: "Resources", kind: "code" },
      { title: "Only if", kind: "code" },
      { title: "Policy", kind: "text" },
    ],
    rows: roles.flatMap((role) =>
      role.statements.map(({ statement, policy }): Row => {
        const { allows, actions, notActions, resources, notResources, conditions } = statement;
        const what = notActions.length > 0 ? `all but ${notActions.join(", ")}` : actions.join(", ");
        const where = notResources.length > 0 ? `all but ${notResources.join(", ")}` : resources.join(", ");
        const only = conditions.map(({ key, values }) => `${key}: ${values.join(" or ")}`).join("; ");
        return { cells: [title(role), allows ? "Allow" : "Deny", what, where, only, policy] };
      }),
    ),
    empty: "No role has a policy of the stack.",
    folded: true,
  };
}

/** Policies whose statements AWS keeps and changes. */
function managedTable(roles: readonly Role[]): Table {
  return {
    kind: "table",
    title: "AWS managed policies",
    columns: [
      { title: "Role", kind: "text" },
      { title: "Policies", kind: "code" },
    ],
    rows: roles
      .filter(({ managed }) => managed.length > 0)
      .map((role): Row => ({ cells: [title(role), role.managed.join(", ")] })),
    empty: "No role has an AWS managed policy.",
    folded: true,
  };
}

function facts({ role, accesses }: Reach, resources: Review["plan"]["resources"]): Fact[] {
  return accesses.flatMap(({ access: { store }, mark }) => {
    const urn = resources.find(({ type, name }) => type === store.type && name === store.name)?.urn;
    return urn === undefined ? [] : [{ urn, label: `access ${mark.text}`, value: title(role), level: mark.level }];
  });
}

/** What each role may do, and to which store. */
export const permissions: Section = {
  id: "permissions",
  title: "Permissions",
  about: "What may each role do, what can each workload do to which store, and what is wider than before?",
  make,
};
