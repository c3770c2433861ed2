import type { Answers } from "./answer.ts";

/** Cost Explorer, Data Exports, Compute Optimizer and EventBridge Scheduler. */
export const cost: Answers = {
  "aws:costexplorer/anomalyMonitor:AnomalyMonitor": (r) => {
    const arn = `arn:${r.place.partition}:ce::${r.place.accountId}:anomalymonitor/${uuid(r.hex(32))}`;
    return { id: arn, arn, name: r.named("name") };
  },
  "aws:costexplorer/anomalySubscription:AnomalySubscription": (r) => {
    const arn = `arn:${r.place.partition}:ce::${r.place.accountId}:anomalysubscription/${uuid(r.hex(32))}`;
    return { id: arn, arn, name: r.named("name"), accountId: r.place.accountId };
  },
  "aws:costexplorer/costAllocationTag:CostAllocationTag": (r) => ({
    id: String(r.inputs["tagKey"]),
    type: "UserDefined",
  }),
  "aws:bcmdata/export:Export": (r) => {
    // Data Exports live in one Region, whatever the provider's.
    const arn = `arn:${r.place.partition}:bcm-data-exports:us-east-1:${r.place.accountId}:export/${r.name}-${uuid(r.hex(32))}`;
    return { id: arn, arn };
  },
  "aws:computeoptimizer/enrollmentStatus:EnrollmentStatus": (r) => ({
    id: r.place.accountId,
    includeMemberAccounts: false,
    numberOfMemberAccountsOptedIn: 0,
  }),
  "aws:scheduler/scheduleGroup:ScheduleGroup": (r) => {
    const name = r.named("name");
    return { id: name, name, arn: r.arn("scheduler", `schedule-group/${name}`), state: "ACTIVE" };
  },
  "aws:scheduler/schedule:Schedule": (r) => {
    const name = r.named("name");
    const group = String(r.inputs["groupName"] ?? "default");
    return { id: `${group}/${name}`, name, arn: r.arn("scheduler", `schedule/${group}/${name}`), state: "ENABLED" };
  },
};

function uuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
