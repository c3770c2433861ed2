import { configured, type Edit, edited, first, type Stack } from "./edit.ts";

const receiver = { rehearsed: "rehearsed@example.com" };

/** Who hears of alarms, what the stack may cost, and when it works. */
export const operations: readonly Edit[] = [
  {
    name: "alarm-receiver-added",
    what: "one more receiver of critical alarms",
    apply: (stack) => receivers(stack, { ...stack.config.contacts.critical, ...receiver }),
  },
  {
    name: "alarm-receiver-removed",
    what: "the same receiver removed",
    apply: (stack) => {
      const { rehearsed, ...critical } = stack.config.contacts.critical;
      return rehearsed === undefined ? undefined : receivers(stack, critical);
    },
    deletes: ["aws:sns/topicSubscription:TopicSubscription"],
  },
  {
    name: "budget-amount",
    what: "a larger budget",
    apply: (stack) =>
      edited(stack, "budgets", (rows) => first(rows, (row) => ({ ...row, amountUsd: row.amountUsd + 100 }))),
  },
  {
    name: "alarm-threshold",
    what: "another threshold of CPU alarms",
    apply: (stack) => edited(stack, "thresholds", (row) => ({ ...row, cpuPercent: 85 })),
  },
  {
    name: "off-hours",
    what: "an earlier end of the working day",
    apply: (stack) => edited(stack, "offHours", (row) => ({ ...row, stop: row.stop.replace(/(\d+ )(\d+)/, "$118") })),
  },
  {
    name: "restore-test-schedule",
    what: "restore tests on another day",
    apply: (stack) =>
      edited(stack, "recovery", (row) =>
        row.restoreTest === undefined
          ? undefined
          : { ...row, restoreTest: { ...row.restoreTest, schedule: { ...row.restoreTest.schedule, on: "SAT" } } },
      ),
  },
  {
    name: "event-added",
    what: "one more AWS event that is told",
    apply: (stack) =>
      edited(stack, "events", (events) =>
        events.includes("region-health") ? undefined : [...events, "region-health"],
      ),
  },
  {
    name: "trail-retention",
    what: "another retention of the audit trail",
    apply: (stack) => edited(stack, "auditTrail", (row) => ({ ...row, retentionDays: row.retentionDays + 30 })),
  },
];

function receivers(stack: Stack, critical: Stack["config"]["contacts"]["critical"]): Stack | undefined {
  return configured(stack, { contacts: { ...stack.config.contacts, critical } });
}
