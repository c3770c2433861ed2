import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { at, type Deployed, type Registered } from "../../harness.ts";
import { deployStack, origins } from "../origins.ts";

/** The values of an input over all resources of a class, in order of their text. */
const values = (of: readonly Registered[], path: string) => of.map((each) => at(each, path)).sort();

const subnet = "aws:ec2/subnet:Subnet";
/** Security groups that an input comes from, and the cluster, whose group EKS makes. */
const groups = (resource: Registered, input: string) =>
  ["aws:ec2/securityGroup:SecurityGroup", "eks:index:Cluster"].flatMap((type) => origins(resource, input, type));

describe("agents: network, cluster and stores", () => {
  let deployed: Deployed;
  before(async () => {
    deployed = await deployStack("agents");
  });

  it("is in us-west-2, and its site in us-east-1", () => {
    assert.equal(at(deployed.one("pulumi:providers:aws", "aws"), "region"), "us-west-2");
    assert.match(deployed.one(aws.cloudfront.Distribution).provider, /::aws-us-east-1::/);
  });

  it("AGT-NET-01: has a VPC of 10.0.0.0/16 with DNS", () => {
    const vpc = deployed.one(aws.ec2.Vpc);
    assert.equal(at(vpc, "cidrBlock"), "10.0.0.0/16");
    assert.equal(at(vpc, "enableDnsSupport"), true);
    assert.equal(at(vpc, "enableDnsHostnames"), true);
  });

  it("AGT-NET-02: has a public and a private subnet in each of two zones, and an Internet gateway", () => {
    const subnets = deployed.of(aws.ec2.Subnet).map((each) => `${each.name} ${at(each, "availabilityZone")}`);
    assert.deepEqual(subnets.sort(), [
      "network-private-a us-west-2a",
      "network-private-b us-west-2b",
      "network-public-a us-west-2a",
      "network-public-b us-west-2b",
    ]);
    assert.equal(deployed.of(aws.ec2.InternetGateway).length, 1);
  });

  it("AGT-NET-03: has two NAT gateways and the load balancer in the public subnets", () => {
    const gateways = deployed.of(aws.ec2.NatGateway).flatMap((each) => origins(each, "subnetId", subnet));
    assert.deepEqual(gateways.sort(), ["network-public-a", "network-public-b"]);
    const balancer = deployed.one(aws.lb.LoadBalancer);
    assert.deepEqual(origins(balancer, "subnets", subnet), ["network-public-a", "network-public-b"]);
  });

  it("AGT-NET-04: has nodes, database, cache, search and bastion in the private subnets, and no public address", () => {
    const tier = ["network-private-a", "network-private-b"];
    for (const [type, input] of [
      [aws.eks.NodeGroup, "subnetIds"],
      [aws.rds.SubnetGroup, "subnetIds"],
      [aws.elasticache.SubnetGroup, "subnetIds"],
      [aws.opensearch.Domain, "vpcOptions"],
      [aws.ec2.Instance, "subnetId"],
    ] as const) {
      for (const each of deployed.of(type)) {
        const from = origins(each, input, subnet);
        assert.ok(from.length > 0 && from.every((name) => tier.includes(name)), `${each.name}: ${from}`);
      }
    }
    const open = deployed.of(aws.ec2.Subnet).filter((each) => at(each, "mapPublicIpOnLaunch") === true);
    assert.deepEqual(open, []);
    assert.equal(at(deployed.one(aws.ec2.Instance), "associatePublicIpAddress"), false);
    assert.deepEqual(values(deployed.of(aws.rds.ClusterInstance), "publiclyAccessible"), [false, false]);
  });

  it("AGT-NET-05: sends the flow logs to CloudWatch Logs", () => {
    const log = deployed.one(aws.ec2.FlowLog);
    assert.equal(at(log, "logDestinationType"), "cloud-watch-logs");
    assert.deepEqual(origins(log, "logDestination", "aws:cloudwatch/logGroup:LogGroup"), ["network-flow-logs"]);
    assert.deepEqual(origins(log, "iamRoleArn", "aws:iam/role:Role"), ["network-flow-logs"]);
  });

  it("AGT-NET-06: admits the internet to the load balancer alone, and nothing to the default group", () => {
    const closed = deployed.one(aws.ec2.DefaultSecurityGroup);
    assert.deepEqual([at(closed, "ingress"), at(closed, "egress")], [[], []]);
    const open = deployed
      .of(aws.vpc.SecurityGroupIngressRule)
      .filter((each) => at(each, "cidrIpv4") === "0.0.0.0/0" || at(each, "cidrIpv6") !== undefined);
    assert.deepEqual(open.map((each) => `${groups(each, "securityGroupId")} ${at(each, "fromPort")}`).sort(), [
      "gateway 443",
      "gateway 80",
    ]);
  });

  it("AGT-EKS-01, AGT-EKS-04: has a private endpoint from the eks package, and every log type in a group with retention", () => {
    const cluster = deployed.one("eks:index:Cluster");
    assert.equal(at(cluster, "endpointPrivateAccess"), true);
    assert.equal(at(cluster, "endpointPublicAccess"), false);
    assert.equal(at(cluster, "version"), "1.35");
    const logs = ["api", "audit", "authenticator", "controllerManager", "scheduler"];
    assert.deepEqual(at(cluster, "enabledClusterLogTypes"), logs);
    const kept = deployed.one(aws.cloudwatch.LogGroup, "cluster");
    assert.equal(at(kept, "name"), "/aws/eks/agents/cluster");
    assert.equal(at(kept, "retentionInDays"), 365);
  });

  it("AGT-EKS-02, AGT-CST-01: has t3.medium nodes that scale over both zones, some of them on Spot", () => {
    const pools = deployed.of(aws.eks.NodeGroup);
    assert.deepEqual(
      pools.map((each) => [each.name, at(each, "instanceTypes"), at(each, "capacityType")]),
      [
        ["cluster-general", ["t3.medium"], "ON_DEMAND"],
        ["cluster-spot", ["t3.medium"], "SPOT"],
      ],
    );
    for (const each of pools) {
      assert.equal(at(each, "scalingConfig.minSize"), each.name === "cluster-spot" ? 0 : 2);
      assert.equal(at(each, "scalingConfig.maxSize"), 10);
      assert.deepEqual(origins(each, "subnetIds", subnet), ["network-private-a", "network-private-b"]);
    }
    assert.equal(at(deployed.one(aws.eks.NodeGroup, "cluster-spot"), "taints.0.effect"), "NO_SCHEDULE");
    assert.deepEqual(at(deployed.one(aws.rds.Cluster), "serverlessv2ScalingConfiguration"), {
      minCapacity: 1,
      maxCapacity: 16,
    });
  });

  it("AGT-EKS-03, AGT-OBS-03: installs the add-ons, ADOT after the cert-manager that it needs", () => {
    assert.deepEqual(values(deployed.of(aws.eks.Addon), "addonName"), [
      "adot",
      "aws-ebs-csi-driver",
      "cert-manager",
      "coredns",
      "eks-pod-identity-agent",
      "kube-proxy",
      "metrics-server",
      "vpc-cni",
    ]);
    const { urn } = deployed.one(aws.eks.Addon, "add-ons-cert-manager");
    assert.ok(deployed.one(aws.eks.Addon, "add-ons-adot").dependencies.includes(urn));
  });

  it("AGT-DB-01, AGT-DR-01: has Aurora PostgreSQL with an instance in each zone, restorable for 35 days", () => {
    const cluster = deployed.one(aws.rds.Cluster);
    assert.equal(at(cluster, "engine"), "aurora-postgresql");
    assert.equal(at(cluster, "engineVersion"), "17");
    assert.equal(at(cluster, "backupRetentionPeriod"), 35);
    const zones = values(deployed.of(aws.rds.ClusterInstance), "availabilityZone");
    assert.deepEqual(zones, ["us-west-2a", "us-west-2b"]);
  });

  it("AGT-DB-02, AGT-DB-03: has IAM authentication, insights and logs, and admits only the cluster and the bastion", () => {
    const cluster = deployed.one(aws.rds.Cluster);
    assert.equal(at(cluster, "iamDatabaseAuthenticationEnabled"), true);
    assert.equal(at(cluster, "monitoringInterval"), 60);
    assert.equal(at(cluster, "databaseInsightsMode"), "advanced");
    assert.deepEqual(at(cluster, "enabledCloudwatchLogsExports"), ["postgresql"]);
    const admitted = deployed
      .of(aws.vpc.SecurityGroupIngressRule)
      .filter((each) => groups(each, "securityGroupId").includes("database-main"));
    const callers = admitted.map((each) => `${groups(each, "referencedSecurityGroupId")} ${at(each, "fromPort")}`);
    assert.deepEqual(callers.sort(), ["bastion 5432", "cluster 5432"]);
  });

  it("AGT-DDB-01: has both tables with indexes, recovery to the second, and encryption", () => {
    assert.deepEqual(values(deployed.of(aws.dynamodb.Table), "name"), ["usage_logs", "usage_plans"]);
    for (const table of deployed.of(aws.dynamodb.Table)) {
      assert.equal(at(table, "globalSecondaryIndexes.length"), 1);
      assert.equal(at(table, "pointInTimeRecovery.enabled"), true);
      assert.equal(at(table, "serverSideEncryption.enabled"), true);
    }
  });

  it("AGT-CAC-01, AGT-CAC-02: has an encrypted cache over two zones, with an IAM user in place of a token", () => {
    const cache = deployed.one(aws.elasticache.ReplicationGroup);
    for (const [input, value] of [
      ["multiAzEnabled", true],
      ["numCacheClusters", 2],
      ["atRestEncryptionEnabled", true],
      ["transitEncryptionEnabled", true],
      ["authToken", undefined],
    ] as const) {
      assert.equal(at(cache, input), value, input);
    }
    assert.deepEqual(values(deployed.of(aws.elasticache.User), "authenticationMode.type"), ["iam"]);
  });

  it("AGT-STO-01, AGT-DR-01: expires uploads, old versions and backups, with copies in a second Region", () => {
    const documents = deployed.one(aws.s3.BucketLifecycleConfiguration, "knowledge-documents");
    assert.equal(at(documents, "rules.0.abortIncompleteMultipartUpload.daysAfterInitiation"), 7);
    assert.equal(at(documents, "rules.0.noncurrentVersionExpiration.noncurrentDays"), 90);
    const plan = deployed.one(aws.backup.Plan);
    assert.equal(at(plan, "rules.0.lifecycle.deleteAfter"), 35);
    assert.equal(at(plan, "rules.1.copyActions.0.lifecycle.deleteAfter"), 35);
    assert.equal(at(deployed.one("pulumi:providers:aws", "aws-recovery"), "region"), "us-east-2");
    assert.match(deployed.one(aws.backup.Vault, "recovery-region").provider, /::aws-recovery::/);
    const kinds = ["aws:rds/cluster:Cluster", "aws:dynamodb/table:Table"];
    const selections = deployed.of(aws.backup.Selection);
    const selected = selections.flatMap((each) => kinds.flatMap((kind) => origins(each, "resources", kind)));
    assert.deepEqual(selected.sort(), ["database-main", "table-usage-logs", "table-usage-plans"]);
  });
});
