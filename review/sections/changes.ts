import { changes as differing, replacing } from "../../rehearsal/replacement.ts";
import type { Row } from "../block.ts";

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
  const all = against === undefined ? plan.resources : [...plan.resources, ...against.resources];
  const tops = components(all);
  const groups = Map.groupBy(found, ({ resource }) => tops.get(resource.urn)?.name ?? resource.name);
  const rows = [...groups].map(([component, own]) => summary(component, own));
  const details = found
    .filter(({ what }) => against !== undefined || what !== "create")
    .map(({ resource, what, inputs }): Row => {
      const component = tops.get(resource.urn)?.name ?? "";
      const cells = [what, component, shortType(resource.type), resource.name, inputs.join(", ")];
      return { cells, level: levels[what] };
    });
  const count = (what: Change["what"]) => found.filter((each) => each.what === what).length;
  const lost = count("delete") + count("replace");
  return {
    tiles: [
      {
        label: "Changes",
        value: String(found.length),
        note: `${counted(count("create"), "new", "new")}, ${count("replace")} replaced, ${count("delete")} deleted`,
        ...(lost > 0 && { level: "warning" as const }),
      },
    ],
    facts: found
      .filter(({ what }) => what !== "create" || against !== undefined)
      .map(({ resource, what, inputs }) => ({
        urn: resource.urn,
        label: what,
        value: inputs.join(", "),
        level: levels[what],
      })),
    blocks: [
      {
        kind: "text",
        paragraphs: [
          against === undefined
            ? "The preview runs in an account without this stack, so everything is new. With --against, the plan is compared with an earlier one."
            : "The plan is compared with the given one by URN: an input counts as changed where its value in the plan differs.",
        ],
      },
      {
        kind: "table",
        title: "Changes by component",
        columns: [
          { title: "Component", kind: "text" },
          ...(["Create", "Change", "Replace", "Delete"] as const).map((title) => ({ title, kind: "number" as const })),
        ],
        rows,
        empty: "The plans are the same.",
        folded: against === undefined,
      },
      ...(against === undefined
        ? []
        : [
            {
              kind: "table" as const,
              title: "Changed resources",
              columns: [
                { title: "Change", kind: "level" as const },
                { title: "Component", kind: "text" as const },
                { title: "Type", kind: "text" as const },
                { title: "Name", kind: "code" as const },
                { title: "Inputs", kind: "text" as const },
              ],
              rows: details,
              empty: "No resource differs.",
            },
          ]),
    ],
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
