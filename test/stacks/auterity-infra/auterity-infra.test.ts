import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { definitions } from "../../../stacks/definitions.ts";
import { at, type Deployed, type Registered } from "../../harness.ts";
import { deployStack, origins } from "../origins.ts";

const subnet = "aws:ec2/subnet:Subnet";
const securityGroup = "aws:ec2/securityGroup:SecurityGroup";
const eksCluster = "aws:eks/cluster:Cluster";
const secret = "aws:secretsmanager/secret:Secret";

/** A container of a task, as far as the rows speak of it. */
interface Container {
  name: string;
  image: string;
  environment: { name: string; value: string }[];
  secrets: { name: string; valueFrom: string }[];
}

describe("the stack auterity-infra", () => {
  let deployed: Deployed;
  before(async () => {
    deployed = await deployStack("auterity-infra");
  });
  const of = (type: Parameters<Deployed["of"]>[0]) => deployed.of(type);
  const one = (type: Parameters<Deployed["one"]>[0], name?: string) => deployed.one(type, name);
  const inputs = (resource: Registered, ...keys: string[]) =>
    Object.fromEntries(keys.map((key) => [key, resource.inputs[key]]));
  /** Callers by the name of the rule that admits them to a group, with the port. */
  const admitted = (group: string) =>
    of(aws.vpc.SecurityGroupIngressRule)
      .filter((each) => origins(each, "securityGroupId", securityGroup).includes(group))
      .map(({ name, inputs: { fromPort, toPort, cidrIpv4 } }) => [name, fromPort, toPort, cidrIpv4])
      .sort();
  const application = () => JSON.parse(String(one(aws.ecs.TaskDefinition).inputs.containerDefinitions))[0] as Container;

  describe("network and compute", () => {
    it("AUI-NET-01: has the address block that its definition gives", () => {
      assert.equal(one(aws.ec2.Vpc).inputs.cidrBlock, "10.30.0.0/16");
      assert.equal(definitions["auterity-infra"]?.network.cidrBlock, "10.30.0.0/16");
      assert.deepEqual(origins(one(aws.lb.TargetGroup, "gateway-app"), "vpcId", "aws:ec2/vpc:Vpc"), ["network"]);
    });

    it("AUI-CMP-01, OOD-46: has an ECS cluster with Container Insights", () => {
      assert.deepEqual(inputs(one(aws.ecs.Cluster), "name", "settings"), {
        name: "auterity",
        settings: [{ name: "containerInsights", value: "enhanced" }],
      });
    });

    it("AUI-CMP-02, CON-05: has an EKS cluster beside it, in the same network", () => {
      assert.equal(one(aws.eks.Cluster).inputs.name, "auterity");
      const subnets = ["network-private-a", "network-private-b", "network-private-c"];
      assert.deepEqual(origins(one(aws.eks.Cluster), "vpcConfig", subnet), subnets);
      assert.deepEqual(origins(one(aws.ecs.Service), "networkConfiguration", subnet), subnets);
    });

    it("AUI-APP-02: runs the application as four tasks of two CPUs and four GiB, with its secrets", () => {
      assert.deepEqual(inputs(one(aws.ecs.Service), "name", "desiredCount"), { name: "auterity-app", desiredCount: 4 });
      assert.deepEqual(inputs(one(aws.ecs.TaskDefinition), "cpu", "memory"), { cpu: "2048", memory: "4096" });
      assert.match(application().image, /^602233445566\.dkr\.ecr\.us-west-2\.amazonaws\.com\/auterity\/app:1\.0\.0$/);
      assert.deepEqual(
        application().secrets.map(({ name }) => name),
        ["APP_SECRETS"],
      );
      assert.deepEqual(
        origins(one(aws.ecs.TaskDefinition), "containerDefinitions", secret).includes("secret-app_secrets"),
        true,
      );
    });

    it("AUI-APP-04: runs the metrics server for autoscaling", () => {
      assert.equal(one(aws.eks.Addon, "cluster-metrics-server").inputs.addonName, "metrics-server");
    });
  });

  describe("stores", () => {
    it("AUI-DB-01, OOD-03: have a PostgreSQL with database and user auterity, whose password RDS manages", () => {
      const database = one(aws.rds.Instance);
      assert.deepEqual(
        inputs(database, "engine", "engineVersion", "dbName", "username", "port", "manageMasterUserPassword"),
        {
          engine: "postgres",
          engineVersion: "17",
          dbName: "auterity",
          username: "auterity",
          port: 5432,
          manageMasterUserPassword: true,
        },
      );
      assert.equal(database.inputs.password, undefined);
      assert.deepEqual(admitted("database-main"), [
        ["database-main-cluster", 5432, 5432, undefined],
        ["database-main-services", 5432, 5432, undefined],
      ]);
    });

    it("AUI-DB-02: keep a standby of the database in another zone", () => {
      assert.equal(one(aws.rds.Instance).inputs.multiAz, true);
    });

    it("AUI-CAC-01, CON-11: have a cache with authentication and TLS", () => {
      const cache = one(aws.elasticache.ReplicationGroup);
      assert.deepEqual(inputs(cache, "port", "transitEncryptionEnabled", "transitEncryptionMode", "userGroupIds"), {
        port: 6379,
        transitEncryptionEnabled: true,
        transitEncryptionMode: "required",
        userGroupIds: ["auterity-valkey"],
      });
      assert.deepEqual(inputs(one(aws.elasticache.User), "accessString", "authenticationMode"), {
        accessString: "on ~cache:* ~session:* +@read +@write +@connection",
        authenticationMode: { type: "iam" },
      });
    });

    it("AUI-STO-01: have a bucket that the application's tasks may write to", () => {
      const bucket = one(aws.s3.Bucket, "bucket-storage");
      const arn = `arn:aws:s3:::${bucket.outputs.bucket}`;
      const writers = of(aws.iam.RolePolicy).filter(
        (each) =>
          each.name.startsWith("service-") &&
          String(each.inputs.policy).includes(`"s3:PutObject"],"Resource":["${arn}/*"]`),
      );
      assert.deepEqual(
        writers.map((each) => each.name),
        ["service-app-task"],
      );
    });
  });

  describe("gateway", () => {
    it("AUI-GW-04, OOD-28: routes by least outstanding requests, and redirects port 80 to HTTPS", () => {
      assert.deepEqual(
        of(aws.lb.TargetGroup).map((each) => [each.name, each.inputs.loadBalancingAlgorithmType]),
        [
          ["gateway-kong", "least_outstanding_requests"],
          ["gateway-app", "least_outstanding_requests"],
        ],
      );
      const http = one(aws.lb.Listener, "gateway-http");
      assert.equal(http.inputs.port, 80);
      assert.deepEqual(http.inputs.defaultActions, [
        { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } },
      ]);
    });

    it("routes APIs to Kong's proxy and other requests to the tasks, and nothing to Kong's admin ports", () => {
      const forwards = of(aws.lb.ListenerRule).map((each) => [
        at(each, "conditions.0.pathPattern.values"),
        origins(each, "actions", "aws:lb/targetGroup:TargetGroup"),
      ]);
      assert.deepEqual(forwards, [
        [["/api/*"], ["gateway-kong"]],
        [["/*"], ["gateway-app"]],
      ]);
      const service = one(aws.ecs.Service);
      assert.deepEqual(origins(service, "loadBalancers", "aws:lb/targetGroup:TargetGroup"), ["gateway-app"]);
      const toPods = of(aws.vpc.SecurityGroupIngressRule)
        .filter((each) => origins(each, "referencedSecurityGroupId", securityGroup).includes("gateway"))
        .filter((each) => origins(each, "securityGroupId", eksCluster).length > 0);
      assert.deepEqual(
        toPods.map((each) => [each.inputs.fromPort, each.inputs.toPort]),
        [
          [8000, 8000],
          [8100, 8100],
        ],
      );
    });
  });

  describe("broker", () => {
    it("AUI-MQ-01, OOD-07: is a RabbitMQ of Amazon MQ, whose first user's password is in a secret", () => {
      const broker = one(aws.mq.Broker);
      assert.deepEqual(inputs(broker, "engineType", "engineVersion", "hostInstanceType", "deploymentMode"), {
        engineType: "RabbitMQ",
        engineVersion: "4.2",
        hostInstanceType: "mq.m7g.large",
        deploymentMode: "CLUSTER_MULTI_AZ",
      });
      assert.ok(pulumi.runtime.isRpcSecret(broker.inputs.users));
      assert.deepEqual(pulumi.runtime.unwrapRpcSecret(broker.inputs.users), [
        { username: "auterity", password: "what-the-operator-put" },
      ]);
      assert.deepEqual(origins(broker, "users", secret), ["secret-rabbitmq_password"]);
    });

    it("AUI-MQ-02: is private, and admits workloads to AMQP over TLS and pods to its console", () => {
      assert.equal(one(aws.mq.Broker).inputs.publiclyAccessible, false);
      assert.deepEqual(origins(one(aws.mq.Broker), "securityGroups", securityGroup), ["broker-events"]);
      assert.deepEqual(admitted("broker-events"), [
        ["broker-events-cluster", 5671, 5671, undefined],
        ["broker-events-management-cluster", 443, 443, undefined],
        ["broker-events-services", 5671, 5671, undefined],
      ]);
      const url = application().environment.find(({ name }) => name === "BROKER_EVENTS_URL");
      assert.match(url?.value ?? "", /^amqps:\/\/[\w.-]+\.mq\.us-west-2\.on\.aws:5671$/);
    });
  });

  describe("observability", () => {
    it("AUI-OBS-06: alarms on the gateway, services, the database, the broker, the cache and storage", () => {
      const namespaces = of(aws.cloudwatch.MetricAlarm)
        .filter((each) => each.name.startsWith("observability-"))
        .flatMap(({ inputs: { namespace, metricQueries } }) => [
          namespace,
          ...((metricQueries ?? []) as { metric?: { namespace: string } }[]).map(({ metric }) => metric?.namespace),
        ]);
      const six = ["AWS/ApplicationELB", "AWS/ECS", "AWS/RDS", "AWS/AmazonMQ", "AWS/ElastiCache", "AWS/S3"];
      for (const namespace of six) assert.ok(namespaces.includes(namespace), namespace);
    });

    it("counts the requests of the buckets that have alarms", () => {
      assert.deepEqual(
        of(aws.s3.BucketMetric).map((each) => [each.inputs.bucket, each.inputs.name]),
        [
          [one(aws.s3.Bucket, "bucket-storage").outputs.bucket, "EntireBucket"],
          ["auterity-backups-602233445566", "EntireBucket"],
        ],
      );
    });
  });

  describe("secrets", () => {
    it("AUI-SEC-01, OOD-32, CON-17: are in Secrets Manager, and an operator sets their values", () => {
      assert.ok(of(aws.secretsmanager.Secret).length > 0);
      assert.deepEqual(of(aws.secretsmanager.SecretVersion), []);
    });

    it("AUI-SEC-02: are six, one of them managed by RDS and one replaced by IAM, and one for the receivers of alerts", () => {
      assert.deepEqual(
        of(aws.secretsmanager.Secret).map((each) => each.inputs.name),
        ["rabbitmq_password", "kong_database_password", "app_secrets", "grafana_password", "alert_receivers"],
      );
      const database = one(aws.rds.Instance);
      assert.equal(database.inputs.manageMasterUserPassword, true);
      assert.deepEqual(origins(database, "masterUserSecretKmsKeyId", "aws:kms/key:Key"), ["data"]);
      const cache = one(aws.elasticache.ReplicationGroup);
      assert.equal(cache.inputs.authToken, undefined);
      assert.deepEqual(at(one(aws.elasticache.User), "authenticationMode"), { type: "iam" });
    });

    it("AUI-SEC-02: reach the application by reference, never as an environment variable", () => {
      for (const { value } of application().environment) assert.doesNotMatch(value, /what-the-operator-put/);
      assert.deepEqual(
        application()
          .environment.map(({ name }) => name)
          .filter((name) => /PASSWORD|SECRET|TOKEN/.test(name)),
        [],
      );
    });
  });

  describe("backups", () => {
    type Rule = Record<"ruleName" | "schedule", string> & {
      lifecycle: { deleteAfter: number };
      copyActions: { destinationVaultArn: string; lifecycle: { deleteAfter: number } }[];
    };
    const rules = () => one(aws.backup.Plan).inputs.rules as Rule[];

    it("AUI-BKP-01, AUI-BKP-02: run at 02:00, and 7 daily, 4 weekly and 6 monthly ones are retained", () => {
      assert.deepEqual(
        rules().map(({ ruleName, schedule, lifecycle }) => [ruleName, schedule, lifecycle.deleteAfter]),
        [
          ["daily", "cron(0 2 * * ? *)", 7],
          ["weekly", "cron(0 2 ? * SUN *)", 28],
          ["monthly", "cron(0 2 1 * ? *)", 180],
        ],
      );
      assert.deepEqual(
        of(aws.backup.Selection).map((each) => each.name),
        ["backups-daily-tagged", "backups-daily-bucket-storage", "backups-daily-database-main"],
      );
      const database = one(aws.backup.Selection, "backups-daily-database-main");
      assert.deepEqual(origins(database, "resources", "aws:rds/instance:Instance"), ["database-main"]);
    });

    it("are hours before RDS's own backup window", () => {
      assert.equal(one(aws.rds.Instance).inputs.backupWindow, "05:00-06:00");
    });

    it("AUI-BKP-03: have the private, versioned and encrypted bucket auterity-backups in us-west-2", () => {
      const bucket = one(aws.s3.Bucket, "bucket-backups");
      assert.equal(bucket.inputs.bucket, "auterity-backups-602233445566");
      assert.equal(region(bucket), "us-west-2");
      assert.equal(at(one(aws.s3.BucketVersioning, "bucket-backups"), "versioningConfiguration.status"), "Enabled");
      const encryption = one(aws.s3.BucketServerSideEncryptionConfiguration, "bucket-backups");
      assert.equal(at(encryption, "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm"), "aws:kms");
      const { bucket: of, ...blocks } = one(aws.s3.BucketPublicAccessBlock, "bucket-backups").inputs;
      assert.equal(of, "auterity-backups-602233445566");
      assert.deepEqual(Object.values(blocks), [true, true, true, true]);
    });

    it("AUI-BKP-04, CON-02: are copied to us-east-1, snapshots and dumps alike", () => {
      const vault = one(aws.backup.Vault, "recovery-region");
      assert.equal(region(vault), "us-east-1");
      assert.deepEqual(
        rules().map(({ copyActions }) => copyActions.map((each) => each.destinationVaultArn)),
        [[vault.outputs.arn], [vault.outputs.arn], [vault.outputs.arn]],
      );
      const replication = one(aws.s3.BucketReplicationConfig);
      assert.deepEqual(origins(replication, "bucket", "aws:s3/bucket:Bucket"), ["bucket-backups"]);
      assert.deepEqual(origins(replication, "rules", "aws:s3/bucket:Bucket"), ["recovery-region-backups"]);
      assert.equal(region(one(aws.s3.Bucket, "recovery-region-backups")), "us-east-1");
    });

    /** Region of the provider that makes a resource. */
    function region({ provider }: Registered): unknown {
      const urn = provider.slice(0, provider.lastIndexOf("::"));
      return deployed.resources.find((each) => each.urn === urn)?.inputs.region;
    }
  });
});
