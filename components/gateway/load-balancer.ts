import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Bucket } from "../data/bucket.ts";
import { type Account, arn } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import { outputs } from "../outputs.ts";
import { Firewall } from "../waf/firewall.ts";
import type { FirewallArgs } from "../waf/firewall-args.ts";

/** What a stack decides about a firewall. */
export type FirewallSettings = Omit<FirewallArgs, "account" | "scope" | "logs">;

export interface LoadBalancerArgs {
  /** Account of the load balancer. */
  account: Account;
  /** Whether its addresses are private. */
  internal: boolean;
  /** Subnets that it stands in, one for each zone. */
  subnetIds: pulumi.Input<string[]>;
  /** Security group that it carries. */
  securityGroupId: pulumi.Input<string>;
  /** Web application firewall in front of it. */
  firewall: FirewallSettings;
  /** Retention and key of the firewall's log. */
  logs: LogRetention;
  /** Days until access, connection and health check logs expire. */
  accessLogRetentionDays: number;
  /** Whether AWS refuses to delete it. */
  deletionProtection: boolean;
  /** Seconds that a connection may be silent. */
  idleTimeoutSeconds: number;
}

/** An Application Load Balancer with a web application firewall, and a bucket for its logs. */
export class LoadBalancer extends pulumi.ComponentResource {
  /** ARN of the load balancer, known only once the firewall is attached, so that no listener opens before. */
  readonly arn: pulumi.Output<string>;
  /** DNS name of the load balancer. */
  readonly dnsName: pulumi.Output<string>;
  /** ID of the load balancer's own hosted zone, for alias records. */
  readonly hostedZoneId: pulumi.Output<string>;
  /** The LoadBalancer dimension of its metrics. */
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
        // Blocks what could smuggle a request; the strictest mode also blocks harmless clients.
        desyncMitigationMode: "defensive",
        // The last address is the one that the load balancer saw, all before it are claims.
        xffHeaderProcessingMode: "append",
        enableWafFailOpen: false,
        enableDeletionProtection: args.deletionProtection,
        idleTimeout: args.idleTimeoutSeconds,
        tags: { Name: name },
      },
      { parent: this },
    );
  }

  /** Name of the bucket for the logs, known only once the load balancer may write to it. */
  private logBucket(
    name: string,
    { account, accessLogRetentionDays, deletionProtection }: LoadBalancerArgs,
  ): pulumi.Output<string> {
    const bucket = new Bucket(
      `${name}-logs`,
      {
        // Elastic Load Balancing writes to no bucket that is encrypted with a KMS key.
        encryption: { kind: "sse-s3" },
        deletionProtection,
        lifecycle: [{ id: "expire", expirationDays: accessLogRetentionDays }],
        statements: (bucketArn) => [delivery(account, bucketArn)],
      },
      { parent: this },
    );
    return bucket.bucketName;
  }
}

/** Admits the log delivery of this account's load balancers, to the paths that it writes for this account. */
function delivery(account: Account, bucketArn: pulumi.Output<string>): Statement {
  return {
    Sid: "LogDelivery",
    Effect: "Allow",
    Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: ["access", "connection", "health"].map(
      (prefix) => pulumi.interpolate`${bucketArn}/${prefix}/AWSLogs/${account.accountId}/*`,
    ),
    // The ARN names the account as well; the service is not known to send aws:SourceAccount.
    Condition: { ArnLike: { "aws:SourceArn": arn(account, "elasticloadbalancing", "loadbalancer/*") } },
  };
}
