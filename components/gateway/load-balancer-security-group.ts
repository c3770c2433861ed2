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
  /** Sources of ingress: everyone for the internet, CloudFront's origin-facing servers, or security groups by name. */
  callers: "everyone" | "cloudFront" | Readonly<Record<string, pulumi.Input<string>>>;
  /** Region whose Route 53 health checks may connect on port 443. @default none */
  healthChecks?: string | undefined;
  /** Routes whose ports are allowed to their targets. */
  routes: readonly RouteSettings[];
  /** Security groups of the targets, by the names that routes use. */
  targets: Readonly<Record<string, pulumi.Input<string>>>;
}

/** The security group of a load balancer, with egress rules to the targets and the matching ingress rules of their security groups. */
export class LoadBalancerSecurityGroup extends pulumi.ComponentResource {
  /** ID of the group. */
  readonly securityGroupId: pulumi.Output<string>;
  /** IDs of this group and of the one for health checks. */
  readonly securityGroupIds: pulumi.Output<string>[];

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
    this.securityGroupIds = [group.id, ...this.fromHealthChecks(name, args)];
    this.registerOutputs(outputs(this));
  }

  private fromCallers(
    name: string,
    { listeners, callers }: LoadBalancerSecurityGroupArgs,
    securityGroupId: pulumi.Input<string>,
  ): void {
    for (const [listener, port] of Object.entries(listeners)) {
      for (const [caller, peer] of this.peers(callers)) {
        new aws.vpc.SecurityGroupIngressRule(
          `${name}-${listener}-from-${caller}`,
          { securityGroupId, ...peer, ...tcp(port), description: `${listener} from ${caller}` },
          { parent: this },
        );
      }
    }
  }

  private peers(callers: LoadBalancerSecurityGroupArgs["callers"]): (readonly [string, Peer])[] {
    if (callers === "everyone") return [["everyone", { cidrIpv4: "0.0.0.0/0" }]];
    if (callers === "cloudFront") return [["cloudfront", this.prefixList(originFacing)]];
    return Object.entries(callers).map(([caller, id]) => [caller, { referencedSecurityGroupId: id }] as const);
  }

  private prefixList(name: string): Peer {
    return { prefixListId: aws.ec2.getManagedPrefixListOutput({ name }, { parent: this }).id };
  }

  /** A group of its own: its prefix list counts as 25 rules, CloudFront's as 55, and a security group has up to 60. */
  private fromHealthChecks(
    name: string,
    { vpcId, healthChecks }: LoadBalancerSecurityGroupArgs,
  ): pulumi.Output<string>[] {
    if (healthChecks === undefined) return [];
    const checks = `${name}-health-checks`;
    const group = new aws.ec2.SecurityGroup(
      checks,
      { description: `Route 53 health checks of load balancer ${name}`, vpcId, tags: { Name: checks } },
      { parent: this },
    );
    new aws.vpc.SecurityGroupIngressRule(
      checks,
      {
        securityGroupId: group.id,
        ...this.prefixList(`com.amazonaws.${healthChecks}.route53-healthchecks`),
        ...tcp(443),
        description: "From Route 53 health checks",
      },
      { parent: this },
    );
    return [group.id];
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

/** Source of an ingress rule. */
type Peer = Pick<aws.vpc.SecurityGroupIngressRuleArgs, "cidrIpv4" | "prefixListId" | "referencedSecurityGroupId">;

/** Prefix list of the servers with which CloudFront connects to origins; it counts as 55 rules of a security group. */
const originFacing = "com.amazonaws.global.cloudfront.origin-facing";

function tcp(port: number): { ipProtocol: string; fromPort: number; toPort: number } {
  return { ipProtocol: "tcp", fromPort: port, toPort: port };
}
