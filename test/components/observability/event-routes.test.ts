import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import { AlarmTopic, type Subscription } from "../../../components/observability/alarm-topic.ts";
import { EventRoutes, type EventRoutesArgs } from "../../../components/observability/event-routes.ts";
import type { AwsEvent } from "../../../components/observability/event-table.ts";
import { at, type Deployed, deploy, place, refusal } from "../../harness.ts";

const critical = "arn:aws:sns:us-east-1:111122223333:critical";
const warning = "arn:aws:sns:us-east-1:111122223333:warning";
const every: AwsEvent[] = [
  ...(["account-health", "region-health", "planned-change", "task-stopped", "tasks-cannot-start"] as const),
  "standalone-task-failed",
  ...(["deployment-failed", "database-failover", "database-failure", "database-storage", "spot-interruption"] as const),
];
const base: EventRoutesArgs = {
  events: every,
  topicArns: { critical, warning },
  runbookBaseUrl: "https://wiki.example.com/runbooks",
};

function routes(args: Partial<EventRoutesArgs> = {}): Promise<Deployed> {
  return deploy(() => new EventRoutes("events", { ...base, ...args }));
}

function pattern({ one }: Deployed, event: AwsEvent): unknown {
  return JSON.parse(String(one(aws.cloudwatch.EventRule, `events-${event}`).inputs.eventPattern));
}

const form = ["## What it means", "## What to look at first", "## What to do", "## How to confirm"];

