import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Queue } from "../messaging/queue.ts";
import { outputs } from "../outputs.ts";

/** SQS queue of EC2 interruption events, from which Karpenter learns of instances that will be stopped. */
export class InterruptionQueue extends pulumi.ComponentResource {
  /** Name of the queue, known when every EventBridge rule has its target. */
  readonly queueName: pulumi.Output<string>;
  /** ARN of the queue. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: Record<string, never> = {}, opts?: pulumi.ComponentResourceOptions) {
    super("platform:addons:InterruptionQueue", name, args, opts);
    const child = { parent: this };

    const rules = Object.entries(events).map(([event, pattern]) => {
      const ruleName = `${name}-${event}`;
      const eventPattern = JSON.stringify(pattern);
      const rule = new aws.cloudwatch.EventRule(ruleName, { eventPattern, tags: { Name: ruleName } }, child);
      return [event, rule] as const;
    });
    const queue = new Queue(
      name,
      {
        // EventBridge can use SSE-SQS without a key policy; messages older than five minutes are of no use.
        encryption: { kind: "sse-sqs" },
        messageRetentionSeconds: 300,
        sources: Object.fromEntries(
          rules.map(([event, { arn }]) => [event, { service: "events.amazonaws.com", arn } as const]),
        ),
      },
      child,
    );
    const targets = rules.map(
      ([event, rule]) => new aws.cloudwatch.EventTarget(`${name}-${event}`, { rule: rule.name, arn: queue.arn }, child),
    );

    this.queueName = pulumi.all([queue.queueName, ...targets.map(({ id }) => id)]).apply(([known]) => known ?? "");
    this.arn = queue.arn;
    this.registerOutputs(outputs(this));
  }
}

/** Events that Karpenter 1.14 handles (Karpenter reference, CloudFormation, interruption handling). */
const events = {
  "scheduled-change": { source: ["aws.health"], "detail-type": ["AWS Health Event"] },
  "spot-interruption": { source: ["aws.ec2"], "detail-type": ["EC2 Spot Instance Interruption Warning"] },
  rebalance: { source: ["aws.ec2"], "detail-type": ["EC2 Instance Rebalance Recommendation"] },
  "state-change": { source: ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"] },
  "reservation-interruption": {
    source: ["aws.ec2"],
    "detail-type": ["EC2 Capacity Reservation Instance Interruption Warning"],
  },
} as const;
