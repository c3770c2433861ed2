import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { Budget, type BudgetArgs } from "../../../components/cost/budget.ts";
import { deploy, refusal } from "../../harness.ts";

const topicArn = "arn:aws:sns:us-east-1:111122223333:critical";

async function inputs(args: BudgetArgs): Promise<Record<string, unknown>> {
  return (await deploy(() => new Budget("monthly", args))).one(aws.budgets.Budget).inputs;
}

function notified(notifications: unknown): unknown[][] {
  return (notifications as Record<string, unknown>[]).map((each) => [
    each.threshold,
    each.notificationType,
    each.subscriberEmailAddresses,
    each.subscriberSnsTopicArns,
  ]);
}

describe("Budget", () => {
  it("GEN-CST-01, OOD-34: budgets 1000 USD a month for one project, with a notification at 80 % actual cost", async () => {
    const args: BudgetArgs = {
      budgetName: "gen-ai-monthly",
      amountUsd: 1000,
      tags: { Project: "gen-ai-services" },
      notifications: [{ thresholdPercent: 80, kind: "ACTUAL", emails: ["finance@example.com"] }],
    };
    assert.deepEqual(await inputs(args), {
      name: "gen-ai-monthly",
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: "1000",
      limitUnit: "USD",
      costFilters: [{ name: "TagKeyValue", values: ["user:Project$gen-ai-services"] }],
      notifications: [
        {
          comparisonOperator: "GREATER_THAN",
          threshold: 80,
          thresholdType: "PERCENTAGE",
          notificationType: "ACTUAL",
          subscriberEmailAddresses: ["finance@example.com"],
          subscriberSnsTopicArns: [],
        },
      ],
      tags: { Name: "monthly" },
    });
  });

  it("AIV-CST-01: notifies at 50 % and 80 % forecast and 90 % actual, each to its subscriber", async () => {
    const { notifications } = await inputs({
      amountUsd: 5000,
      notifications: [
        { thresholdPercent: 50, kind: "FORECASTED", emails: ["team@example.com"] },
        { thresholdPercent: 80, kind: "FORECASTED", emails: ["lead@example.com"] },
        { thresholdPercent: 90, kind: "ACTUAL", topicArn },
      ],
    });
    assert.deepEqual(notified(notifications), [
      [50, "FORECASTED", ["team@example.com"], []],
      [80, "FORECASTED", ["lead@example.com"], []],
      [90, "ACTUAL", [], [topicArn]],
    ]);
  });

  it("covers the whole account without a tag", async () => {
    const { costFilters } = await inputs({
      amountUsd: 10,
      notifications: [{ thresholdPercent: 100, kind: "FORECASTED", topicArn }],
    });
    assert.equal(costFilters, undefined);
  });

  it("reports every fault at once", async () => {
    const args: BudgetArgs = {
      amountUsd: 0,
      tags: { Project: "a", Team: "b" },
      notifications: [
        { thresholdPercent: 0, kind: "ACTUAL" },
        { thresholdPercent: 80, kind: "ACTUAL", emails: ["finance"] },
        { thresholdPercent: 80, kind: "ACTUAL", topicArn },
        { thresholdPercent: 90, kind: "ACTUAL", emails: Array.from({ length: 11 }, (_, n) => `a${n}@example.com`) },
      ],
    };
    assert.equal(
      await refusal(() => new Budget("monthly", args)),
      [
        'Budget "monthly":',
        "  - amountUsd must be greater than 0, got 0",
        "  - tags must have at most one tag, got Project, Team",
        "  - notifications[0].thresholdPercent must be greater than 0, got 0",
        "  - notifications[0].emails or topicArn must name a subscriber, got none",
        "  - notifications[1].emails must be e-mail addresses, got finance",
        "  - notifications[2] must differ from the others, got 80 ACTUAL again",
        "  - notifications[3].emails must be at most 10, got 11",
      ].join("\n"),
    );
  });

  it("refuses a budget without subscribers", async () => {
    assert.equal(
      await refusal(() => new Budget("monthly", { amountUsd: 1, notifications: [] })),
      'Budget "monthly": notifications must have at least one entry, got none',
    );
  });
});
