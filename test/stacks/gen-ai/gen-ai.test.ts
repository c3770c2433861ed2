import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import { at, type Deployed } from "../../harness.ts";
import { deployStack, origins } from "../origins.ts";

/** The services in the order of their ports, 8000 to 8008. */
const services = [
  "format-conversion",
  "classification",
  "workflow",
  "search",
  "quality",
  "personalization",
  "document-extraction",
  "conversational",
  "code",
];
const names = services.map((service) => `gen-ai-${service}`).sort();
const group = "aws:ec2/securityGroup:SecurityGroup";
const vpc = "awsx:ec2:Vpc";

describe("gen-ai: network, containers and data", () => {
  let deployed: Deployed;
  before(async () => {
    deployed = await deployStack("gen-ai");
  });
  const named = (type: Parameters<Deployed["of"]>[0], path = "name") =>
    deployed
      .of(type)
      .map((each) => String(at(each, path)))
      .sort();
  const container = (service: string) => {
    const definition = deployed.one(aws.ecs.TaskDefinition, `service-${service}`);
    return JSON.parse(String(definition.inputs.containerDefinitions))[0];
  };

  it("GEN-NET-01: has the VPC gen-ai-vpc of 10.0.0.0/16 in three zones", () => {
    const { cidrBlock, availabilityZoneNames, tags } = deployed.one(awsx.ec2.Vpc).inputs;
    assert.equal(cidrBlock, "10.0.0.0/16");
    assert.deepEqual(availabilityZoneNames, ["us-east-1a", "us-east-1b", "us-east-1c"]);
    assert.deepEqual(tags, { Name: "gen-ai-vpc" });
  });

  it("GEN-NET-02, GEN-NET-03: has private and public subnets, no database tier, and one NAT gateway", () => {
    const { subnetSpecs, natGateways } = deployed.one(awsx.ec2.Vpc).inputs;
    assert.deepEqual(
      (subnetSpecs as { type: string; cidrBlocks: string[] }[]).map(({ type, cidrBlocks }) => [type, ...cidrBlocks]),
      [
        ["Public", "10.0.101.0/24", "10.0.102.0/24", "10.0.103.0/24"],
        ["Private", "10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"],
      ],
    );
    assert.deepEqual(natGateways, { strategy: "Single" });
  });

  it("GEN-NET-04, GEN-SEC-03: admits the load balancer alone to gen-ai-service-sg, on the services' ports", () => {
    const shared = deployed.one(aws.ec2.SecurityGroup, "services");
    assert.deepEqual(
      [shared.inputs.name, shared.inputs.description, at(shared, "tags.Name")],
      ["gen-ai-service-sg", "Security group for Gen AI services", "gen-ai-service-sg"],
    );
    const rules = deployed
      .of(aws.vpc.SecurityGroupIngressRule)
      .filter((rule) => origins(rule, "securityGroupId", group).includes("services"));
    assert.deepEqual(
      rules
        .map((rule) => [...origins(rule, "referencedSecurityGroupId", group), rule.inputs.fromPort, rule.inputs.toPort])
        .sort(),
      [
        ["gateway", 8000, 8000],
        ["gateway", 8001, 8001],
        ["gateway", 8002, 8002],
        ["gateway", 8003, 8003],
        ["gateway", 8004, 8004],
        ["gateway", 8005, 8005],
        ["gateway", 8006, 8006],
        ["gateway", 8007, 8007],
        ["gateway", 8008, 8008],
        ["services", 8000, 8009],
      ],
    );
    assert.deepEqual(
      deployed
        .of(aws.vpc.SecurityGroupIngressRule)
        .filter((rule) => rule.inputs.cidrIpv4 === "0.0.0.0/0")
        .map((rule) => rule.name)
        .sort(),
      ["gateway-http-from-everyone", "gateway-https-from-everyone"],
    );
  });

  it("GEN-NET-05: has groups and subnet groups of database and cache, which admit the services", () => {
    const database = deployed.one(aws.rds.Instance);
    const cache = deployed.one(aws.elasticache.ReplicationGroup);
    assert.deepEqual(origins(database, "vpcSecurityGroupIds", group), ["database-main"]);
    assert.deepEqual(origins(database, "dbSubnetGroupName", "aws:rds/subnetGroup:SubnetGroup"), ["network"]);
    assert.deepEqual(origins(cache, "securityGroupIds", group), ["cache-main"]);
    assert.deepEqual(origins(cache, "subnetGroupName", "aws:elasticache/subnetGroup:SubnetGroup"), ["cache-main"]);
    for (const store of ["database-main", "cache-main"]) {
      const admitted = deployed
        .of(aws.vpc.SecurityGroupIngressRule)
        .filter((rule) => origins(rule, "securityGroupId", group).includes(store));
      assert.deepEqual(
        admitted.map((rule) => origins(rule, "referencedSecurityGroupId", group)),
        [["services"]],
      );
    }
  });

  it("GEN-NET-06: reaches S3 through a gateway endpoint of the VPC's route tables", () => {
    const endpoint = deployed.one(aws.ec2.VpcEndpoint, "network-endpoint-s3");
    assert.equal(endpoint.inputs.serviceName, "com.amazonaws.us-east-1.s3");
    assert.equal(endpoint.inputs.vpcEndpointType, "Gateway");
    assert.deepEqual(origins(endpoint, "routeTableIds", vpc), ["network"]);
  });

  it("GEN-TAG-01: tags everything with Environment and Project, without keys that differ in case alone", () => {
    const tags = at(deployed.one("pulumi:providers:aws", "aws"), "defaultTags");
    assert.deepEqual(JSON.parse(String(tags)).tags, {
      Environment: "production",
      Project: "gen-ai-services",
      owner: "platform-engineering",
      "cost-center": "gen-ai",
      "data-class": "confidential",
    });
  });

  it("GEN-ECS-01: has the cluster gen-ai-cluster with Container Insights", () => {
    const cluster = deployed.one(aws.ecs.Cluster);
    assert.equal(cluster.inputs.name, "gen-ai-cluster");
    assert.deepEqual(cluster.inputs.settings, [{ name: "containerInsights", value: "enhanced" }]);
  });

  it("GEN-ECS-02: has nine repositories that scan every push", () => {
    assert.deepEqual(named(aws.ecr.Repository), names);
    for (const repository of deployed.of(aws.ecr.Repository)) {
      assert.deepEqual(repository.inputs.imageScanningConfiguration, { scanOnPush: true });
    }
  });

  it("GEN-ECS-03: runs nine services on ports 8000 to 8008 behind the load balancer", () => {
    assert.deepEqual(named(aws.ecs.Service), names);
    assert.deepEqual(
      services.map((service) => container(service).portMappings[0].containerPort),
      [8000, 8001, 8002, 8003, 8004, 8005, 8006, 8007, 8008],
    );
    for (const service of deployed.of(aws.ecs.Service)) assert.ok(at(service, "loadBalancers.0.targetGroupArn"));
  });

  it("GEN-ECS-04: scales each service from one to four tasks by its CPU", () => {
    const targets = deployed.of(aws.appautoscaling.Target);
    assert.deepEqual(
      targets.map(({ inputs }) => inputs.resourceId).sort(),
      names.map((name) => `service/gen-ai-cluster/${name}`),
    );
    for (const { inputs } of targets) {
      assert.deepEqual([inputs.minCapacity, inputs.maxCapacity], [1, 4]);
      assert.deepEqual([inputs.scalableDimension, inputs.serviceNamespace], ["ecs:service:DesiredCount", "ecs"]);
    }
    assert.deepEqual(
      deployed.of(aws.appautoscaling.Policy).map(({ inputs }) => inputs.policyType),
      Array.from({ length: 9 }, () => "TargetTrackingScaling"),
    );
  });

  it("GEN-IAM-01: starts the task of every service with gen-ai-ecs-task-execution", () => {
    const role = deployed.one(aws.iam.Role, "task-execution");
    assert.equal(role.inputs.name, "gen-ai-ecs-task-execution");
    assert.match(String(role.inputs.assumeRolePolicy), /"Service":"ecs-tasks.amazonaws.com"/);
    const attached = deployed
      .of(aws.iam.RolePolicyAttachment)
      .find((each) => each.inputs.role === "gen-ai-ecs-task-execution");
    assert.match(String(attached?.inputs.policyArn), /AmazonECSTaskExecutionRolePolicy$/);
    // The task that creates the users of the database has a role of its own, for it alone reads the master's password.
    const definitions = deployed.of(aws.ecs.TaskDefinition).filter(({ name }) => !name.startsWith("database-users"));
    assert.equal(definitions.length, 9);
    for (const { inputs } of definitions) {
      assert.equal(inputs.executionRoleArn, "arn:aws:iam::999900001111:role/gen-ai-ecs-task-execution");
    }
  });

  it("GEN-DB-01, GEN-DB-02, GEN-DB-03: has the database gen-ai-db, on PostgreSQL 17 instead of 13.7", () => {
    const { inputs } = deployed.one(aws.rds.Instance);
    assert.deepEqual(
      [inputs.identifier, inputs.engine, inputs.engineVersion, inputs.instanceClass],
      ["gen-ai-db", "postgres", "17", "db.t3.micro"],
    );
    assert.deepEqual([inputs.allocatedStorage, inputs.storageType], [20, "gp3"]);
    assert.deepEqual([inputs.dbName, inputs.username], ["genai", "genai_admin"]);
    assert.deepEqual([inputs.manageMasterUserPassword, inputs.password], [true, undefined]);
    assert.deepEqual([inputs.backupRetentionPeriod, inputs.backupWindow], [7, "03:00-04:00"]);
  });

  it("GEN-CAC-01: has the cache gen-ai-cache, on Valkey instead of Redis 6, with a replica", () => {
    const { inputs } = deployed.one(aws.elasticache.ReplicationGroup);
    assert.deepEqual(
      [inputs.replicationGroupId, inputs.engine, inputs.nodeType, inputs.port],
      ["gen-ai-cache", "valkey", "cache.t3.micro", 6379],
    );
    assert.deepEqual([inputs.numCacheClusters, inputs.automaticFailoverEnabled], [2, true]);
    assert.equal(deployed.one(aws.elasticache.ParameterGroup).inputs.family, "valkey8");
  });

  it("GEN-S3-01: has the bucket gen-ai-documents, versioned, encrypted with the stack's key instead of S3's", () => {
    assert.equal(deployed.one(aws.s3.Bucket, "bucket-documents").inputs.bucket, "gen-ai-documents-999900001111");
    const versioning = deployed.one(aws.s3.BucketVersioning, "bucket-documents");
    assert.equal(at(versioning, "versioningConfiguration.status"), "Enabled");
    const encryption = deployed.one(aws.s3.BucketServerSideEncryptionConfiguration, "bucket-documents");
    assert.equal(at(encryption, "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm"), "aws:kms");
    assert.deepEqual(origins(encryption, "rules", "aws:kms/key:Key"), ["data"]);
  });
});
