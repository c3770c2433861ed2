import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { environment } from "../../../policy-pack/checks/environment.ts";
import { definitions } from "../../../stacks/definitions.ts";
import { at, type Deployed, type Registered } from "../../harness.ts";
import { origins } from "../origins.ts";
import { configOf } from "../stack-settings.ts";
import { aivoEnvironments, inputs } from "./environments.ts";

const databaseTier = ["network-database-a", "network-database-b", "network-database-d"];
const publicTier = ["network-public-a", "network-public-b", "network-public-d"];
const subnet = "aws:ec2/subnet:Subnet";
const key = "aws:kms/key:Key";

describe("aivo", () => {
  let aivo: Deployed;
  let staging: Deployed;
  let development: Deployed;
  before(async () => {
    ({ aivo, staging, development } = await aivoEnvironments());
  });

  it("AIV-ENV-01: has three environments in us-east-1, of which production recovers in us-west-2", () => {
    const regions = (deployed: Deployed) =>
      deployed.of("pulumi:providers:aws").map((each) => `${each.name} ${at(each, "region")}`);
    assert.deepEqual(regions(aivo), ["aws us-east-1", "aws-recovery us-west-2"]);
    assert.deepEqual(regions(staging), ["aws us-east-1"]);
    assert.deepEqual(regions(development), ["aws us-east-1"]);
  });

  it("AIV-ENV-01: has an account for each environment, and the policies of its kind", () => {
    const names = ["aivo", "aivo-staging", "aivo-development"];
    const judged = names.map((name) => environment({ PULUMI_STACK: name }));
    assert.deepEqual(judged, ["prod", "staging", "dev"]);
    assert.deepEqual(
      judged,
      names.map((name) => definitions[name]?.tags.environment),
    );
    assert.equal(new Set(names.map((name) => configOf(name)["platform:accountId"])).size, 3);
  });

  for (const [id, deployed, prefix] of [
    ["AIV-NET-01", () => development, "10.10"],
    ["AIV-NET-02", () => staging, "10.20"],
    ["AIV-NET-03", () => aivo, "10.0"],
  ] as const) {
    it(`${id}: has addresses below ${prefix}.0.0/16 in three tiers over three zones`, () => {
      assert.equal(at(deployed().one(aws.ec2.Vpc), "cidrBlock"), `${prefix}.0.0/16`);
      const blocks = (tier: string) =>
        ["a", "b", "d"].map((zone) => at(deployed().one(aws.ec2.Subnet, `network-${tier}-${zone}`), "cidrBlock"));
      assert.deepEqual(blocks("private"), [`${prefix}.1.0/24`, `${prefix}.2.0/24`, `${prefix}.3.0/24`]);
      assert.deepEqual(blocks("public"), [`${prefix}.101.0/24`, `${prefix}.102.0/24`, `${prefix}.103.0/24`]);
      assert.deepEqual(blocks("database"), [`${prefix}.201.0/24`, `${prefix}.202.0/24`, `${prefix}.203.0/24`]);
    });
  }

  it("AIV-NET-04: has load balancer and NAT in the public subnets, and admits CloudFront alone to 443 there", () => {
    assert.deepEqual(origins(aivo.one(aws.lb.LoadBalancer), "subnets", subnet), publicTier);
    const nat = aivo.of(aws.ec2.NatGateway).flatMap((each) => origins(each, "subnetId", subnet));
    assert.deepEqual(nat.sort(), publicTier);
    const world = (each: Registered) => at(each, "cidrIpv4") === "0.0.0.0/0" || at(each, "cidrIpv6") !== undefined;
    const open = aivo
      .of(aws.vpc.SecurityGroupIngressRule)
      .filter((each) => world(each) || at(each, "prefixListId") !== undefined)
      .map((each) => {
        const group = origins(each, "securityGroupId", "aws:ec2/securityGroup:SecurityGroup");
        return `${group} ${at(each, "fromPort")}-${at(each, "toPort")} ${world(each) ? "everyone" : "a prefix list"}`;
      });
    assert.deepEqual(open, ["gateway 443-443 a prefix list"]);
  });

  it("AIV-NET-05: has database and cache in the database subnets", () => {
    assert.deepEqual(origins(aivo.one(aws.rds.SubnetGroup), "subnetIds", subnet), databaseTier);
    const group = "aws:rds/subnetGroup:SubnetGroup";
    assert.deepEqual(origins(aivo.one(aws.rds.Instance), "dbSubnetGroupName", group), ["network"]);
    assert.deepEqual(origins(aivo.one(aws.elasticache.SubnetGroup), "subnetIds", subnet), databaseTier);
  });

  it("AIV-EKS-01: names each cluster after its environment, on a minor that is supported", () => {
    const clusters = [aivo, staging, development].map((each) => inputs(each.one(aws.eks.Cluster), "name", "version"));
    assert.deepEqual(clusters, [
      ["aivo-production-eks", "1.35"],
      ["aivo-staging-eks", "1.35"],
      ["aivo-development-eks", "1.35"],
    ]);
  });

  for (const [id, name, instanceTypes, capacityType, labels] of [
    ["AIV-EKS-03", "general", ["m6i.large", "m6i.xlarge"], "ON_DEMAND", {}],
    ["AIV-EKS-04", "spot", ["m6i.large", "m5.large"], "SPOT", { "platform/pool": "spot" }],
    ["AIV-EKS-05", "memory", ["r6i.large", "r6i.xlarge"], "ON_DEMAND", { "platform/pool": "memory" }],
  ] as const) {
    it(`${id}: has a node group ${name} in every environment`, () => {
      for (const deployed of [aivo, staging, development]) {
        const group = deployed.one(aws.eks.NodeGroup, `cluster-${name}`);
        assert.deepEqual(inputs(group, "instanceTypes", "capacityType", "labels"), [
          instanceTypes,
          capacityType,
          labels,
        ]);
        const tainted = name === "general" ? undefined : name;
        assert.equal(at(group, "taints.0.value"), tainted);
      }
    });
  }

  it("AIV-DB-01: runs PostgreSQL 17, with a standby in staging and production", () => {
    const databases = [aivo, staging, development].map((each) => each.one(aws.rds.Instance));
    assert.deepEqual(
      databases.map((each) => inputs(each, "engine", "engineVersion", "multiAz")),
      [
        ["postgres", "17", true],
        ["postgres", "17", true],
        ["postgres", "17", false],
      ],
    );
  });

  it("AIV-CAC-01: runs Valkey, which replaces Redis 7.1, with replicas in production", () => {
    const cache = aivo.one(aws.elasticache.ReplicationGroup);
    const found = inputs(cache, "engine", "engineVersion", "multiAzEnabled", "numCacheClusters");
    assert.deepEqual(found, ["valkey", "8.2", true, 3]);
  });

  it("AIV-EDG-01: has CloudFront in front of the load balancer, and records in Route 53", () => {
    const distribution = aivo.one(aws.cloudfront.Distribution);
    assert.deepEqual(inputs(distribution, "aliases", "origins.0.domainName"), [
      ["learn.aivo.example.com"],
      "aivo.example.com",
    ]);
    const names = aivo.of(aws.route53.Record).filter((each) => at(each, "aliases") !== undefined);
    assert.deepEqual(names.map((each) => `${at(each, "type")} ${at(each, "name")}`).sort(), [
      "A aivo.example.com",
      "A learn.aivo.example.com",
      "AAAA learn.aivo.example.com",
    ]);
  });

  it("AIV-EDG-02: has managed rules and a rate limit at the edge and at the load balancer", () => {
    for (const [name, scope, limit] of [
      ["front-door", "CLOUDFRONT", 2000],
      ["gateway", "REGIONAL", 2000],
    ] as const) {
      const acl = aivo.one(aws.wafv2.WebAcl, name);
      const rules = at(acl, "rules") as { statement: { managedRuleGroupStatement?: { name: string } } }[];
      assert.equal(at(acl, "scope"), scope);
      assert.equal(at(acl, "rules.0.statement.rateBasedStatement.limit"), limit);
      assert.deepEqual(
        rules.flatMap(({ statement }) => statement.managedRuleGroupStatement?.name ?? []),
        [
          "AWSManagedRulesSQLiRuleSet",
          "AWSManagedRulesAmazonIpReputationList",
          "AWSManagedRulesKnownBadInputsRuleSet",
          "AWSManagedRulesCommonRuleSet",
        ],
      );
    }
  });

  it("AIV-SEC-01: encrypts every store with the stack's key, which rotates", () => {
    for (const deployed of [aivo, staging, development]) {
      for (const [type, input] of [
        [aws.rds.Instance, "kmsKeyId"],
        [aws.elasticache.ReplicationGroup, "kmsKeyId"],
        [aws.eks.Cluster, "encryptionConfig"],
        [aws.ec2.LaunchTemplate, "blockDeviceMappings"],
        [aws.secretsmanager.Secret, "kmsKeyId"],
        [aws.ecr.Repository, "encryptionConfigurations"],
      ] as const) {
        const stores = deployed.of(type);
        assert.ok(stores.length > 0);
        for (const each of stores) assert.deepEqual(origins(each, input, key), ["data"], each.name);
      }
      for (const bucket of ["bucket-configuration", "bucket-velero", "loki"]) {
        const encryption = deployed.one(aws.s3.BucketServerSideEncryptionConfiguration, bucket);
        assert.deepEqual(origins(encryption, "rules", key), ["data"], bucket);
      }
      const still = deployed.of(aws.kms.Key).filter((each) => at(each, "enableKeyRotation") !== true);
      assert.deepEqual(still, []);
    }
  });

  it("AIV-SEC-02: uses TLS 1.2 or newer everywhere", () => {
    const policy = at(aivo.one(aws.lb.Listener, "gateway"), "sslPolicy");
    assert.equal(policy, "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09");
    const viewers = at(aivo.one(aws.cloudfront.Distribution), "viewerCertificate.minimumProtocolVersion");
    assert.equal(viewers, "TLSv1.2_2025");
    assert.equal(at(aivo.one(aws.elasticache.ReplicationGroup), "transitEncryptionMode"), "required");
    const parameters = at(aivo.one(aws.rds.ParameterGroup), "parameters") as { name: string; value: string }[];
    assert.equal(parameters.find(({ name }) => name === "rds.force_ssl")?.value, "1");
  });

  it("AIV-SEC-05: scans every image when it is pushed", () => {
    const repositories = aivo.of(aws.ecr.Repository);
    assert.deepEqual(
      repositories.map((each) => inputs(each, "name", "imageScanningConfiguration.scanOnPush")),
      [
        ["aivo/auth-svc", true],
        ["aivo/content-svc", true],
      ],
    );
  });
});
