import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as eks from "@pulumi/eks";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Cloud, startCloud } from "../../rehearsal/cloud-process.ts";
import { Rehearsal } from "../../rehearsal/engine.ts";
import type { Outcome } from "../../rehearsal/outcome.ts";

const sentinel = pulumi.runtime.unknownValue;

describe("the provider of the rehearsal", function () {
  this.timeout(120_000);
  this.slow(20_000);
  let cloud: Cloud;
  beforeEach(async () => {
    cloud = await startCloud();
  });
  afterEach(() => cloud.stop());

  /** Updates a stack with one program after the other. */
  async function updates(...programs: (() => object)[]): Promise<Outcome[]> {
    let current: () => object = () => ({});
    const program = async () => current();
    const rehearsal = await Rehearsal.open({ stack: "provider", program, policyPack: "none", cloud });
    try {
      const outcomes: Outcome[] = [];
      for (const each of programs) {
        current = each;
        const outcome = await rehearsal.update();
        assert.deepEqual(outcome.errors, []);
        outcomes.push(outcome);
      }
      return outcomes;
    } finally {
      rehearsal.close();
    }
  }

  const virginia = () => new aws.Provider("virginia", { region: "us-east-1", allowedAccountIds: ["111122223333"] });

  it("uses the Region, account and partition of each provider resource", async () => {
    const [outcome] = await updates(() => {
      const china = new aws.Provider("china", { region: "cn-north-1", allowedAccountIds: ["444455556666"] });
      const key = (name: string, provider: aws.Provider) => new aws.kms.Key(name, {}, { provider }).arn;
      return { home: key("home", virginia()), away: key("away", china) };
    });
    assert.match(String(outcome?.outputs["home"]), /^arn:aws:kms:us-east-1:111122223333:key\//);
    assert.match(String(outcome?.outputs["away"]), /^arn:aws-cn:kms:cn-north-1:444455556666:key\//);
  });

  it("adds the provider's default tags to resources that support tags only", async () => {
    const [outcome] = await updates(() => {
      const provider = new aws.Provider("aws", {
        region: "us-east-1",
        defaultTags: { tags: { owner: "a", team: "b" } },
      });
      const role = new aws.iam.Role("role", { assumeRolePolicy: "{}", tags: { owner: "c" } }, { provider });
      new aws.iam.RolePolicyAttachment("attached", { role: role.name, policyArn: "arn" }, { provider });
      return {};
    });
    const tagsOf = (name: string) => outcome?.steps.find((step) => step.name === name)?.inputs["tagsAll"];
    assert.deepEqual(tagsOf("role"), { owner: "c", team: "b" });
    assert.equal(tagsOf("attached"), undefined);
  });

  it("returns automatic names in a preview, and computed outputs only after the update", async () => {
    const program = async () => {
      const provider = virginia();
      const bucket = new aws.s3.Bucket("logs", {}, { provider });
      const vpcConfig = { subnetIds: ["subnet-1", "subnet-2"] };
      const cluster = new aws.eks.Cluster("main", { roleArn: "arn", vpcConfig }, { provider });
      return { bucket: bucket.bucket, arn: bucket.arn, group: cluster.vpcConfig.clusterSecurityGroupId };
    };
    const rehearsal = await Rehearsal.open({ stack: "provider", program, policyPack: "none", cloud });
    try {
      const { outputs } = await rehearsal.preview();
      assert.match(String(outputs["bucket"]), /^logs-[0-9a-f]{7}$/);
      assert.equal(outputs["arn"], "[unknown]");
      assert.equal(outputs["group"], "[unknown]", "computed inside an object that has inputs");
      const { outputs: known } = await rehearsal.update();
      assert.equal(known["arn"], `arn:aws:s3:::${outputs["bucket"]}`);
      assert.match(String(known["group"]), /^sg-/);
    } finally {
      rehearsal.close();
    }
  });

  it("keeps computed values through an update, and drops a removed input", async () => {
    const cluster = (args: Partial<aws.eks.ClusterArgs>) => () => {
      const vpcConfig = { subnetIds: ["subnet-1", "subnet-2"] };
      const {
        arn,
        vpcConfig: at,
        version,
      } = new aws.eks.Cluster("main", { roleArn: "arn", vpcConfig, ...args }, { provider: virginia() });
      return { arn, group: at.clusterSecurityGroupId, version };
    };
    const [before, after] = await updates(cluster({ version: "1.35" }), cluster({ deletionProtection: true }));
    assert.equal(before?.outputs["version"], "1.35");
    assert.equal(after?.summary["update"], 1);
    assert.equal(after?.outputs["version"], undefined);
    assert.match(String(after?.outputs["group"]), /^sg-/);
    assert.equal(after?.outputs["group"], before?.outputs["group"]);
    assert.equal(after?.outputs["arn"], before?.outputs["arn"]);
  });

  it("updates in place or replaces as AWS does", async () => {
    const table = (inputs: { hashKey: string; deletionProtectionEnabled: boolean }) => () => {
      const attributes = [{ name: inputs.hashKey, type: "S" }];
      const args = { attributes, billingMode: "PAY_PER_REQUEST", ...inputs };
      new aws.dynamodb.Table("orders", args, { provider: virginia() });
      return {};
    };
    const [, protectedNow, , rekeyed, same] = await updates(
      table({ hashKey: "id", deletionProtectionEnabled: false }),
      table({ hashKey: "id", deletionProtectionEnabled: true }),
      // A table that AWS protects cannot be replaced: the protection goes first.
      table({ hashKey: "id", deletionProtectionEnabled: false }),
      table({ hashKey: "number", deletionProtectionEnabled: false }),
      table({ hashKey: "number", deletionProtectionEnabled: false }),
    );
    assert.equal(protectedNow?.summary["update"], 1);
    assert.equal(protectedNow?.summary["replace"], undefined);
    assert.equal(rekeyed?.summary["replace"], 1);
    assert.deepEqual(Object.keys(same?.summary ?? {}), ["same"]);
  });

  it("compares what is a set in the provider without regard to its order", async () => {
    const group =
      (...subnetIds: string[]) =>
      () => {
        new aws.rds.SubnetGroup("data", { name: "data", subnetIds }, { provider: virginia() });
        return {};
      };
    await cloud.account.declare(["subnet-0123456789abcdef0", "subnet-0123456789abcdef1", "subnet-0123456789abcdef2"]);
    const [, turned, other] = await updates(
      group("subnet-0123456789abcdef0", "subnet-0123456789abcdef1"),
      group("subnet-0123456789abcdef1", "subnet-0123456789abcdef0"),
      group("subnet-0123456789abcdef1", "subnet-0123456789abcdef2"),
    );
    assert.deepEqual(Object.keys(turned?.summary ?? {}), ["same"]);
    assert.equal(other?.summary["update"], 1);
  });

  it("lists what it does not model of a type", async () => {
    class Unheard extends pulumi.CustomResource {}
    await updates(() => {
      const provider = virginia();
      new Unheard("aws:unheard/thing:Thing", "thing", {}, { provider });
      new aws.kms.Key("heard", {}, { provider });
      return {};
    });
    assert.deepEqual([...cloud.unlisted], ["aws:unheard/thing:Thing (computed outputs, what replaces it)"]);
  });

  it("creates the children of awsx and eks components, for policies and transforms", async () => {
    const [outcome] = await updates(() => {
      const providers = { aws: virginia() };
      const strategy = awsx.ec2.NatGatewayStrategy.Single;
      const network = new awsx.ec2.Vpc(
        "net",
        { numberOfAvailabilityZones: 2, natGateways: { strategy } },
        {
          providers,
          transforms: [
            ({ type, props, opts }) =>
              type === "aws:ec2/subnet:Subnet" ? { props: { ...props, mapPublicIpOnLaunch: false }, opts } : undefined,
          ],
        },
      );
      const subnetIds = network.privateSubnetIds;
      const cluster = new eks.Cluster(
        "eks",
        { vpcId: network.vpcId, subnetIds, skipDefaultNodeGroup: true },
        { providers },
      );
      const provider = new kubernetes.Provider("kubernetes", { kubeconfig: cluster.kubeconfigJson });
      const namespace = new kubernetes.core.v1.Namespace("app", {}, { provider });
      return { cluster: cluster.eksCluster.name, namespace: namespace.metadata.name, zones: network.subnets };
    });
    const of = (type: string) => outcome?.steps.filter((step) => step.type === type) ?? [];
    const subnets = of("aws:ec2/subnet:Subnet");
    assert.deepEqual(subnets.map(({ name }) => name).sort(), [
      "net-private-1",
      "net-private-2",
      "net-public-1",
      "net-public-2",
    ]);
    assert.deepEqual(new Set(subnets.map(({ inputs }) => inputs["mapPublicIpOnLaunch"])), new Set([false]));
    assert.equal(of("aws:ec2/natGateway:NatGateway").length, 1);
    assert.match(of("aws:eks/cluster:Cluster")[0]?.parent ?? "", /eks:index:Cluster::eks$/);
    assert.match(String(outcome?.outputs["cluster"]), /^eks-eksCluster/);
    assert.match(String(outcome?.outputs["namespace"]), /^app-[0-9a-f]{8}$/);
  });

  it("gives awsx subnets the specified addresses, zones and tags", async () => {
    const blocks = { public: ["10.0.101.0/24", "10.0.102.0/24"], private: ["10.0.1.0/24", "10.0.2.0/24"] };
    const vpc = (subnetStrategy: awsx.types.enums.ec2.SubnetAllocationStrategy) => () => {
      const args: awsx.ec2.VpcArgs = {
        cidrBlock: "10.0.0.0/16",
        availabilityZoneNames: ["us-east-1a", "us-east-1b"],
        subnetStrategy,
        subnetSpecs: [
          { type: "Private", name: "private", cidrBlocks: blocks.private, tags: { tier: "private" } },
          { type: "Public", name: "public", cidrBlocks: blocks.public, tags: { tier: "public" } },
        ],
        tags: { Name: "gen-ai-vpc" },
      };
      new awsx.ec2.Vpc("net", args, { providers: { aws: virginia() } });
      return {};
    };
    const [outcome] = await updates(vpc(awsx.ec2.SubnetAllocationStrategy.Auto));
    const subnets = (outcome?.steps ?? []).filter(({ type }) => type === "aws:ec2/subnet:Subnet");
    assert.deepEqual(subnets.map(({ inputs }) => [inputs["availabilityZone"], inputs["cidrBlock"]]).sort(), [
      ["us-east-1a", "10.0.1.0/24"],
      ["us-east-1a", "10.0.101.0/24"],
      ["us-east-1b", "10.0.102.0/24"],
      ["us-east-1b", "10.0.2.0/24"],
    ]);
    assert.deepEqual(subnets.find(({ name }) => name === "net-private-1")?.inputs["tags"], {
      Name: "net-private-1",
      SubnetType: "Private",
      tier: "private",
    });
    await assert.rejects(updates(vpc(awsx.ec2.SubnetAllocationStrategy.Exact)), /gaps in the subnet ranges/);
  });

  /** What a first preview, an update and a second preview say of a program. */
  async function thrice(program: () => object): Promise<readonly [Outcome, Outcome, Outcome]> {
    const rehearsal = await Rehearsal.open({
      stack: "provider",
      program: async () => ({ ...program() }),
      policyPack: "none",
      cloud,
    });
    try {
      const outcomes = [await rehearsal.preview(), await rehearsal.update(), await rehearsal.preview()] as const;
      assert.deepEqual(
        outcomes.flatMap(({ errors }) => errors),
        [],
      );
      return outcomes;
    } finally {
      rehearsal.close();
    }
  }

  it("RC-L7: derives the IPv6 blocks of awsx subnets from the VPC, and changes nothing the second time", async () => {
    const [planned, made, again] = await thrice(() => {
      const options = { providers: { aws: virginia() } };
      new awsx.ec2.Vpc("four", { numberOfAvailabilityZones: 2 }, options);
      new awsx.ec2.Vpc("six", { numberOfAvailabilityZones: 2, assignGeneratedIpv6CidrBlock: true }, options);
      return {};
    });
    const blocks = ({ steps }: Outcome, name: string) =>
      steps
        .filter((step) => step.type === "aws:ec2/subnet:Subnet" && step.name.startsWith(name))
        .map(({ inputs }) => [inputs["assignIpv6AddressOnCreation"], inputs["ipv6CidrBlock"]]);
    assert.deepEqual(new Set(blocks(planned, "four").map(String)), new Set([`false,${sentinel}`]));
    assert.deepEqual(new Set(blocks(made, "four").map(String)), new Set(["false,"]));
    assert.equal(new Set(blocks(made, "six").map(String)).size, 4);
    assert.match(String(blocks(made, "six")[0]), /^true,2600:1f18:[0-9a-f]{4}:[0-9a-f]{4}::\/64$/);
    assert.deepEqual(Object.keys(again.summary), ["same"]);
  });

  it("RC-L7: creates what the eks package creates beside the cluster, and knows what it knows", async () => {
    const program = () => {
      const providers = { aws: virginia() };
      const key = new aws.kms.Key("eks", {}, { provider: providers.aws });
      const args: eks.ClusterOptions = {
        vpcId: "vpc-0123456789abcdef0",
        subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
        encryptionConfigKeyArn: key.arn,
        createOidcProvider: true,
        skipDefaultNodeGroup: true,
        skipDefaultSecurityGroups: true,
      };
      return { cluster: new eks.Cluster("cluster", args, { providers }).eksCluster.name };
    };
    await cloud.account.declare(["vpc-0123456789abcdef0", "subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]);
    const [planned, made, again] = await thrice(program);
    const one = (of: Outcome, type: string) => of.steps.find((step) => step.type === type);
    assert.match(one(made, "aws:iam/role:Role")?.parent ?? "", /eks:index:ServiceRole::cluster-eksRole$/);
    const attachment = one(made, "aws:iam/rolePolicyAttachment:RolePolicyAttachment");
    assert.equal(attachment?.name, "cluster-eksRole-4b490823");
    assert.equal(attachment?.inputs["policyArn"], "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy");
    assert.equal(one(made, "pulumi:providers:kubernetes")?.name, "cluster-eks-k8s");
    const oidc = one(planned, "aws:iam/openIdConnectProvider:OpenIdConnectProvider");
    assert.match(String(oidc?.inputs["thumbprintLists"]), /^[0-9a-f]{40}$/);
    assert.equal(one(planned, "aws:eks/cluster:Cluster")?.inputs["encryptionConfig"], sentinel);
    assert.match(JSON.stringify(one(made, "aws:eks/cluster:Cluster")?.inputs["encryptionConfig"]), /arn:aws:kms/);
    assert.deepEqual(Object.keys(again.summary), ["same"]);
  });

  it("RC-I12: lists what it does not make of components of awsx and eks", async () => {
    await updates(() => {
      const options = { providers: { aws: virginia() } };
      new awsx.ecr.Repository("images", {}, options);
      new eks.Cluster("cluster", { subnetIds: [], skipDefaultSecurityGroups: true }, options);
      return {};
    });
    for (const missing of ["awsx:ecr:Repository (children)", "eks:index:Cluster (default node group)"])
      assert.ok(cloud.unlisted.has(missing), [...cloud.unlisted].join(", "));
  });

  it("RC-K5: gives a log group with a prefix a name of the prefix, and no input of that name", async () => {
    const [outcome] = await updates(() => {
      const group = new aws.cloudwatch.LogGroup("app", { namePrefix: "/platform/app-" }, { provider: virginia() });
      return { name: group.name };
    });
    const step = outcome?.steps.find(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup");
    assert.equal(step?.inputs["name"], undefined);
    assert.match(String(outcome?.outputs["name"]), /^\/platform\/app-[0-9a-f]{26}$/);
  });
});
