import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Bucket } from "../data/bucket.ts";
import { type Account, arn } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import { outputs } from "../outputs.ts";
import { Firewall } from "../waf/firewall.ts";
import type { FirewallArgs } from "../waf/firewall-args.ts";

/** Settings of the web ACL that a stack decides. */
export type FirewallSettings = Omit<FirewallArgs, "account" | "scope" | "logs">;

/** Arguments of LoadBalancer. */
export interface LoadBalancerArgs {
  /** Account of the load balancer. */
  account: Account;
  /** Whether the load balancer is internal. */
  internal: boolean;
  /** IDs of the subnets, one for each Availability Zone. */
  subnetIds: pulumi.Input<string[]>;
  /** Security group of the load balancer. */
  securityGroupId: pulumi.Input<string>;
  /** AWS WAF web ACL. */
  firewall: FirewallSettings;
  /** Retention and KMS key of the web ACL's log group. */
  logs: LogRetention;
  /** Retention of access, connection and health check logs in days. */
  accessLogRetentionDays: number;
  /** Whether deletion protection is on. */
  deletionProtection: boolean;
  /** Idle timeout in seconds. */
  idleTimeoutSeconds: number;
}

/** An Application Load Balancer with an AWS WAF web ACL and a bucket for its logs. */
export class LoadBalancer extends pulumi.ComponentResource {
  /** ARN of the load balancer, known when the web ACL is associated, so that listeners are created after it. */
  readonly arn: pulumi.Output<string>;
  /** DNS name of the load balancer. */
  readonly dnsName: pulumi.Output<string>;
  /** Hosted zone ID of the load balancer, for alias records. */
  readonly hostedZoneId: pulumi.Output<string>;
  /** ARN suffix: the LoadBalancer dimension of its metrics. */
  readonly arnSuffix: pulumi.Output<string>;

  constructor(name: string, args: LoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:gateway:LoadBalancer", name, {}, opts);
    const child = { parent: this };
    const { account, logs } = args;

    const balancer = this.balancer(name, args, this.logBucket(name, args));
    const firewall = new Firewall(name, { ...args.firewall, account, logs, scope: "REGIONAL" }, child);
    const attached = new aws.wafv2.WebAclAssociation(
      name,
      { resourceArn: balancer.arn, webAclArn: firewall.arn },
      child,
    );

    this.arn = pulumi.all([balancer.arn, attached.id]).apply(([balancerArn]) => balancerArn);
    this.dnsName = balancer.dnsName;
    this.hostedZoneId = balancer.zoneId;
    this.arnSuffix = balancer.arnSuffix;
    this.registerOutputs(outputs(this));
  }

  private balancer(name: string, args: LoadBalancerArgs, bucket: pulumi.Output<string>): aws.lb.LoadBalancer {
    return new aws.lb.LoadBalancer(
      name,
      {
        loadBalancerType: "application",
        internal: args.internal,
        subnets: args.subnetIds,
        securityGroups: [args.securityGroupId],
        accessLogs: { enabled: true, bucket, prefix: "access" },
        connectionLogs: { enabled: true, bucket, prefix: "connection" },
        healthCheckLogs: { enabled: true, bucket, prefix: "health" },
        dropInvalidHeaderFields: true,
        // Defensive mode mitigates request smuggling; strictest mode would also block compliant clients.
        desyncMitigationMode: "defensive",
        // The load balancer appends the client's address to X-Forwarded-For; addresses before the last can be forged.
        xffHeaderProcessingMode: "append",
        enableWafFailOpen: false,
        enableDeletionProtection: args.deletionProtection,
        idleTimeout: args.idleTimeoutSeconds,
        tags: { Name: name },
      },
      { parent: this },
    );
  }

  /** Name of the bucket for the logs, known when its policy allows the load balancer. */
  private logBucket(name: string, { account, accessLogRetentionDays }: LoadBalancerArgs): pulumi.Output<string> {
    const bucket = new Bucket(
      `${name}-logs`,
      {
        // Elastic Load Balancing supports only SSE-S3 for log buckets.
        encryption: { kind: "sse-s3" },
        lifecycle: [{ id: "expire", expirationDays: accessLogRetentionDays }],
        statements: (bucketArn) => [delivery(account, bucketArn)],
      },
      { parent: this },
    );
    return bucket.bucketName;
  }
}

/** Bucket policy statement for the logs of this account's load balancers. */
function delivery(account: Account, bucketArn: pulumi.Output<string>): Statement {
  return {
    Sid: "LogDelivery",
    Effect: "Allow",
    Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: ["access", "connection", "health"].map(
      (prefix) => pulumi.interpolate`${bucketArn}/${prefix}/AWSLogs/${account.accountId}/*`,
    ),
    // The ARN contains the account; aws:SourceAccount is not documented for this service.
    Condition: { ArnLike: { "aws:SourceArn": arn(account, "elasticloadbalancing", "loadbalancer/*") } },
  };
}
