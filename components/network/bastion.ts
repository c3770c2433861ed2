import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";
import { ServiceRole } from "../iam/service-role.ts";
import { outputs } from "../outputs.ts";
import { within } from "../ranges.ts";
import { refuse } from "../refusal.ts";
import type { KubernetesVersion } from "../versions.ts";
import { admitCaller } from "./admit-caller.ts";
import { bastionUserData, codeServerPort } from "./bastion-user-data.ts";
import type { Network } from "./network.ts";

/** A target that the bastion may connect to. */
export interface BastionTarget {
  /** Security group of the target, which gets an ingress rule for the bastion. */
  securityGroupId: pulumi.Input<string>;
  /** Host name or URL of the target. */
  endpoint: pulumi.Input<string>;
  /** TCP port of the target. */
  port: number;
}

/** Arguments of Bastion. */
export interface BastionArgs {
  /** Account of the bastion. */
  account: Account;
  /** Network of the bastion, which is in the first private subnet. */
  network: Pick<Network, "vpcId" | "privateSubnetIds">;
  /** EC2 instance type with x86-64 architecture. @default "t3.large" */
  instanceType?: "t3.medium" | "t3.large" | "t3.xlarge" | "m7i.large" | "m7i.xlarge";
  /** Size in GiB of the root volume, at least 20. @default 50 */
  volumeSize?: number;
  /** ARN of the KMS key that encrypts the root volume. */
  kmsKeyArn: pulumi.Input<string>;
  /** Kubernetes minor of the cluster, for the version of kubectl. */
  kubernetesVersion: KubernetesVersion;
  /** Targets by name; other egress is HTTPS only. */
  targets: Readonly<Record<string, BastionTarget>>;
  /** IAM permissions of the bastion besides Session Manager, for example eks:DescribeCluster. @default [] */
  statements?: readonly pulumi.Input<Statement>[];
  /** Whether termination protection is on. */
  deletionProtection: boolean;
}

/**
 * A development instance in a private subnet without ingress; access is by Session Manager and IAM.
 * It keeps the AMI and the tools of its first boot until it is replaced.
 */
export class Bastion extends pulumi.ComponentResource {
  /** ID of the EC2 instance. */
  readonly instanceId: pulumi.Output<string>;
  /** ID of the bastion's security group. */
  readonly securityGroupId: pulumi.Output<string>;
  /** ARN of the bastion's role, for an access entry of the cluster. */
  readonly roleArn: pulumi.Output<string>;
  /** Session Manager port forwarding commands for code-server and each target, by name. */
  readonly commands: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: BastionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:network:Bastion", name, {}, opts);
    const { instanceType = "t3.large", volumeSize = 50, statements = [] } = args;
    refuse(this, name, faults(args.targets, volumeSize));
    const child = { parent: this };

    const group = this.securityGroup(name, args);
    const managedPolicies = ["AmazonSSMManagedInstanceCore"];
    const role = new ServiceRole(
      name,
      { account: args.account, service: "ec2.amazonaws.com", managedPolicies, statements },
      child,
    );
    const profile = new aws.iam.InstanceProfile(name, { role: role.roleName }, child);
    // SSM Agent registers at boot, so the role's policies must exist before.
    const iamInstanceProfile = pulumi.all([profile.name, role.arn]).apply(([profileName]) => profileName);
    const instance = new aws.ec2.Instance(
      name,
      {
        ami: ubuntu(child),
        instanceType,
        subnetId: args.network.privateSubnetIds.apply(([first = ""]) => first),
        vpcSecurityGroupIds: [group.id],
        associatePublicIpAddress: false,
        iamInstanceProfile,
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
        rootBlockDevice: { encrypted: true, kmsKeyId: args.kmsKeyArn, volumeType: "gp3", volumeSize },
        ebsOptimized: true,
        monitoring: true,
        disableApiTermination: args.deletionProtection,
        userData: bastionUserData(args.kubernetesVersion),
        tags: { Name: name },
      },
      // A newer AMI would replace the instance that developers use.
      { ...child, ignoreChanges: ["ami"] },
    );

    this.instanceId = instance.id;
    this.securityGroupId = group.id;
    this.roleArn = role.arn;
    this.commands = commands(instance.id, args);
    this.registerOutputs(outputs(this));
  }

  /** Security group without ingress, with egress rules to the targets and the matching ingress rules of their security groups. */
  private securityGroup(name: string, { network, targets }: BastionArgs): aws.ec2.SecurityGroup {
    const child = { parent: this };
    const group = new aws.ec2.SecurityGroup(
      name,
      { description: `Bastion ${name}`, vpcId: network.vpcId, tags: { Name: name } },
      child,
    );
    const from = { securityGroupId: group.id };
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-https`,
      { ...from, ...tcp(443), cidrIpv4: "0.0.0.0/0", description: "HTTPS to AWS and to the sources of tools" },
      child,
    );
    for (const [target, { port, securityGroupId }] of Object.entries(targets)) {
      new aws.vpc.SecurityGroupEgressRule(
        `${name}-to-${target}`,
        { ...from, ...tcp(port), referencedSecurityGroupId: securityGroupId, description: `To ${target}` },
        child,
      );
      admitCaller(
        `${name}-to-${target}`,
        { caller: `bastion ${name}`, from: group.id, to: securityGroupId, port },
        child,
      );
    }
    return group;
  }
}

/**
 * The newest AMI of Ubuntu 24.04 LTS, looked up because an SSM parameter reference conflicts with the root volume's settings:
 * https://github.com/hashicorp/terraform-provider-aws/issues/43488
 */
function ubuntu(child: { parent: pulumi.Resource }): pulumi.Output<string> {
  const name = "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id";
  return aws.ssm.getParameterOutput({ name }, child).insecureValue;
}

function commands(
  instanceId: pulumi.Output<string>,
  { account, targets }: BastionArgs,
): Readonly<Record<string, pulumi.Output<string>>> {
  const session = pulumi.interpolate`aws ssm start-session --region ${account.region} --target ${instanceId}`;
  const own = JSON.stringify({ portNumber: [`${codeServerPort}`], localPortNumber: [`${codeServerPort}`] });
  return {
    "code-server": pulumi.interpolate`${session} --document-name AWS-StartPortForwardingSession --parameters '${own}'`,
    ...Object.fromEntries(
      Object.entries(targets).map(([target, { endpoint, port }]) => {
        const parameters = pulumi.output(endpoint).apply((url) =>
          JSON.stringify({
            host: [url.replace(/^\w+:\/\//, "").replace(/[:/].*$/, "")],
            portNumber: [String(port)],
            localPortNumber: [String(localPort(port))],
          }),
        );
        const document = "AWS-StartPortForwardingSessionToRemoteHost";
        return [target, pulumi.interpolate`${session} --document-name ${document} --parameters '${parameters}'`];
      }),
    ),
  };
}

/** Local ports below 1024 need root, so a higher one is used. */
function localPort(port: number): number {
  return port < 1024 ? port + 8000 : port;
}

function tcp(port: number): { ipProtocol: string; fromPort: number; toPort: number } {
  return { ipProtocol: "tcp", fromPort: port, toPort: port };
}

function faults(targets: BastionArgs["targets"], volumeSize: number): string[] {
  return [
    ...(volumeSize >= 20 ? [] : [`volumeSize must be 20 GiB or more, got ${volumeSize}`]),
    ...("code-server" in targets ? ["targets must not be named code-server, got code-server"] : []),
    ...Object.entries(targets).flatMap(([target, { port }]) => within(`targets.${target}.port`, port, 1, 65535)),
  ];
}
