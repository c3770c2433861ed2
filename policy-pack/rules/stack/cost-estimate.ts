import { fail } from "../../checks/conditions.ts";
import type { Environment } from "../../checks/environment.ts";
import { example } from "../../checks/example.ts";
import { leastPerMonth } from "../../checks/prices.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import type { Settings } from "../../checks/settings.ts";
import { list, number, read, text } from "../../checks/values.ts";

const budget = "aws:budgets/budget:Budget";

/** Whether a budget covers the monthly cost of all services. */
function coversAllServices({ props }: StackResource): boolean {
  const filters = [...list(props, "costFilters"), ...list(props, "filterExpression")];
  const byTag = filters.every((each) => text(each, "name") === "TagKeyValue" || read(each, "tags").state !== "absent");
  return text(props, "budgetType") === "COST" && text(props, "timeUnit") === "MONTHLY" && byTag;
}

const dollars = (amount: number) => `$${Math.floor(amount).toLocaleString("en-US")}`;

/** The three most expensive kinds of resources, for the message. */
function largestCosts(priced: readonly { type: string; price: number }[]): string {
  const kinds = Map.groupBy(priced, ({ type }) => type.split(":").at(-1) ?? type);
  const sums = [...kinds].map(([kind, of]) => ({ kind, sum: of.reduce((total, { price }) => total + price, 0) }));
  const top = sums.toSorted((left, right) => right.sum - left.sum).slice(0, 3);
  return top.map(({ kind, sum }) => `${kind} ${dollars(sum)}`).join(", ");
}

function overBudget(graph: Graph, environment: Environment, { caps }: Settings): Complaint[] {
  const priced = graph.resources
    .map((resource) => ({ resource, type: resource.type, price: leastPerMonth(resource) }))
    .filter(({ price }) => price > 0)
    .sort((left, right) => right.price - left.price);
  const total = priced.reduce((sum, { price }) => sum + price, 0);
  const budgets = graph.of(budget).filter(coversAllServices);
  const amounts = budgets.map(({ props }) => number(text(props, "limitAmount"))).filter((each) => each > 0);
  const limit = amounts.length > 0 ? Math.max(...amounts) : caps.monthlyUsd[environment];
  const resource = amounts.length > 0 ? budgets[0] : priced[0]?.resource;
  if (resource === undefined || total <= limit) return [];
  const than = amounts.length > 0 ? "its budget" : "the limit of the environment";
  const wrong = `is too small: the stack costs at least ${dollars(total)} a month, ${than} is ${dollars(limit)} (${largestCosts(priced)})`;
  return [
    { resource, verdict: fail(amounts.length > 0 ? wrong : wrong.replace("is too small: ", "has the highest cost: ")) },
  ];
}

const monthlyBudget = example(budget, "all", { budgetType: "COST", timeUnit: "MONTHLY", limitAmount: "600" });

const databaseOf = (instanceClass: string) =>
  example("aws:rds/instance:Instance", "main", { instanceClass, multiAz: true });

export const stackCostEstimate = service("Cost across services", [
  {
    name: "stack-cost-estimate",
    description: "AWS resources of the stack have a minimum monthly cost within its budget or cap.",
    why: "An oversized stack is otherwise noticed only when the budget alert or the invoice arrives, after the money is spent.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set smaller or fewer instances, a larger limitAmount on the monthly cost budget or, without a budget, a larger monthlyUsd cap",
    find: overBudget,
    ok: [monthlyBudget, databaseOf("db.t4g.medium")],
    bad: [monthlyBudget, databaseOf("db.r7g.4xlarge")],
  },
]);
