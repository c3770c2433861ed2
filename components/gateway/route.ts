import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";

/** Health check of a target group. */
export interface HealthCheck {
  /** Path of the health check. */
  path: string;
  /** Port of the health check. @default the targets' port */
  port?: number;
  /** Seconds between health checks, 5 to 300. */
  intervalSeconds: number;
  /** Response timeout in seconds, 2 to 120 and less than the interval. */
  timeoutSeconds: number;
  /** Consecutive successes before a target is healthy, 2 to 10. */
  healthyThreshold: number;
  /** Consecutive failures before a target is unhealthy, 2 to 10. */
  unhealthyThreshold: number;
  /** HTTP status codes of a healthy target, for example 200 or 200-299. */
  matcher: string;
}

/** A route: a listener rule with its target group. */
export interface RouteSettings {
  /** Name of the targets' security group, among the gateway's targets. */
  target: string;
  /** Port of the targets. */
  port: number;
  /** Protocol of the targets. */
  protocol: "HTTP" | "HTTPS";
  /** Target type: ip for pods and Fargate tasks, instance for node ports. */
  targetType: "ip" | "instance";
  /** Priority of the listener rule, 1 to 50000; the lowest is evaluated first. */
  priority: number;
  /** Host header conditions with the wildcards * and ?. @default [] */
  hosts?: readonly string[];
  /** Path conditions with the wildcards * and ?. @default [] */
  paths?: readonly string[];
  /** Health check of the targets. */
  health: HealthCheck;
  /** Deregistration delay in seconds, 0 to 3600. @default 30 */
  deregistrationDelaySeconds?: number;
  /** Load balancing algorithm. @default "least_outstanding_requests" */
  algorithm?: "least_outstanding_requests" | "round_robin" | "weighted_random";
  /** Slow start duration in seconds, 30 to 900; round_robin only. @default none */
  slowStartSeconds?: number;
  /** Duration of stickiness by a load balancer cookie in seconds, 1 to 604800. @default none */
  stickinessSeconds?: number;
}

/** Arguments of Route. */
export interface RouteArgs {
  /** Settings of the listener rule and the target group. */
  settings: RouteSettings;
  /** Name prefix of the target group, at most 6 characters. */
  namePrefix: string;
  /** VPC of the targets. */
  vpcId: pulumi.Input<string>;
  /** Listener that the rule belongs to. */
  listenerArn: pulumi.Input<string>;
}

/** A target group with the listener rule that forwards to it. */
export class Route extends pulumi.ComponentResource {
  /** ARN of the target group, known when a listener rule forwards to it, as Amazon ECS requires. */
  readonly targetGroupArn: pulumi.Output<string>;
  /** ARN suffix: the TargetGroup dimension of its metrics. */
  readonly targetGroupArnSuffix: pulumi.Output<string>;

  constructor(name: string, args: RouteArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:gateway:Route", name, {}, opts);
    const child = { parent: this };
    const { settings } = args;

    const group = new aws.lb.TargetGroup(
      name,
      {
        ...targetGroup(settings),
        // A name prefix, so that a replacement is created before the old target group is deleted.
        namePrefix: args.namePrefix,
        vpcId: args.vpcId,
        tags: { Name: name },
      },
      child,
    );
    const rule = new aws.lb.ListenerRule(
      name,
      {
        listenerArn: args.listenerArn,
        priority: settings.priority,
        conditions: conditions(settings),
        actions: [{ type: "forward", targetGroupArn: group.arn }],
        tags: { Name: name },
      },
      child,
    );

    this.targetGroupArn = pulumi.all([group.arn, rule.id]).apply(([arn]) => arn);
    this.targetGroupArnSuffix = group.arnSuffix;
    this.registerOutputs(outputs(this));
  }
}

function targetGroup(settings: RouteSettings): aws.lb.TargetGroupArgs {
  const { deregistrationDelaySeconds = 30, algorithm = "least_outstanding_requests", health } = settings;
  const { slowStartSeconds, stickinessSeconds } = settings;
  return {
    port: settings.port,
    protocol: settings.protocol,
    targetType: settings.targetType,
    deregistrationDelay: deregistrationDelaySeconds,
    loadBalancingAlgorithmType: algorithm,
    healthCheck: {
      enabled: true,
      protocol: settings.protocol,
      path: health.path,
      port: health.port === undefined ? "traffic-port" : String(health.port),
      interval: health.intervalSeconds,
      timeout: health.timeoutSeconds,
      healthyThreshold: health.healthyThreshold,
      unhealthyThreshold: health.unhealthyThreshold,
      matcher: health.matcher,
    },
    ...(slowStartSeconds !== undefined && { slowStart: slowStartSeconds }),
    ...(stickinessSeconds !== undefined && {
      stickiness: { type: "lb_cookie", enabled: true, cookieDuration: stickinessSeconds },
    }),
  };
}

function conditions({ hosts = [], paths = [] }: RouteSettings): aws.types.input.lb.ListenerRuleCondition[] {
  return [
    ...(hosts.length === 0 ? [] : [{ hostHeader: { values: [...hosts] } }]),
    ...(paths.length === 0 ? [] : [{ pathPattern: { values: [...paths] } }]),
  ];
}
