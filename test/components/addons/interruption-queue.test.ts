import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { InterruptionQueue } from "../../../components/addons/interruption-queue.ts";
import { at, deploy } from "../../harness.ts";

describe("InterruptionQueue", () => {
  it("AIV-EKS-06 receives interruptions, rebalancing, maintenance and state changes, and keeps them for five minutes", async () => {
    const { one, of } = await deploy(() => new InterruptionQueue("karpenter"));
    assert.deepEqual(
      of(aws.cloudwatch.EventRule).map(({ inputs }) => inputs["eventPattern"]),
      [
        '{"source":["aws.health"],"detail-type":["AWS Health Event"]}',
        '{"source":["aws.ec2"],"detail-type":["EC2 Spot Instance Interruption Warning"]}',
        '{"source":["aws.ec2"],"detail-type":["EC2 Instance Rebalance Recommendation"]}',
        '{"source":["aws.ec2"],"detail-type":["EC2 Instance State-change Notification"]}',
        '{"source":["aws.ec2"],"detail-type":["EC2 Capacity Reservation Instance Interruption Warning"]}',
      ],
    );
    const queue = one(aws.sqs.Queue, "karpenter");
    assert.equal(queue.inputs["messageRetentionSeconds"], 300);
    assert.equal(queue.inputs["sqsManagedSseEnabled"], true);
    for (const target of of(aws.cloudwatch.EventTarget)) assert.equal(at(target, "arn"), queue.outputs["arn"]);
    assert.equal(of(aws.cloudwatch.EventTarget).length, 5);
  });

  it("allows only its rules to send", async () => {
    const { one, of } = await deploy(() => new InterruptionQueue("karpenter"));
    const { Statement } = JSON.parse(String(one(aws.sqs.QueuePolicy, "karpenter").inputs["policy"]));
    assert.deepEqual(
      Statement.slice(1).map((each: { Condition: object }) => each.Condition),
      of(aws.cloudwatch.EventRule).map(({ outputs }) => ({ ArnEquals: { "aws:SourceArn": outputs["arn"] } })),
    );
  });
});
