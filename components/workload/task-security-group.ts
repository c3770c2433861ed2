import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";

export interface TaskSecurityGroupArgs {
  /** VPC of the tasks. */
  vpcId: pulumi.Input<string>;
  /** Physical name of the group. @default auto-named */
  groupName?: string;
  /** What runs behind it, in a few words. */
  description: string;
  /** First and last TCP port that the services listen on; they may call each other there. */
  ports: readonly [first: number, last: number];
}

/** The security group of services that work together: they call each other, a gateway admits itself, nobody else comes in. */
export class TaskSecurityGroup extends pulumi.ComponentResource {
  /** ID of the group; data stores admit it. */
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
    // Images, secrets, logs, data stores and APIs outside: what a task may reach there is decided by their groups and by IAM.
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-out`,
      { securityGroupId: group.id, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0", description: "To anywhere" },
      child,
    );

    this.securityGroupId = group.id;
    this.registerOutputs(outputs(this));
  }
}
