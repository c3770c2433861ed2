import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";

/** A notification of a budget. */
export interface BudgetNotification {
  /** Threshold in percent of the amount. */
  thresholdPercent: number;
  /** Actual cost, or forecasted cost at the end of the month. */
  kind: "ACTUAL" | "FORECASTED";
  /** Email addresses, at most 10. @default [] */
  emails?: readonly string[];
  /** ARN of an SNS topic whose policy allows budgets.amazonaws.com. @default none */
  topicArn?: pulumi.Input<string>;
}

/** Arguments of Budget. */
export interface BudgetArgs {
  /** Name of the budget. @default auto-named */
  budgetName?: string;
  /** Monthly amount in US dollars. */
  amountUsd: number;
  /** Notifications; at least one. */
  notifications: readonly BudgetNotification[];
  /** Cost allocation tag that the budget is limited to, at most one; it must be activated in Billing, or the cost is 0. @default {}, the whole account */
  tags?: Readonly<Record<string, string>>;
}

/** A monthly cost budget with notifications; it does not stop resources. */
export class Budget extends pulumi.ComponentResource {
  /** Name of the budget. */
  readonly budgetName: pulumi.Output<string>;

  constructor(name: string, args: BudgetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cost:Budget", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };

    const values = Object.entries(args.tags ?? {}).map(([key, value]) => `user:${key}$${value}`);
    const budget = new aws.budgets.Budget(
      name,
      {
        ...(args.budgetName !== undefined && { name: args.budgetName }),
        budgetType: "COST",
        timeUnit: "MONTHLY",
        limitAmount: String(args.amountUsd),
        limitUnit: "USD",
        ...(values.length > 0 && { costFilters: [{ name: "TagKeyValue", values }] }),
        notifications: args.notifications.map(notification),
        tags: { Name: name },
      },
      child,
    );

    this.budgetName = budget.name;
    this.registerOutputs(outputs(this));
  }
}

function notification(of: BudgetNotification): aws.types.input.budgets.BudgetNotification {
  const { emails = [] } = of;
  return {
    comparisonOperator: "GREATER_THAN",
    threshold: of.thresholdPercent,
    thresholdType: "PERCENTAGE",
    notificationType: of.kind,
    subscriberEmailAddresses: [...emails],
    subscriberSnsTopicArns: of.topicArn === undefined ? [] : [of.topicArn],
  };
}

function faults({ amountUsd, notifications, tags = {} }: BudgetArgs): string[] {
  const keys = Object.keys(tags);
  const moments = notifications.map(({ kind, thresholdPercent }) => `${thresholdPercent} ${kind}`);
  return [
    ...(amountUsd > 0 ? [] : [`amountUsd must be greater than 0, got ${amountUsd}`]),
    ...(notifications.length > 0 ? [] : ["notifications must have at least one entry, got none"]),
    // Values of one filter are alternatives, so a second tag would widen the budget.
    ...(keys.length < 2 ? [] : [`tags must have at most one tag, got ${keys.join(", ")}`]),
    ...notifications.flatMap((each, index) => [
      ...(moments.indexOf(moments[index] ?? "") < index
        ? [`notifications[${index}] must differ from the others, got ${moments[index]} again`]
        : []),
      ...notificationFaults(each).map((fault) => `notifications[${index}].${fault}`),
    ]),
  ];
}

function notificationFaults({ thresholdPercent, emails = [], topicArn }: BudgetNotification): string[] {
  const malformed = emails.filter((email) => !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email));
  return [
    ...(thresholdPercent > 0 ? [] : [`thresholdPercent must be greater than 0, got ${thresholdPercent}`]),
    ...(emails.length > 0 || topicArn !== undefined ? [] : ["emails or topicArn must name a subscriber, got none"]),
    ...(emails.length <= 10 ? [] : [`emails must be at most 10, got ${emails.length}`]),
    ...malformed.map((email) => `emails must be e-mail addresses, got ${email}`),
  ];
}
