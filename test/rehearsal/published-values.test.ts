import assert from "node:assert/strict";
import { fargateFaults } from "../../rehearsal/published/fargate.ts";
import { metricFaults } from "../../rehearsal/published/metrics.ts";
import { valueFaults } from "../../rehearsal/published/values.ts";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "no engine" };

/** Inputs that are refused, with the input at fault, and the same that pass. */
const values: [type: string, fault: string, refused: Record<string, unknown>, passes: Record<string, unknown>][] = [
  ["aws:backup/selection:Selection", "name", { name: "a".repeat(51) }, { name: "a".repeat(50) }],
  ["aws:backup/selection:Selection", "name", { name: "a b" }, { name: "a-b" }],
  ["aws:lb/loadBalancer:LoadBalancer", "name", { name: "internal-a" }, { name: "a-internal" }],
  ["aws:kms/alias:Alias", "name", { name: "alias/aws/a" }, { name: "alias/a" }],
  [
    "aws:sqs/queue:Queue",
    "visibilityTimeoutSeconds",
    { visibilityTimeoutSeconds: 43201 },
    { visibilityTimeoutSeconds: 43200 },
  ],
  ["aws:sqs/queue:Queue", "name", { name: "a", fifoQueue: true }, { name: "a.fifo", fifoQueue: true }],
  ["aws:eks/nodeGroup:NodeGroup", "amiType", { amiType: "AL2022" }, { amiType: "AL2023_ARM_64_STANDARD" }],
  ["aws:cloudwatch/logGroup:LogGroup", "retentionInDays", { retentionInDays: 31 }, { retentionInDays: 30 }],
  [
    "aws:rds/instance:Instance",
    "monitoringRoleArn",
    { monitoringInterval: 60 },
    { monitoringInterval: 60, monitoringRoleArn: unknown },
  ],
  [
    "aws:ecs/taskDefinition:TaskDefinition",
    "memory",
    { requiresCompatibilities: ["FARGATE"], cpu: "256", memory: "4096" },
    { requiresCompatibilities: ["FARGATE"], cpu: "256", memory: "2048" },
  ],
  ["aws:cloudwatch/metricAlarm:MetricAlarm", "period", { period: 90 }, { period: 120 }],
  [
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "datapointsToAlarm",
    { datapointsToAlarm: 3, evaluationPeriods: 2 },
    { datapointsToAlarm: 2, evaluationPeriods: 2 },
  ],
  ["aws:cloudwatch/eventRule:EventRule", "eventPattern", { name: "a" }, { name: "a", scheduleExpression: unknown }],
  ["aws:dynamodb/table:Table", "readCapacity", { billingMode: "PROVISIONED" }, { billingMode: "PAY_PER_REQUEST" }],
  ["aws:lb/listener:Listener", "certificateArn", { protocol: "HTTPS" }, { protocol: "HTTPS", certificateArn: unknown }],
  [
    "aws:lb/targetGroup:TargetGroup",
    "healthCheck.timeout",
    { healthCheck: { timeout: 31, interval: 30 } },
    { healthCheck: { timeout: 30, interval: 30 } },
  ],
  [
    "aws:eks/nodeGroup:NodeGroup",
    "scalingConfig.minSize",
    { scalingConfig: { minSize: 4, desiredSize: 3, maxSize: 5 } },
    { scalingConfig: { minSize: 3, desiredSize: 3, maxSize: 5 } },
  ],
  [
    "aws:appautoscaling/target:Target",
    "minCapacity",
    { minCapacity: 3, maxCapacity: 2 },
    { minCapacity: 2, maxCapacity: 2 },
  ],
  [
    "aws:rds/instance:Instance",
    "iops",
    { engine: "postgres", storageType: "gp3", allocatedStorage: 450, iops: 3000 },
    { engine: "postgres", storageType: "gp3", allocatedStorage: 450, iops: 12000 },
  ],
  [
    "aws:rds/instance:Instance",
    "allocatedStorage",
    { allocatedStorage: 200, maxAllocatedStorage: 100 },
    { allocatedStorage: 100, maxAllocatedStorage: 200 },
  ],
  [
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "automaticFailoverEnabled",
    { multiAzEnabled: true, automaticFailoverEnabled: false },
    { multiAzEnabled: true, automaticFailoverEnabled: true },
  ],
  [
    "aws:backup/plan:Plan",
    "rules[0].lifecycle.deleteAfter",
    { rules: [{ lifecycle: { coldStorageAfter: 30, deleteAfter: 100 } }] },
    { rules: [{ lifecycle: { coldStorageAfter: 30, deleteAfter: 120 } }] },
  ],
  [
    "aws:wafv2/webAcl:WebAcl",
    "rules[1].name",
    { rules: [{ name: "a" }, { name: "a b" }] },
    { rules: [{ name: "a" }, { name: "b" }] },
  ],
];

describe("published values", () => {
  for (const [type, fault, refused, passes] of values) {
    it(`take ${fault} of ${type} or refuse it: ${JSON.stringify(refused)}`, () => {
      assert.deepEqual(
        valueFaults(type, refused).map((each) => each.input),
        [fault],
      );
      assert.deepEqual(valueFaults(type, passes), []);
    });
  }

  it("say what is allowed and what is given", () => {
    assert.deepEqual(valueFaults("aws:sqs/queue:Queue", { delaySeconds: 901 }), [
      { input: "delaySeconds", allowed: "0 to 900", given: "901" },
    ]);
  });

  it("judge neither what is unknown nor what is secret", () => {
    for (const name of [unknown, `a-${unknown}-b`, secret, undefined, null])
      assert.deepEqual(valueFaults("aws:backup/selection:Selection", { name }), []);
  });

  it("take the sizes of Fargate", () => {
    assert.deepEqual(fargateFaults(1024, "2048"), []);
    assert.deepEqual(fargateFaults("8192", 20480), []);
    assert.deepEqual(
      fargateFaults(1024, 1024).map(({ input }) => input),
      ["memory"],
    );
    assert.deepEqual(
      fargateFaults(300, 1024).map(({ input }) => input),
      ["cpu"],
    );
    assert.deepEqual(fargateFaults(undefined, 1024), []);
  });
});

describe("published metrics", () => {
  const faults = (namespace: string, name: string, ...dimensions: string[]) =>
    metricFaults(namespace, name, Object.fromEntries(dimensions.map((each) => [each, "x"]))).map(({ input }) => input);

  it("have a name and their dimensions", () => {
    assert.deepEqual(faults("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName"), []);
    assert.deepEqual(faults("AWS/SQS", "AgeOfOldestMessage", "QueueName"), ["metricName"]);
    assert.deepEqual(faults("AWS/SQS", "ApproximateAgeOfOldestMessage", "Queue"), ["dimensions"]);
    assert.deepEqual(faults("AWS/SQS", "ApproximateAgeOfOldestMessage"), ["dimensions"]);
    assert.deepEqual(faults("AWS/RDS", "MaximumUsedTransactionIDs", "DBInstanceIdentifier"), []);
  });

  it("are not asked of a program's own namespace", () => {
    assert.deepEqual(faults("Audit/trail", "root-use"), []);
  });
});
