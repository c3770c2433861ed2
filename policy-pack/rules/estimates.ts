import { fail } from "../checks/conditions.ts";
import type { Environment } from "../checks/environment.ts";
import { example } from "../checks/example.ts";
import type { Graph } from "../checks/graph.ts";
import { leastPerMonth } from "../checks/prices.ts";
import { type Complaint, levels, type StackResource, type StackRule } from "../checks/rule.ts";
import type { Settings } from "../checks/settings.ts";
import { list, number, read, text } from "../checks/values.ts";

const budget = "aws:budgets/budget:Budget";

/** A budget of a month's costs of all services: one that looks at a single service says nothing of the rest. */
function isWhole({ props }: StackResource): boolean {
  const filters = [...list(props, "costFilters"), ...list(props, "filterExpression")];
  const byTag = filters.every((each) => text(each, "name") === "TagKeyValue" || read(each, "tags").state !== "absent");
  return text(props, "budgetType") === "COST" && text(props, "timeUnit") === "MONTHLY" && byTag;
}

const dollars = (amount: number) => `$${Math.floor(amount).toLocaleString("en-US")}`;

/** The stack's resources with a price, the dearest kinds first, in words. */
function largest(priced: readonly { type: string; price: number }[]): string {
  const kinds = Map.groupBy(priced, ({ type }) => type.split(":").at(-1) ?? type);
  const sums = [...kinds].map(([kind, of]) => ({ kind, sum: of.reduce((total, { price }) => total + price, 0) }));
  const told = sums.toSorted((left, right) => right.sum - left.sum).slice(0, 3);
  return told.map(({ kind, sum }) => `${kind} ${dollars(sum)}`).join(", ");
}

function tooDear(graph: Graph, environment: Environment, { caps }: Settings): Complaint[] {
  const priced = graph.resources
    .map((resource) => ({ resource, type: resource.type, price: leastPerMonth(resource) }))
    .filter(({ price }) => price > 0)
    .sort((left, right) => right.price - left.price);
  const total = priced.reduce((sum, { price }) => sum + price, 0);
  const budgets = graph.of(budget).filter(isWhole);
  const amounts = budgets.map(({ props }) => number(text(props, "limitAmount"))).filter((each) => each > 0);
  const limit = amounts.length > 0 ? Math.max(...amounts) : caps.monthlyUsd[environment];
  const resource = amounts.length > 0 ? budgets[0] : priced[0]?.resource;
  if (resource === undefined || total <= limit) return [];
  const than = amounts.length > 0 ? "its budget" : "the environment's cap";
  const wrong = `is too small: the stack costs at least ${dollars(total)} a month, ${than} is ${dollars(limit)} (${largest(priced)})`;
  return [
    { resource, verdict: fail(amounts.length > 0 ? wrong : wrong.replace("is too small: ", "is the dearest: ")) },
  ];
}

const monthly = example(budget, "all", { budgetType: "COST", timeUnit: "MONTHLY", limitAmount: "600" });
const database = (instanceClass: string) =>
  example("aws:rds/instance:Instance", "main", { instanceClass, multiAz: true });

/** What a stack costs before anybody uses it. */
export const estimates: readonly StackRule[] = [
  {
    name: "stack-cost-estimate",
    description: "What a stack costs at least, by the hour and unused, is within its budget.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set fewer or smaller machines, a larger limitAmount, or without a budget the cap of the environment (monthlyUsd)",
    check: tooDear,
    ok: [monthly, database("db.t4g.medium")],
    bad: [monthly, database("db.r7g.4xlarge")],
  },
];
