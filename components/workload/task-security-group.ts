import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";

/** Arguments of TaskSecurityGroup. */
export interface TaskSecurityGroupArgs {
  /** VPC of the tasks. */
  vpcId: pulumi.Input<string>;
  /** Name of the security group. @default auto-named */
  groupName?: string;
  /** Description of the security group. */
  description: string;
  /** First and last TCP port of the services. */
  ports: readonly [first: number, last: number];
}

/** Security group of ECS services: ingress from each other on their ports and from gateways, egress to any address. */
export class TaskSecurityGroup extends pulumi.ComponentResource {
  /** ID of the security group. */
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: TaskSecurityGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:workload:TaskSecurityGroup", name, {}, opts);
    const [fromPort, toPort] = args.ports;
    const inOrder = 1 <= fromPort && fromPort <= toPort && toPort <= 65535;
    refuse(this, name, inOrder ? [] : [`ports must be 1 ≤ first ≤ last ≤ 65535, got ${fromPort}, ${toPort}`]);
    const child = { parent: this };

    const group = new aws.ec2.SecurityGroup(
      name,
      {
        ...(args.groupName !== undefined && { name: args.groupName }),
        vpcId: args.vpcId,
        description: args.description,
        tags: { Name: args.groupName ?? name },
      },
      child,
    );
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-each-other`,
      {
        securityGroupId: group.id,
        referencedSecurityGroupId: group.id,
        ipProtocol: "tcp",
        fromPort,
        toPort,
        description: "From each other",
      },
      child,
    );
    // Egress to any address; the security groups of data stores and IAM limit access.
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-out`,
      { securityGroupId: group.id, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0", description: "To anywhere" },
      child,
    );

    this.securityGroupId = group.id;
    this.registerOutputs(outputs(this));
  }
}
