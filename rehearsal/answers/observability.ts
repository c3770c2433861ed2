import type { Answers } from "./answer.ts";

/** CloudWatch, X-Ray, SNS and Budgets. */
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
    const arn = `${r.inputs["topic"]}:${uuid(r.hex(32))}`;
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

  "aws:cloudwatch/compositeAlarm:CompositeAlarm": (r) => {
    const name = String(r.inputs["alarmName"]);
    return { id: name, arn: r.arn("cloudwatch", `alarm:${name}`) };
  },
  "aws:cloudwatch/queryDefinition:QueryDefinition": (r) => {
    const id = uuid(r.hex(32));
    return { id, queryDefinitionId: id };
  },

  "aws:xray/samplingRule:SamplingRule": (r) => {
    const ruleName = r.named("ruleName");
    return { id: ruleName, ruleName, arn: r.arn("xray", `sampling-rule/${ruleName}`) };
  },
  "aws:xray/group:Group": (r) => {
    const arn = r.arn("xray", `group/${r.inputs["groupName"]}/${r.hex(32).toUpperCase()}`);
    return { id: arn, arn };
  },
  // There is one of each for each account and Region, and the Region is its ID.
  "aws:xray/encryptionConfig:EncryptionConfig": (r) => ({ id: r.place.region }),
  "aws:xray/traceSegmentDestination:TraceSegmentDestination": (r) => ({ id: r.place.region }),
};

function uuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
