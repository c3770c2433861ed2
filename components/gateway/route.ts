import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";

/** How the load balancer asks a target whether it is healthy. */
export interface HealthCheck {
  /** Path that is asked, over the protocol of the targets. */
  path: string;
  /** Port that is asked. @default the targets' port */
  port?: number;
  /** Seconds between two checks, 5 to 300. */
  intervalSeconds: number;
  /** Seconds to wait for an answer, 2 to 120 and less than the interval. */
  timeoutSeconds: number;
  /** Successes in a row that make a target healthy, 2 to 10. */
  healthyThreshold: number;
  /** Failures in a row that make a target unhealthy, 2 to 10. */
  unhealthyThreshold: number;
  /** HTTP status codes of a healthy target, for example 200 or 200-299. */
  matcher: string;
}

/** Requests that go to one group of targets. */
export interface RouteSettings {
  /** Name, among the gateway's targets, of the security group that these targets carry. */
  target: string;
  /** Port that the targets listen on. */
  port: number;
  /** Protocol that the targets speak. */
  protocol: "HTTP" | "HTTPS";
  /** How targets register: by IP address (pods, Fargate tasks) or as instances (node ports). */
  targetType: "ip" | "instance";
  /** Place of the listener rule in the order of evaluation, 1 to 50000; lower comes first. */
  priority: number;
  /** Host names that the route answers to, * and ? match; none means all. @default [] */
  hosts?: readonly string[];
  /** Paths that the route answers to, * and ? match; none means all. @default [] */
  paths?: readonly string[];
  /** Health check of the targets. */
  health: HealthCheck;
  /** Seconds that requests in flight have when a target leaves, 0 to 3600. @default 30 */
  deregistrationDelaySeconds?: number;
  /** How a target is picked for a request. @default "least_outstanding_requests" */
  algorithm?: "least_outstanding_requests" | "round_robin" | "weighted_random";
  /** Seconds over which a new target's share grows, 30 to 900; round_robin only. @default none */
  slowStartSeconds?: number;
  /** Seconds that a client stays with its target, by a cookie, 1 to 604800. @default none */
  stickinessSeconds?: number;
}

export interface RouteArgs {
  /** What is routed where. */
  settings: RouteSettings;
  /** Start of the target group's physical name, at most 6 characters. */
  namePrefix: string;
  /** VPC of the targets. */
  vpcId: pulumi.Input<string>;
  /** Listener that the rule belongs to. */
  listenerArn: pulumi.Input<string>;
}

/** A target group with the listener rule that forwards to it. */
export class Route extends pulumi.ComponentResource {
  /** ARN of the target group, known only once a listener forwards to it, as Amazon ECS requires. */
  readonly targetGroupArn: pulumi.Output<string>;
  /** The TargetGroup dimension of the target group's metrics. */
  readonly targetGroupArnSuffix: pulumi.Output<string>;

  constructor(name: string, args: RouteArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:gateway:Route", name, {}, opts);
    const child = { parent: this };
    const { settings } = args;

    const group = new aws.lb.TargetGroup(
      name,
      {
        ...targetGroup(settings),
        // A prefix, not a name: a replacement is created beside the old group, and the rule moves before that is deleted.
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
