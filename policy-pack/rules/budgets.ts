import { complain } from "../checks/complaints.ts";
import { all, either, is, set, some } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import { type Complaint, type Graph, levels, service } from "../checks/rule.ts";

const budget = "aws:budgets/budget:Budget";

const subscribed = either(set("subscriberEmailAddresses"), set("subscriberSnsTopicArns"));

/** Types whose cost requires a budget. */
const costly = [
  "aws:eks/cluster:Cluster",
  "aws:rds/instance:Instance",
  "aws:rds/cluster:Cluster",
  "aws:ecs/cluster:Cluster",
];

function withoutBudget(graph: Graph): Complaint[] {
  const [first] = graph.of(...costly);
  if (first === undefined || graph.of(budget).length > 0) return [];
  return [complain("is in a stack without an AWS Budgets budget")(first)];
}

const newCluster = example("aws:eks/cluster:Cluster", "main", {});

export const budgets = service("AWS Budgets and Cost Management", [
  {
    name: "budget-notifies",
    types: ["aws:budgets/budget:Budget"],
    description: "AWS Budgets set a limit and notify subscribers of actual and forecasted costs.",
    why: "A budget that sends no notification changes nothing: a runaway resource is first noticed on the monthly invoice, when the money is already spent.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set limitAmount, and notifications of ACTUAL and FORECASTED with subscribers",
    check: all(
      either(set("limitAmount"), set("plannedLimits"), set("autoAdjustData")),
      some("notifications", all(is("notificationType", "ACTUAL"), subscribed)),
      some("notifications", all(is("notificationType", "FORECASTED"), subscribed)),
    ),
    ok: {
      limitAmount: "600",
      notifications: [
        {
          notificationType: "ACTUAL",
          threshold: 80,
          subscriberSnsTopicArns: ["arn:aws:sns:eu-west-1:111122223333:costs"],
        },
        { notificationType: "FORECASTED", threshold: 100, subscriberEmailAddresses: ["team@example.com"] },
      ],
    },
    bad: { limitAmount: "600", notifications: [] },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "stack-budget-exists",
    description: "AWS Budgets has a budget in stacks with EKS or ECS clusters or RDS databases.",
    why: "Clusters and databases are billed around the clock. Without a budget in the stack, a wrong size or forgotten environment raises the bill with no notification to its owners.",
    severity: "low",
    levels: levels("-/M/M"),
    ownOnly: true,
    controls: [],
    fix: "declare a Budget with notifications",
    find: withoutBudget,
    ok: [newCluster, example(budget, "monthly", { limitAmount: "600" })],
    bad: [newCluster],
  },
  {
    name: "anomaly-subscribed",
    types: ["aws:costexplorer/anomalySubscription:AnomalySubscription"],
    description: "Cost Anomaly Detection subscriptions have subscribers.",
    why: "An anomaly without a recipient goes unread, and a runaway resource or a stolen access key keeps adding charges until the invoice arrives.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set subscribers",
    check: set("subscribers"),
    ok: { subscribers: [{ type: "SNS", address: "arn:aws:sns:eu-west-1:111122223333:costs" }] },
    bad: { subscribers: [] },
    absent: "fail",
    unknown: "pass",
  },
]);
