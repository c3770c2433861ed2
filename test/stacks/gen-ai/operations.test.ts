import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { at, type Deployed } from "../../harness.ts";
import { deployStack, origins } from "../origins.ts";

const services = [
  "classification",
  "code",
  "conversational",
  "document-extraction",
  "format-conversion",
  "personalization",
  "quality",
  "search",
  "workflow",
];

describe("gen-ai: observability, security, recovery and cost", () => {
  let deployed: Deployed;
  before(async () => {
    deployed = await deployStack("gen-ai");
  });
  const alarm = (name: string) => deployed.one(aws.cloudwatch.MetricAlarm, `observability-${name}`);
  const dashboard = (name: string) =>
    String(deployed.one(aws.cloudwatch.Dashboard, `dashboard-${name}`).inputs.dashboardBody);
  const container = (service: string) => {
    const definition = deployed.one(aws.ecs.TaskDefinition, `service-${service}`);
    return JSON.parse(String(definition.inputs.containerDefinitions))[0];
  };

  it("GEN-OBS-01: logs each service to /ecs/gen-ai-<service> for 30 days", () => {
    for (const service of services) {
      const { inputs } = deployed.one(aws.cloudwatch.LogGroup, `service-${service}`);
      assert.deepEqual([inputs.name, inputs.retentionInDays], [`/ecs/gen-ai-${service}`, 30]);
      assert.equal(container(service).logConfiguration.options["awslogs-group"], `/ecs/gen-ai-${service}`);
    }
  });

  it("GEN-OBS-02, GEN-OBS-03: samples traces with the rule gen-ai-sampling, whose tags are not conditions", () => {
    const { tags, ...rule } = deployed.one(aws.xray.SamplingRule).inputs;
    assert.deepEqual(rule, {
      ruleName: "gen-ai-sampling",
      priority: 1000,
      version: 1,
      reservoirSize: 1,
      fixedRate: 0.05,
      host: "*",
      httpMethod: "*",
      urlPath: "*",
      serviceName: "*",
      serviceType: "*",
      resourceArn: "*",
    });
    assert.deepEqual(tags, { Environment: "production", Project: "gen-ai-services", Name: "gen-ai-sampling" });
  });

  for (const [id, name, metrics] of [
    [
      "GEN-OBS-04",
      "services",
      ["CPUUtilization", "MemoryUtilization", "RequestCount", "HTTPCode_Target_5XX_Count", "TargetResponseTime"],
    ],
    [
      "GEN-OBS-05",
      "infrastructure",
      ["DatabaseConnections", "CacheHitRate", "FreeStorageSpace", "NetworkReceiveThroughput", "BytesOutToDestination"],
    ],
  ] as const) {
    it(`${id}: has a dashboard of ${name}`, () => {
      assert.deepEqual(
        metrics.filter((metric) => !dashboard(name).includes(`"${metric}"`)),
        [],
      );
    });
  }

  it("GEN-ALR-01: has a critical alarm when no task of a service runs for two periods of 300 seconds", () => {
    for (const service of services) {
      const { inputs } = alarm(`service-${service}-running-tasks`);
      assert.deepEqual([inputs.namespace, inputs.metricName], ["ECS/ContainerInsights", "RunningTaskCount"]);
      assert.deepEqual([inputs.comparisonOperator, inputs.threshold], ["LessThanThreshold", 1]);
      assert.deepEqual([inputs.period, inputs.evaluationPeriods, inputs.treatMissingData], [300, 2, "breaching"]);
      assert.deepEqual(inputs.dimensions, { ClusterName: "gen-ai-cluster", ServiceName: `gen-ai-${service}` });
    }
  });

  it("GEN-ALR-02: has alarms on CPU over 80 %, memory over 85 %, storage under 20 % and errors over 5 %", () => {
    const trips = (name: string) => [alarm(name).inputs.comparisonOperator, alarm(name).inputs.threshold];
    assert.deepEqual(trips("service-search-cpu"), ["GreaterThanThreshold", 80]);
    assert.deepEqual(trips("database-main-cpu"), ["GreaterThanThreshold", 80]);
    assert.deepEqual(trips("service-search-memory"), ["GreaterThanThreshold", 85]);
    assert.deepEqual(trips("service-search-error-rate"), ["GreaterThanThreshold", 5]);
    // A fifth of 20 GiB.
    assert.deepEqual(trips("database-main-storage"), ["LessThanThreshold", 4_294_967_296]);
  });

  it("GEN-ALR-03: has a topic with subscribers for every alarm", () => {
    assert.deepEqual(
      deployed
        .of(aws.sns.TopicSubscription)
        .map(({ inputs }) => inputs.endpoint)
        .sort(),
      ["on-call@example.com", "platform@example.com"],
    );
    for (const each of deployed.of(aws.cloudwatch.MetricAlarm)) {
      assert.notDeepEqual(origins(each, "alarmActions", "aws:sns/topic:Topic"), [], each.name);
    }
  });

  it("GEN-SEC-01: gives every service gen-ai-api-keys by reference", () => {
    assert.equal(deployed.one(aws.secretsmanager.Secret).inputs.name, "gen-ai-api-keys");
    for (const service of services) {
      const [secret, ...others] = container(service).secrets;
      assert.equal(secret.name, "API_KEYS");
      assert.match(secret.valueFrom, /:secret:gen-ai-api-keys/);
      assert.deepEqual(others, []);
    }
  });

  it("GEN-SEC-02: encrypts at rest and in transit, with keys that rotate", () => {
    assert.equal(deployed.one(aws.rds.Instance).inputs.storageEncrypted, true);
    const cache = deployed.one(aws.elasticache.ReplicationGroup).inputs;
    assert.deepEqual([cache.atRestEncryptionEnabled, cache.transitEncryptionEnabled], [true, true]);
    const https = deployed.of(aws.lb.Listener).filter(({ inputs }) => inputs.protocol === "HTTPS");
    assert.equal(https.length, 1);
    assert.match(String(https[0]?.inputs.sslPolicy), /^ELBSecurityPolicy-TLS13-1-2-/);
    for (const key of deployed.of(aws.kms.Key)) assert.equal(key.inputs.enableKeyRotation, true, key.name);
  });

  it("GEN-SEC-04: has an IAM Access Analyzer", () => {
    assert.equal(deployed.one(aws.accessanalyzer.Analyzer).inputs.type, "ACCOUNT");
  });

  it("GEN-CMP-01: has the trail gen-ai-trail of all Regions in its own bucket", () => {
    const trail = deployed.one(aws.cloudtrail.Trail);
    const { inputs } = trail;
    assert.deepEqual(
      [inputs.name, inputs.isMultiRegionTrail, inputs.includeGlobalServiceEvents, inputs.enableLogFileValidation],
      ["gen-ai-trail", true, true, true],
    );
    // Without a condition on readOnly it is reads and writes alike.
    assert.deepEqual(at(trail, "advancedEventSelectors.0"), {
      name: "Management events",
      fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
    });
    assert.deepEqual(origins(trail, "s3BucketName", "aws:s3/bucket:Bucket"), ["trail-trail"]);
    const policy = deployed.one(aws.s3.BucketPolicy, "trail-trail").inputs.policy;
    assert.match(String(policy), /cloudtrail.amazonaws.com/);
  });

  it("GEN-CMP-02: stores access logs of the load balancer and of the documents", () => {
    assert.equal(at(deployed.one(aws.lb.LoadBalancer), "accessLogs.enabled"), true);
    const logging = deployed.one(aws.s3.BucketLogging, "bucket-documents");
    assert.deepEqual(origins(logging, "targetBucket", "aws:s3/bucket:Bucket"), ["bucket-access-logs"]);
  });

  it("GEN-CMP-03: deletes documents after three years, and scans for personal data", () => {
    const { inputs } = deployed.one(aws.s3.BucketLifecycleConfiguration, "bucket-documents");
    const rules = inputs.rules as { id: string; expiration?: { days: number } }[];
    assert.deepEqual(rules.find(({ id }) => id === "retention")?.expiration, { days: 1095 });
    assert.equal(deployed.one(aws.macie2.Account).inputs.status, "ENABLED");
  });

  it("GEN-DR-01: replicates database, documents and images to us-west-2", () => {
    const provider = deployed.one("pulumi:providers:aws", "aws-recovery");
    assert.equal(provider.inputs.region, "us-west-2");
    const backups = deployed.one(aws.rds.InstanceAutomatedBackupsReplication);
    assert.match(backups.provider, /::aws-recovery::/);
    assert.deepEqual(origins(backups, "sourceDbInstanceArn", "aws:rds/instance:Instance"), ["database-main"]);
    const copies = deployed.one(aws.s3.BucketReplicationConfig);
    assert.deepEqual(origins(copies, "bucket", "aws:s3/bucket:Bucket"), ["bucket-documents"]);
    assert.match(deployed.one(aws.s3.Bucket, "recovery-region-documents").provider, /::aws-recovery::/);
    const [rule] = at(deployed.one(aws.ecr.ReplicationConfiguration), "replicationConfiguration.rules") as [unknown];
    assert.deepEqual(rule, {
      destinations: [{ region: "us-west-2", registryId: "999900001111" }],
      repositoryFilters: [{ filter: "gen-ai-", filterType: "PREFIX_MATCH" }],
    });
  });

  it("GEN-CST-01: has the budget gen-ai-monthly of 1000 US dollars, with a notification at 80 %", () => {
    const { inputs } = deployed.one(aws.budgets.Budget);
    assert.deepEqual(
      [inputs.name, inputs.budgetType, inputs.limitAmount, inputs.limitUnit, inputs.timeUnit],
      ["gen-ai-monthly", "COST", "1000", "USD", "MONTHLY"],
    );
    assert.deepEqual(inputs.costFilters, [{ name: "TagKeyValue", values: ["user:Project$gen-ai-services"] }]);
    const [told] = inputs.notifications as Record<string, unknown>[];
    assert.deepEqual(
      [told?.["comparisonOperator"], told?.["threshold"], told?.["thresholdType"], told?.["notificationType"]],
      ["GREATER_THAN", 80, "PERCENTAGE", "ACTUAL"],
    );
    assert.deepEqual(Array.isArray(told?.["subscriberSnsTopicArns"]), true);
  });

  it("GEN-CST-03: exports cost data by service and tag, and enables recommendations", () => {
    const query = at(deployed.one(aws.bcmdata.Export), "export.dataQueries.0.queryStatement");
    assert.match(String(query), /line_item_usage_type|product_servicecode|line_item_product_code/);
    assert.equal(deployed.one(aws.computeoptimizer.EnrollmentStatus).inputs.status, "Active");
  });
});
