import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Broker, type BrokerArgs } from "../../../components/messaging/broker.ts";
import { at, deploy, refusal } from "../../harness.ts";

const key = "arn:aws:kms:us-east-1:111122223333:key/1";
const passwordSecretId = "arn:aws:secretsmanager:us-east-1:111122223333:secret:rabbitmq_password-a1b2c3";
const prod: BrokerArgs = {
  brokerName: "auterity-prod",
  version: "4.2",
  instanceType: "mq.m7g.large",
  deployment: { kind: "cluster", zones: 3 },
  network: { vpcId: pulumi.output("vpc-1"), databaseSubnetIds: pulumi.output(["subnet-a", "subnet-b", "subnet-c"]) },
  admit: { cluster: "sg-cluster" },
  admitManagement: { bastion: "sg-bastion" },
  admin: { username: "auterity", passwordSecretId },
  kmsKeyArn: key,
  maintenanceWindow: { dayOfWeek: "SUNDAY", timeOfDay: "04:30" },
};
const { admitManagement: _, brokerName: __, ...rest } = prod;
const dev: BrokerArgs = { ...rest, instanceType: "mq.m7g.medium", deployment: { kind: "single" } };

describe("Broker", () => {
  it("AUI-MQ-01 runs a supported RabbitMQ version, with its first user's password from a secret", async () => {
    const { one } = await deploy(() => new Broker("broker", prod));
    const { inputs } = one(aws.mq.Broker);
    assert.equal(inputs.brokerName, "auterity-prod");
    assert.deepEqual([inputs.engineType, inputs.engineVersion], ["RabbitMQ", "4.2"]);
    assert.deepEqual([inputs.hostInstanceType, inputs.autoMinorVersionUpgrade], ["mq.m7g.large", true]);
    assert.deepEqual(pulumi.runtime.unwrapRpcSecret(inputs.users), [
      { username: "auterity", password: "what-the-operator-put" },
    ]);
  });

  it("AUI-MQ-01 keeps the password encrypted in the state, and out of its outputs", async () => {
    const { one, outputs } = await deploy(() => {
      const { endpoint, consoleUrl, brokerId } = new Broker("broker", prod);
      return { endpoint, consoleUrl, brokerId };
    });
    assert.ok(pulumi.runtime.isRpcSecret(one(aws.mq.Broker).inputs.users));
    assert.equal(outputs.endpoint, `amqps://${outputs.brokerId}.mq.us-east-1.on.aws:5671`);
    assert.equal(outputs.consoleUrl, `https://${outputs.brokerId}.mq.us-east-1.on.aws`);
  });

  it("ignores changes of users after creation", async () => {
    let ignored: string[] | undefined;
    await deploy(() => {
      const watch: pulumi.ResourceTransformation = ({ type, props, opts }) => {
        if (type === "aws:mq/broker:Broker") ignored = opts.ignoreChanges;
        return { props, opts };
      };
      new Broker("broker", prod, { transformations: [watch] });
    });
    assert.deepEqual(ignored, ["users"]);
  });

  it("AUI-MQ-02 is private, and allows AMQPS for workloads and HTTPS for administrators, by security group", async () => {
    const { one, of } = await deploy(() => new Broker("broker", prod));
    const broker = one(aws.mq.Broker);
    assert.equal(broker.inputs.publiclyAccessible, false);
    assert.deepEqual(broker.propertyDependencies.securityGroups, [one(aws.ec2.SecurityGroup).urn]);
    assert.deepEqual(
      of(aws.vpc.SecurityGroupIngressRule).map(({ name, inputs }) => [
        name,
        inputs.referencedSecurityGroupId,
        inputs.ipProtocol,
        inputs.fromPort,
        inputs.toPort,
      ]),
      [
        ["broker-cluster", "sg-cluster", "tcp", 5671, 5671],
        ["broker-management-bastion", "sg-bastion", "tcp", 443, 443],
      ],
    );
    assert.equal(of(aws.vpc.SecurityGroupEgressRule).length, 0);
  });

  it("is a cluster over three zones, or one node in the first zone", async () => {
    const placementOf = async (args: BrokerArgs) => {
      const { inputs } = (await deploy(() => new Broker("broker", args))).one(aws.mq.Broker);
      return [inputs.deploymentMode, inputs.hostInstanceType, inputs.subnetIds];
    };
    assert.deepEqual(await placementOf(prod), [
      "CLUSTER_MULTI_AZ",
      "mq.m7g.large",
      ["subnet-a", "subnet-b", "subnet-c"],
    ]);
    assert.deepEqual(await placementOf(dev), ["SINGLE_INSTANCE", "mq.m7g.medium", ["subnet-a"]]);
  });

  it("is encrypted with its key and logged, with the console closed by default", async () => {
    const { one, of } = await deploy(() => new Broker("broker", dev));
    const { inputs } = one(aws.mq.Broker);
    assert.ok(!("brokerName" in inputs));
    assert.deepEqual(inputs.encryptionOptions, { useAwsOwnedKey: false, kmsKeyId: key });
    assert.deepEqual(inputs.logs, { general: true });
    assert.deepEqual(at(one(aws.mq.Broker), "maintenanceWindowStartTime"), {
      dayOfWeek: "SUNDAY",
      timeOfDay: "04:30",
      timeZone: "UTC",
    });
    assert.equal(of(aws.vpc.SecurityGroupIngressRule).length, 1);
  });

  it("reports every fault of its arguments at once", async () => {
    const message = await refusal(
      () =>
        new Broker("broker", {
          ...prod,
          ...JSON.parse('{ "version": "3.13" }'),
          brokerName: "auterity.prod",
          admin: { username: "guest", passwordSecretId },
          maintenanceWindow: { dayOfWeek: "SUNDAY", timeOfDay: "4:30" },
        }),
    );
    assert.equal(
      message,
      [
        'Broker "broker":',
        '  - brokerName must be 1 to 50 letters, digits, underscores and hyphens, got "auterity.prod"',
        '  - version must be one of 4.2, got "3.13"',
        '  - admin.username must be none of admin, administrator, guest, rabbitmq, root, got "guest"',
        '  - maintenanceWindow.timeOfDay must look like 04:30, got "4:30"',
      ].join("\n"),
    );
    const spaced = { username: "the user", passwordSecretId };
    assert.match(
      await refusal(() => new Broker("broker", { ...prod, admin: spaced })),
      /admin\.username must be 2 to 100 letters.* got "the user"/,
    );
  });
});
