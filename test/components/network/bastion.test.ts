import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { account } from "../../../components/iam/account.ts";
import { Bastion, type BastionArgs } from "../../../components/network/bastion.ts";
import { at, deploy, type Registered, refusal } from "../../harness.ts";

const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/1";
const args: BastionArgs = {
  account: account("111122223333", "us-east-1"),
  network: { vpcId: pulumi.output("vpc-1"), privateSubnetIds: pulumi.output(["subnet-1", "subnet-2"]) },
  kmsKeyArn,
  kubernetesVersion: "1.35",
  targets: {
    cluster: { securityGroupId: "sg-cluster", endpoint: "https://AB12.gr7.us-east-1.eks.amazonaws.com", port: 443 },
    database: { securityGroupId: "sg-database", endpoint: "agents.abc.us-east-1.rds.amazonaws.com:5432", port: 5432 },
  },
  deletionProtection: true,
};

function bastion(rest: Partial<BastionArgs> = {}) {
  return deploy(() => {
    const made = new Bastion("bastion", { ...args, ...rest });
    return { ...made.commands, roleArn: made.roleArn, group: made.securityGroupId };
  });
}

describe("Bastion", () => {
  it("AGT-BAS-01: is a t3.large in the first private subnet, EBS-optimized and with detailed monitoring", async () => {
    const { instanceType, subnetId, ebsOptimized, monitoring, associatePublicIpAddress, keyName } = (
      await bastion()
    ).one(aws.ec2.Instance).inputs;
    assert.deepEqual(
      { instanceType, subnetId, ebsOptimized, monitoring, associatePublicIpAddress, keyName },
      {
        instanceType: "t3.large",
        subnetId: "subnet-1",
        ebsOptimized: true,
        monitoring: true,
        associatePublicIpAddress: false,
        keyName: undefined,
      },
    );
  });

  it("AGT-BAS-01, OOD-43: uses Canonical's AMI of Ubuntu 24.04 LTS", async () => {
    const { one } = await bastion();
    assert.equal(one(aws.ec2.Instance).inputs.ami, "ami-0d1e2c3b4a5f60718");
  });

  it("AGT-BAS-02: requires IMDSv2 with one hop", async () => {
    assert.deepEqual((await bastion()).one(aws.ec2.Instance).inputs.metadataOptions, {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    });
  });

  it("AGT-BAS-03: installs tools over HTTPS, and verifies unsigned ones", async () => {
    const script = String((await bastion()).one(aws.ec2.Instance).inputs.userData);
    for (const tool of ["code-server", "kubectl --classic --channel=1.35/stable", "aws-cli", "docker", "uv", "node"])
      assert.ok(script.includes(tool), tool);
    assert.doesNotMatch(script, /http:\/\/|\| *(ba)?sh\b|password=/i);
    const downloads = script.match(/curl [^\n]*\\\n[^\n]*/g) ?? [];
    assert.equal(downloads.length, 1);
    assert.ok(script.indexOf("sha256sum --check") > script.indexOf("curl "));
    assert.ok(script.indexOf("sha256sum --check") < script.indexOf("tar --extract"));
    assert.ok(script.includes("--bind-addr 127.0.0.1:8080"));
    assert.ok(script.length < 16_384);
  });

  it("AGT-BAS-03, OOD-43: has no ingress, and egress for HTTPS, the cluster and the database only", async () => {
    const { one, of, outputs } = await bastion();
    const own = outputs.group;
    const ingress = of(aws.vpc.SecurityGroupIngressRule);
    assert.equal(one(aws.ec2.SecurityGroup).inputs.ingress, undefined);
    assert.deepEqual(
      byName(ingress).map(({ inputs }) => [inputs.securityGroupId, inputs.referencedSecurityGroupId, inputs.fromPort]),
      [
        ["sg-cluster", own, 443],
        ["sg-database", own, 5432],
      ],
    );
    assert.deepEqual(
      byName(of(aws.vpc.SecurityGroupEgressRule)).map(({ inputs }) => [
        inputs.referencedSecurityGroupId ?? inputs.cidrIpv4,
        inputs.fromPort,
        inputs.toPort,
        inputs.securityGroupId,
      ]),
      [
        ["0.0.0.0/0", 443, 443, own],
        ["sg-cluster", 443, 443, own],
        ["sg-database", 5432, 5432, own],
      ],
    );
  });

  it("AGT-BAS-01: boots with a role for Session Manager and the added statements", async () => {
    const describe = { Effect: "Allow", Action: "eks:DescribeCluster", Resource: "arn:aws:eks:us-east-1:1:cluster/a" };
    const { one, outputs } = await bastion({ statements: [{ ...describe, Effect: "Allow" }] });
    const { policyArn } = one(aws.iam.RolePolicyAttachment).inputs;
    assert.equal(policyArn, "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore");
    assert.deepEqual(JSON.parse(String(one(aws.iam.RolePolicy).inputs.policy)).Statement, [describe]);
    const { inputs, propertyDependencies } = one(aws.ec2.Instance);
    assert.equal(inputs.iamInstanceProfile, one(aws.iam.InstanceProfile).outputs.name);
    assert.ok(propertyDependencies.iamInstanceProfile?.includes(one(aws.iam.RolePolicyAttachment).urn));
    assert.equal(outputs.roleArn, one(aws.iam.Role).outputs.arn);
  });

  it("encrypts its volume, with termination protection where deletion protection is on", async () => {
    const protectedOne = (await bastion()).one(aws.ec2.Instance);
    assert.deepEqual(at(protectedOne, "rootBlockDevice"), {
      encrypted: true,
      kmsKeyId: kmsKeyArn,
      volumeType: "gp3",
      volumeSize: 50,
    });
    assert.equal(protectedOne.inputs.disableApiTermination, true);
    const other = (await bastion({ deletionProtection: false })).one(aws.ec2.Instance);
    assert.equal(other.inputs.disableApiTermination, false);
  });

  it("OOD-43: outputs the Session Manager commands for code-server, the cluster and the database", async () => {
    const { outputs, one } = await bastion();
    const session = `aws ssm start-session --region us-east-1 --target ${idOf(one(aws.ec2.Instance))} --document-name`;
    const remote = `${session} AWS-StartPortForwardingSessionToRemoteHost --parameters`;
    const { roleArn: _role, group: _group, ...commands } = outputs;
    assert.deepEqual(commands, {
      "code-server": `${session} AWS-StartPortForwardingSession --parameters '{"portNumber":["8080"],"localPortNumber":["8080"]}'`,
      cluster: `${remote} '{"host":["AB12.gr7.us-east-1.eks.amazonaws.com"],"portNumber":["443"],"localPortNumber":["8443"]}'`,
      database: `${remote} '{"host":["agents.abc.us-east-1.rds.amazonaws.com"],"portNumber":["5432"],"localPortNumber":["5432"]}'`,
    });
  });

  it("reports every fault at once", async () => {
    const target = { securityGroupId: "sg-1", endpoint: "host", port: 0 };
    assert.equal(
      await refusal(() => new Bastion("bastion", { ...args, volumeSize: 8, targets: { "code-server": target } })),
      [
        'Bastion "bastion":',
        "  - volumeSize must be 20 GiB or more, got 8",
        "  - targets must not be named code-server, got code-server",
        "  - targets.code-server.port must be a whole number from 1 to 65535, got 0",
      ].join("\n"),
    );
  });
});

/** The engine gets independent resources in no particular order. */
function byName(resources: Registered[]): Registered[] {
  return resources.toSorted((one, other) => one.name.localeCompare(other.name));
}

function idOf(instance: Registered): string {
  return String(instance.outputs.arn).split("/")[1] ?? "";
}
