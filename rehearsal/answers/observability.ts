import type { Answers } from "../cloud.ts";

/** CloudWatch, SNS and Budgets. */
export const observability: Answers = {
  "aws:cloudwatch/metricAlarm:MetricAlarm": (r) => {
    const name = r.named("name");
    return { id: name, name, arn: r.arn("cloudwatch", `alarm:${name}`) };
  },
  "aws:cloudwatch/dashboard:Dashboard": (r) => {
    const { partition, accountId } = r.place;
    const name = String(r.inputs["dashboardName"]);
    // Dashboards are global: their ARN has no Region.
    return { id: name, dashboardArn: `arn:${partition}:cloudwatch::${accountId}:dashboard/${name}` };
  },
  "aws:cloudwatch/logGroup:LogGroup": (r) => {
    const name = r.named("name");
    return { id: name, name, arn: r.arn("logs", `log-group:${name}`), logGroupClass: "STANDARD" };
  },
  "aws:sns/topic:Topic": (r) => {
    const name = r.named("name");
    const arn = r.arn("sns", name);
    return { id: arn, name, arn, owner: r.place.accountId };
  },
  "aws:sns/topicPolicy:TopicPolicy": (r) => ({ id: String(r.inputs["arn"]), owner: r.place.accountId }),
  "aws:sns/topicSubscription:TopicSubscription": (r) => {
    const hex = r.hex(32);
    const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
    const arn = `${r.inputs["topic"]}:${uuid}`;
    return { id: arn, arn, ownerId: r.place.accountId, pendingConfirmation: r.inputs["protocol"] === "email" };
  },
  "aws:budgets/budget:Budget": (r) => {
    const name = r.named("name");
    const { partition, accountId } = r.place;
    return {
      id: `${accountId}:${name}`,
      name,
      accountId,
      arn: `arn:${partition}:budgets::${accountId}:budget/${name}`,
    };
  },
};
