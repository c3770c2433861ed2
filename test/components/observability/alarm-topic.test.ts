import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { AlarmTopic, type Subscription } from "../../../components/observability/alarm-topic.ts";
import { deploy, place, refusal } from "../../harness.ts";

const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/1";
const team: Subscription = { name: "team", protocol: "email", endpoint: "team@example.com" };

function topic(...subscriptions: Subscription[]): AlarmTopic {
  return new AlarmTopic("critical", { account: place, kmsKeyArn, subscriptions });
}

describe("AlarmTopic", () => {
  it("is encrypted and allows four publishers of the account, over TLS only", async () => {
    const { one } = await deploy(() => topic(team));
    assert.equal(one(aws.sns.Topic).inputs.kmsMasterKeyId, kmsKeyArn);
    const { arn } = one(aws.sns.Topic).outputs;
    const { Statement } = JSON.parse(String(one(aws.sns.TopicPolicy).inputs.policy));
    const admit = (service: string) => ({
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sns:Publish",
      Resource: arn,
      Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
    });
    assert.deepEqual(Statement, [
      admit("cloudwatch.amazonaws.com"),
      { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sns:Publish", Resource: arn },
      admit("budgets.amazonaws.com"),
      admit("costalerts.amazonaws.com"),
      {
        Sid: "DenyPlaintext",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: arn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("subscribes by name, and waits for confirmation of HTTPS endpoints only", async () => {
    const pager: Subscription = { name: "on-call", protocol: "https", endpoint: "https://events.example.com/1" };
    const { of } = await deploy(() => topic(team, pager));
    assert.deepEqual(
      of(aws.sns.TopicSubscription).map(({ name, inputs }) => [name, inputs.endpoint, inputs.endpointAutoConfirms]),
      [
        ["critical-team", "team@example.com", undefined],
        ["critical-on-call", "https://events.example.com/1", true],
      ],
    );
  });

  it("outputs its ARN after its policy", async () => {
    const { one } = await deploy(() => {
      new aws.cloudwatch.MetricAlarm("uses", { alarmActions: [topic(team).topicArn] });
    });
    assert.ok(one(aws.cloudwatch.MetricAlarm).dependencies.includes(one(aws.sns.TopicPolicy).urn));
  });

  it("accepts an endpoint that is a secret", async () => {
    const endpoint = pulumi.secret("https://events.example.com/integration/key");
    const { of } = await deploy(() => topic({ name: "on-call", protocol: "https", endpoint }));
    assert.equal(of(aws.sns.TopicSubscription).length, 1);
  });

  it("refuses a topic without subscriptions", async () => {
    assert.equal(
      await refusal(() => topic()),
      'AlarmTopic "critical": subscriptions must have at least one subscription, got none',
    );
  });

  it("refuses invalid endpoints, and repeated names", async () => {
    assert.equal(
      await refusal(() =>
        topic(team, { ...team, endpoint: "team" }, { name: "web", protocol: "https", endpoint: "http://x" }),
      ),
      [
        'AlarmTopic "critical":',
        "  - subscriptions[1].name must be used once, got team again",
        "  - subscriptions[1].endpoint must be an e-mail address, got team",
        "  - subscriptions[2].endpoint must be an https:// URL, got http://x",
      ].join("\n"),
    );
  });
});
