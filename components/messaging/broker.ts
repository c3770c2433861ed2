import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { firstSubnets } from "../data/first-subnets.ts";
import { type Callers, storeSecurityGroup } from "../data/store-security-group.ts";
import { admitCaller } from "../network/admit-caller.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import type { BrokerAdmin, BrokerArgs } from "./broker-args.ts";
import { brokerFaults } from "./broker-faults.ts";

export type { BrokerArgs, BrokerInstanceType } from "./broker-args.ts";

const ports = { amqps: 5671, management: 443 };

/**
 * An encrypted RabbitMQ broker of Amazon MQ in private subnets with TLS, automatic patches and logs. It has no backups.
 * The state contains the first user's initial password, encrypted: see docs/decisions/broker-password.md.
 */
export class Broker extends pulumi.ComponentResource {
  /** ID of the broker, part of its log group names such as /aws/amazonmq/broker/<id>/general. */
  readonly brokerId: pulumi.Output<string>;
  /** Name of the broker: the Broker dimension of its metrics. */
  readonly brokerName: pulumi.Output<string>;
  /** ARN of the broker. */
  readonly arn: pulumi.Output<string>;
  /** AMQPS URL with host and port, without credentials. */
  readonly endpoint: pulumi.Output<string>;
  /** URL of the management console. */
  readonly consoleUrl: pulumi.Output<string>;
  /** Security group of the broker. */
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: BrokerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:messaging:Broker", name, {}, opts);
    const { admitManagement = {} } = args;
    refuse(this, name, brokerFaults(args));

    const securityGroupId = this.securityGroup(name, args, admitManagement);
    const broker = new aws.mq.Broker(
      name,
      {
        ...(args.brokerName !== undefined && { brokerName: args.brokerName }),
        engineType: "RabbitMQ",
        engineVersion: args.version,
        hostInstanceType: args.instanceType,
        ...placement(args),
        publiclyAccessible: false,
        securityGroups: [securityGroupId],
        users: [{ username: args.admin.username, password: this.password(args.admin) }],
        encryptionOptions: { useAwsOwnedKey: false, kmsKeyId: args.kmsKeyArn },
        logs: { general: true },
        autoMinorVersionUpgrade: true,
        maintenanceWindowStartTime: { ...args.maintenanceWindow, timeZone: "UTC" },
        tags: { Name: name },
      },
      // Amazon MQ accepts RabbitMQ users only at creation and never returns them; further users are created in RabbitMQ.
      { parent: this, ignoreChanges: ["users"] },
    );

    this.brokerId = broker.id;
    this.brokerName = broker.brokerName;
    this.arn = broker.arn;
    this.endpoint = only(broker.instances, ({ endpoints }) => endpoints[0]);
    this.consoleUrl = only(broker.instances, ({ consoleUrl }) => consoleUrl);
    this.securityGroupId = securityGroupId;
    this.registerOutputs(outputs(this));
  }

  private securityGroup(name: string, { network, admit }: BrokerArgs, managers: Callers): pulumi.Output<string> {
    const child = { parent: this };
    const store = { description: `Broker ${name}`, vpcId: network.vpcId, port: ports.amqps, admit };
    const { id } = storeSecurityGroup(name, store, child);
    for (const [caller, from] of Object.entries(managers))
      admitCaller(`${name}-management-${caller}`, { caller, from, to: id, port: ports.management }, child);
    return id;
  }

  private password({ passwordSecretId }: BrokerAdmin): pulumi.Output<string> {
    const version = aws.secretsmanager.getSecretVersionOutput({ secretId: passwordSecretId }, { parent: this });
    return pulumi.secret(version.secretString);
  }
}

function placement({ deployment, network }: BrokerArgs) {
  return deployment.kind === "single"
    ? { deploymentMode: "SINGLE_INSTANCE", subnetIds: firstSubnets(network, 1) }
    : { deploymentMode: "CLUSTER_MULTI_AZ", subnetIds: firstSubnets(network, deployment.zones) };
}

type Instance = aws.types.output.mq.BrokerInstance;

/** A RabbitMQ broker has one endpoint for all nodes. */
function only(
  instances: pulumi.Output<Instance[]>,
  read: (instance: Instance) => string | undefined,
): pulumi.Output<string> {
  return instances.apply(([instance]) => {
    const value = instance && read(instance);
    if (value === undefined) throw new Error("Amazon MQ has not told where the broker is");
    return value;
  });
}
