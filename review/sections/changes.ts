import { changes as differing, replacing } from "../../rehearsal/replacement.ts";
import type { Row, Table } from "../block.ts";

import { components, isReal, shortType } from "../components.ts";
import { counted } from "../format.ts";
import type { Level } from "../level.ts";
import type { Content, Plan, Resource, Review, Section } from "../section.ts";

/** What happens to a resource between two plans. */
interface Change {
  resource: Resource;
  what: "create" | "change" | "replace" | "delete";
  inputs: readonly string[];
}

/** What the plan does: against another plan, or against what exists. */
export const changes: Section = {
  id: "changes",
  title: "Changes",
  about: "What is created, changed, replaced and deleted, by component.",
  make,
};

const levels: Readonly<Record<Change["what"], Level>> = {
  create: "good",
  change: "info",
  replace: "warning",
  delete: "bad",
};

function make({ plan, against }: Review): Content {
  const found = against === undefined ? planned(plan) : between(against, plan);
  const tops = components(against === undefined ? plan.resources : [...plan.resources, ...against.resources]);
  const count = (what: Change["what"]) => found.filter((each) => each.what === what).length;
  const note = `${counted(count("create"), "new", "new")}, ${count("replace")} replaced, ${count("delete")} deleted`;
  const isLoss = count("delete") + count("replace") > 0;
  return {
    tiles: [{ label: "Changes", value: String(found.length), note, ...(isLoss && { level: "warning" as const }) }],
    facts: found
      .filter(({ what }) => what !== "create" || against !== undefined)
      .map(({ resource: { urn }, what, inputs }) => ({
        urn,
        label: what,
        value: inputs.join(", "),
        level: levels[what],
      })),
    blocks: [
      { kind: "text", paragraphs: [against === undefined ? everythingIsNew : comparedByUrn] },
      byComponent(found, tops, against === undefined),
      ...(against === undefined ? [] : [byResource(found, tops)]),
    ],
  };
}

const everythingIsNew =
  "The preview runs in an account without this stack, so everything is new. With --against, the plan is compared with an earlier one.";
const comparedByUrn =
  "The plan is compared with the given one by URN. What AWS cannot change in place is replaced; inputs that only an update knows are not compared.";

type Tops = ReadonlyMap<string, Resource>;

function byComponent(found: readonly Change[], tops: Tops, folded: boolean): Table {
  const groups = Map.groupBy(found, ({ resource }) => tops.get(resource.urn)?.name ?? resource.name);
  const columns = ["Create", "Change", "Replace", "Delete"].map((title) => ({ title, kind: "number" as const }));
  return {
    kind: "table",
    title: "Changes by component",
    columns: [{ title: "Component", kind: "text" }, ...columns],
    rows: [...groups].map(([component, own]) => summary(component, own)),
    empty: "The plans are the same.",
    folded,
  };
}

function byResource(found: readonly Change[], tops: Tops): Table {
  return {
    kind: "table",
    title: "Changed resources",
    columns: [
      { title: "Change", kind: "level" },
      { title: "Component", kind: "text" },
      { title: "Type", kind: "text" },
      { title: "Name", kind: "code" },
      { title: "Inputs", kind: "text" },
    ],
    rows: found.map(({ resource: { urn, type, name }, what, inputs }) => ({
      cells: [what, tops.get(urn)?.name, shortType(type), name, inputs.join(", ")],
      level: levels[what],
    })),
    empty: "No resource differs.",
  };
}

function summary(component: string, own: readonly Change[]): Row {
  const count = (what: Change["what"]) => own.filter((each) => each.what === what).length || undefined;
  const lost = own.some(({ what }) => what === "delete");
  return {
    cells: [component, count("create"), count("change"), count("replace"), count("delete")],
    ...(lost && { level: "bad" as const }),
  };
}

const operations: Readonly<Record<string, Change["what"]>> = {
  create: "create",
  update: "change",
  replace: "replace",
  delete: "delete",
};

/** The engine's own operations. */
function planned({ resources }: Plan): Change[] {
  return resources.filter(isReal).flatMap((resource) => {
    const what = operations[resource.op];
    return what === undefined ? [] : [{ resource, what, inputs: resource.changed }];
  });
}

/** What differs from one plan to another; what AWS cannot change in place is replaced. */
function between(before: Plan, after: Plan): Change[] {
  const old = new Map(before.resources.filter(isReal).map((each) => [each.urn, each]));
  const now = new Map(after.resources.filter(isReal).map((each) => [each.urn, each]));
  const made = [...now.values()].flatMap((resource): Change[] => {
    const earlier = old.get(resource.urn);
    if (earlier === undefined) return [{ resource, what: "create", inputs: [] }];
    const inputs = differing(earlier.inputs, resource.inputs);
    const forced = replacing(resource.type, earlier.inputs, resource.inputs);
    if (forced.length > 0) return [{ resource, what: "replace", inputs: forced }];
    return inputs.length === 0 ? [] : [{ resource, what: "change", inputs }];
  });
  const gone = [...old.values()].filter(({ urn }) => !now.has(urn));
  return [...made, ...gone.map((resource) => ({ resource, what: "delete" as const, inputs: [] }))];
}
