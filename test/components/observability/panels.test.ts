import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Monitored } from "../../../components/observability/monitored.ts";
import { type Panel, panels } from "../../../components/observability/panels.ts";
import { defaultThresholds } from "../../../components/observability/thresholds.ts";

const six: Record<string, Monitored> = {
  gateway: { kind: "gateway", name: "public", loadBalancer: "app/public/1", targetGroups: {} },
  services: {
    kind: "service",
    name: "chat",
    clusterName: "ecs-main",
    serviceName: "chat",
    behind: { loadBalancer: "app/public/1", targetGroup: "targetgroup/chat/1" },
  },
  data: {
    kind: "database",
    name: "main",
    identifier: "db-main",
    instanceClass: "db.t4g.medium",
    allocatedStorageGib: 100,
  },
  queue: { kind: "queue", name: "jobs", queueName: "jobs", deadLetterQueueName: "jobs-dead-letter" },
  broker: { kind: "broker", name: "events", brokerName: "auterity" },
  cache: { kind: "cache", name: "main", nodes: { "001": "cache-001" } },
  storage: { kind: "bucket", name: "files", bucketName: "files-1", filterId: "EntireBucket" },
};

/** Alarms of a resource by name: condition, threshold, severity and missing data. */
function alarms(of: Monitored | undefined): Record<string, unknown[]> {
  assert.ok(of);
  return Object.fromEntries(
    panels(of, defaultThresholds).flatMap(({ key, alarm }) =>
      alarm ? [[key, [alarm.when, alarm.threshold, alarm.severity, alarm.missing]]] : [],
    ),
  );
}

function panel(of: Monitored | undefined, key: string): Panel {
  assert.ok(of);
  const found = panels(of, defaultThresholds).find((each) => each.key === key);
  assert.ok(found, key);
  return found;
}

describe("panels", () => {
  it("AUI-OBS-06: the gateway, services, data, the queue, the cache and storage have alarms", () => {
    const keys = Object.values(six).flatMap((each) => Object.keys(alarms(each)));
    for (const key of [
      "gateway-public-error-rate",
      "service-chat-cpu",
      "database-main-connections",
      "queue-jobs-oldest-message",
      "broker-events-backlog",
      "cache-main-001-memory",
      "database-main-storage",
      "bucket-files-error-rate",
    ])
      assert.ok(keys.includes(key), key);
  });

  it("alarms on messages older than 15 minutes, and on every dead letter", () => {
    assert.deepEqual(alarms(six.queue), {
      "queue-jobs-oldest-message": ["above", 900, "warning", "notBreaching"],
      "queue-jobs-dead-letter-messages": ["above", 0, "warning", "notBreaching"],
    });
    assert.deepEqual(panel(six.queue, "queue-jobs-dead-letter-messages").dimensions, { QueueName: "jobs-dead-letter" });
  });

  it("alarms on a broker before it blocks publishers, and on missing data", () => {
    assert.deepEqual(alarms(six.broker), {
      "broker-events-backlog": ["above", 10_000, "warning", "breaching"],
      "broker-events-cpu": ["above", 80, "warning", "missing"],
      "broker-events-memory": ["above", 85, "critical", "missing"],
      "broker-events-disk": ["below", 1.5, "critical", "missing"],
    });
    assert.deepEqual(panel(six.broker, "broker-events-disk").metric, {
      expression: "free / limit",
      of: { free: "RabbitMQDiskFree", limit: "RabbitMQDiskFreeLimit" },
    });
  });

  it("alarms on 5xx errors of a bucket in relation to requests, not on 4xx errors", () => {
    assert.deepEqual(alarms(six.storage), { "bucket-files-error-rate": ["above", 5, "warning", "notBreaching"] });
    const { metric, dimensions, statistic } = panel(six.storage, "bucket-files-error-rate");
    assert.deepEqual(metric, { expression: "100 * errors", of: { errors: "5xxErrors" } });
    assert.deepEqual(dimensions, { BucketName: "files-1", FilterId: "EntireBucket" });
    assert.equal(statistic, "Average");
  });

  it("shows a failover of a cache by a changed role", () => {
    const failover = panel(six.cache, "cache-main-001-failover");
    assert.deepEqual(failover.metric, { expression: "ABS(DIFF(primary))", of: { primary: "IsMaster" } });
    assert.deepEqual([failover.alarm?.threshold, failover.alarm?.periods, failover.period], [0, 1, 60]);
  });

  it("GEN-ALR-02: alarms on a service's error rate where its target group is known", () => {
    assert.deepEqual(alarms(six.services)["service-chat-error-rate"], ["above", 5, "warning", "notBreaching"]);
    const alone: Monitored = { kind: "service", name: "job", clusterName: "ecs-main", serviceName: "job" };
    assert.deepEqual(Object.keys(alarms(alone)), [
      "service-job-cpu",
      "service-job-memory",
      "service-job-running-tasks",
    ]);
  });

  it("links runbooks in one format", () => {
    for (const each of Object.values(six))
      for (const { key, alarm } of panels(each, defaultThresholds)) {
        if (alarm === undefined) continue;
        const headings = readFileSync(`docs/runbooks/${alarm.runbook}.md`, "utf8").match(/^## .*$/gm);
        assert.deepEqual(
          headings,
          ["## What it means", "## What to look at first", "## What to do", "## How to confirm"],
          key,
        );
      }
  });
});