function headings(runbook: string | undefined): string[] | null {
  return readFileSync(`docs/runbooks/${runbook}.md`, "utf8").match(/^## .*$/gm);
}

/** Message for an event with these values at the paths. */
function told({ one }: Deployed, event: AwsEvent, values: Record<string, string>): string {
  const target = one(aws.cloudwatch.EventTarget, `events-${event}`);
  const paths = Object.entries(at(target, "inputTransformer.inputPaths") as Record<string, string>);
  const template = JSON.parse(String(at(target, "inputTransformer.inputTemplate")));
  return paths.reduce((text, [name, path]) => text.replaceAll(`<${name}>`, values[path] ?? `no ${path}`), template);
}

describe("EventRoutes", () => {
  it("sends each event to the topic of its severity", async () => {
    const { of } = await routes();
    const targets = of(aws.cloudwatch.EventTarget);
    assert.deepEqual(
      targets.filter(({ inputs }) => inputs.arn === critical).map(({ name }) => name),
      ["events-account-health", "events-tasks-cannot-start", "events-database-failure", "events-database-storage"],
    );
    assert.equal(targets.filter(({ inputs }) => inputs.arn === warning).length, 7);
  });

  it("AGT-OBS-04: sends a sentence with resource, time and runbook", async () => {
    const where = { "$.account": "111122223333", "$.region": "us-east-1", "$.time": "2026-11-03T10:00:00Z" };
    const deployed = await routes();
    assert.equal(
      told(deployed, "task-stopped", {
        ...where,
        "$.detail.group": "service:chat",
        "$.detail.stopCode": "EssentialContainerExited",
        "$.detail.taskArn": "arn:aws:ecs:us-east-1:111122223333:task/main/1",
      }),
      "A task of service:chat stopped by itself (EssentialContainerExited): arn:aws:ecs:us-east-1:111122223333:task/main/1. Account 111122223333, Region us-east-1, 2026-11-03T10:00:00Z. Runbook: https://wiki.example.com/runbooks/task-stopped",
    );
    assert.match(
      told(deployed, "database-failover", {
        ...where,
        "$.detail.SourceIdentifier": "main",
        "$.detail.EventID": "RDS-EVENT-0049",
      }),
      /^Database main fails over \(RDS-EVENT-0049\)\. /,
    );
  });

  it("has a path for every variable of a message, and runbooks that exist", async () => {
    const { of } = await routes();
    for (const { name, inputs } of of(aws.cloudwatch.EventTarget)) {
      const { inputPaths, inputTemplate } = inputs.inputTransformer as Record<string, string | Record<string, string>>;
      const used = [...String(inputTemplate).matchAll(/<([\w-]+)>/g)].map(([, variable]) => variable);
      assert.deepEqual(used.toSorted(), Object.keys(inputPaths ?? {}).toSorted(), name);
      const [, slug] = /runbooks\/([\w-]+)"$/.exec(String(inputTemplate)) ?? [];
      assert.deepEqual(headings(slug), form, name);
    }
  });

  it("matches tasks of services only, without those that ECS stops on purpose", async () => {
    assert.deepEqual(pattern(await routes(), "task-stopped"), {
      source: ["aws.ecs"],
      "detail-type": ["ECS Task State Change"],
      detail: {
        lastStatus: ["STOPPED"],
        stopCode: ["EssentialContainerExited", "TaskFailedToStart"],
        group: [{ prefix: "service:" }],
      },
    });
  });

  it("matches standalone tasks that fail: those that exit with an error, and those that never start", async () => {
    const { detail } = pattern(await routes(), "standalone-task-failed") as { detail: object };
    assert.deepEqual(detail, {
      lastStatus: ["STOPPED"],
      group: [{ prefix: "family:" }],
      $or: [{ stopCode: ["TaskFailedToStart"] }, { containers: { exitCode: [{ "anything-but": 0 }] } }],
    });
  });

  it("distinguishes issues of the account, issues of the Region and scheduled changes", async () => {
    const deployed = await routes();
    const detail = (event: AwsEvent) => (pattern(deployed, event) as { detail: unknown }).detail;
    assert.deepEqual(detail("account-health"), {
      eventTypeCategory: ["issue", "investigation"],
      eventScopeCode: ["ACCOUNT_SPECIFIC"],
    });
    assert.deepEqual(detail("region-health"), { eventTypeCategory: ["issue"], eventScopeCode: ["PUBLIC"] });
    assert.deepEqual(detail("planned-change"), {
      eventTypeCategory: ["scheduledChange"],
      eventScopeCode: ["ACCOUNT_SPECIFIC"],
    });
  });

  it("keeps undelivered events for 14 days, encrypted, in a queue for its rules only", async () => {
    const deployed = await routes({ events: ["database-failover", "spot-interruption"] });
    const queue = deployed.one(aws.sqs.Queue);
    assert.deepEqual([queue.inputs.sqsManagedSseEnabled, queue.inputs.messageRetentionSeconds], [true, 1_209_600]);
    const { Statement } = JSON.parse(String(deployed.one(aws.sqs.QueuePolicy).inputs.policy));
    assert.deepEqual(Statement[1], {
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queue.outputs.arn,
      Condition: { ArnEquals: { "aws:SourceArn": deployed.of(aws.cloudwatch.EventRule).map((r) => r.outputs.arn) } },
    });
    assert.equal(Statement[0].Sid, "DenyPlaintext");
    for (const target of deployed.of(aws.cloudwatch.EventTarget)) {
      assert.deepEqual(target.inputs.deadLetterConfig, { arn: queue.outputs.arn });
      assert.ok(target.dependencies.includes(deployed.one(aws.sqs.QueuePolicy).urn), target.name);
    }
  });

  it("has a critical alarm on undelivered events", async () => {
    const { one } = await routes();
    const { alarmActions, okActions, dimensions, threshold, comparisonOperator, treatMissingData, alarmDescription } =
      one(aws.cloudwatch.MetricAlarm).inputs;
    assert.deepEqual([alarmActions, okActions], [[critical], [critical]]);
    assert.deepEqual(dimensions, { QueueName: one(aws.sqs.Queue).outputs.name });
    assert.deepEqual([comparisonOperator, threshold, treatMissingData], ["GreaterThanThreshold", 0, "notBreaching"]);
    assert.match(String(alarmDescription), /Runbook: https:\/\/wiki\.example\.com\/runbooks\/undelivered-events$/);
    assert.deepEqual(headings("undelivered-events"), form);
  });

  it("GEN-ALR-03: sends to topics with subscriptions, after their policies", async () => {
    const deployed = await deploy(() => {
      const subscriptions: Subscription[] = [{ name: "team", protocol: "email", endpoint: "team@example.com" }];
      const alerts = new AlarmTopic("alerts", { account: place, kmsKeyArn: "arn:aws:kms:::key/1", subscriptions });
      new EventRoutes("events", { ...base, topicArns: { critical: alerts.topicArn, warning: alerts.topicArn } });
    });
    assert.equal(deployed.of(aws.sns.TopicSubscription).length, 1);
    const policy = deployed.one(aws.sns.TopicPolicy).urn;
    for (const target of deployed.of(aws.cloudwatch.EventTarget)) {
      assert.equal(target.inputs.arn, deployed.one(aws.sns.Topic).outputs.arn);
      assert.ok(target.dependencies.includes(policy), target.name);
    }
  });

  it("creates only the rules of the given events, named by event", async () => {
    const { of } = await routes({ events: ["spot-interruption", "account-health"] });
    assert.deepEqual(
      of(aws.cloudwatch.EventRule).map(({ name }) => name),
      ["events-account-health", "events-spot-interruption"],
    );
  });

  it("reports every fault at once", async () => {
    const args: EventRoutesArgs = {
      ...base,
      events: ["task-stopped", "task-stopped"],
      runbookBaseUrl: "https://wiki.example.com/",
    };
    assert.equal(
      await refusal(() => new EventRoutes("events", args)),
      [
        'EventRoutes "events":',
        "  - events[1] must not repeat an event, got task-stopped again",
        "  - runbookBaseUrl must be an https:// URL that does not end in /, got https://wiki.example.com/",
      ].join("\n"),
    );
    assert.equal(
      await refusal(() => new EventRoutes("events", { ...base, events: [] })),
      'EventRoutes "events": events must have at least one event, got none',
    );
  });
});
