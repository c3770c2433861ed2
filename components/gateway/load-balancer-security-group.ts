import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import type { RouteSettings } from "./route.ts";

/** Arguments of LoadBalancerSecurityGroup. */
export interface LoadBalancerSecurityGroupArgs {
  /** VPC of the load balancer. */
  vpcId: pulumi.Input<string>;
  /** Ports of the listeners, by name. */
  listeners: Readonly<Record<string, number>>;
  /** Sources of ingress: everyone for the internet, or security groups by name. */
  callers: "everyone" | Readonly<Record<string, pulumi.Input<string>>>;
  /** Routes whose ports are allowed to their targets. */
  routes: readonly RouteSettings[];
  /** Security groups of the targets, by the names that routes use. */
  targets: Readonly<Record<string, pulumi.Input<string>>>;
}

/** The security group of a load balancer, with egress rules to the targets and the matching ingress rules of their security groups. */
export class LoadBalancerSecurityGroup extends pulumi.ComponentResource {
  /** ID of the group. */
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: LoadBalancerSecurityGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:gateway:LoadBalancerSecurityGroup", name, {}, opts);

    const group = new aws.ec2.SecurityGroup(
      name,
      { description: `Load balancer ${name}`, vpcId: args.vpcId, tags: { Name: name } },
      { parent: this },
    );
    this.fromCallers(name, args, group.id);
    this.toTargets(name, args, group.id);

    this.securityGroupId = group.id;
    this.registerOutputs(outputs(this));
  }

  private fromCallers(
    name: string,
    { listeners, callers }: LoadBalancerSecurityGroupArgs,
    securityGroupId: pulumi.Input<string>,
  ): void {
    const peers =
      callers === "everyone"
        ? [["everyone", { cidrIpv4: "0.0.0.0/0" }] as const]
        : Object.entries(callers).map(([caller, id]) => [caller, { referencedSecurityGroupId: id }] as const);
    for (const [listener, port] of Object.entries(listeners)) {
      for (const [caller, peer] of peers) {
        new aws.vpc.SecurityGroupIngressRule(
          `${name}-${listener}-from-${caller}`,
          { securityGroupId, ...peer, ...tcp(port), description: `${listener} from ${caller}` },
          { parent: this },
        );
      }
    }
  }

  private toTargets(
    name: string,
    { routes, targets }: LoadBalancerSecurityGroupArgs,
    securityGroupId: pulumi.Input<string>,
  ): void {
    for (const [target, id] of Object.entries(targets)) {
      const own = routes.filter((route) => route.target === target);
      for (const port of new Set(own.flatMap((route) => [route.port, route.health.port ?? route.port]))) {
        const rule = `${name}-to-${target}-${port}`;
        new aws.vpc.SecurityGroupEgressRule(
          rule,
          { securityGroupId, referencedSecurityGroupId: id, ...tcp(port), description: `To ${target}` },
          { parent: this },
        );
        new aws.vpc.SecurityGroupIngressRule(
          rule,
          {
            securityGroupId: id,
            referencedSecurityGroupId: securityGroupId,
            ...tcp(port),
            description: `From load balancer ${name}`,
          },
          { parent: this },
        );
      }
    }
  }
}

function tcp(port: number): { ipProtocol: string; fromPort: number; toPort: number } {
  return { ipProtocol: "tcp", fromPort: port, toPort: port };
}
