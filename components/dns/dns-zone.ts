import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { policyDocument, serviceStatement } from "../iam/policy-document.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { nameFaults, zoneFaults } from "./certificate.ts";

/** A new hosted zone. */
export interface NewZone {
  /** The component creates the hosted zone. */
  kind: "new";
  /** Domain name of the zone, for example dev.example.com. */
  domainName: string;
  /** Certificate authorities of the CAA record. @default ["amazon.com"] */
  certificateAuthorities?: readonly string[];
  /** ID of the parent domain's hosted zone, which gets the NS record; without it the registrar must have the name servers. @default none */
  parentHostedZoneId?: pulumi.Input<string>;
}

/** An existing hosted zone. */
export interface ExistingZone {
  /** The hosted zone exists. */
  kind: "existing";
  /** ID of the zone. */
  hostedZoneId: string;
}

/** Arguments of DnsZone. */
export interface DnsZoneArgs {
  /** Account of the zone in us-east-1, the Region of Route 53 query logs. */
  account: Account;
  /** A new or an existing hosted zone. */
  zone: NewZone | ExistingZone;
  /** Retention and KMS key of the query log group in us-east-1. @default none */
  queryLog?: LogRetention;
}

/**
 * A public Route 53 hosted zone. A new zone resolves only when the parent domain has its name servers.
 * It needs a provider of us-east-1.
 *
 * @example
 * import { account } from "../iam/account.ts";
 * import { DnsZone } from "./dns-zone.ts";
 *
 * declare const kmsKeyArn: string;
 *
 * const zone = new DnsZone("zone", {
 *   account: account("111122223333", "us-east-1"),
 *   zone: { kind: "new", domainName: "dev.example.com", parentHostedZoneId: "Z0123456789ABC" },
 *   queryLog: { retentionInDays: 365, kmsKeyArn },
 * });
 * export const { hostedZoneId } = zone;
 */
export class DnsZone extends pulumi.ComponentResource {
  /** ID of the hosted zone, for records and certificates. */
  readonly hostedZoneId: pulumi.Output<string>;
  /** Name servers of a new zone, for the registrar or the parent domain. */
  readonly nameServers: pulumi.Output<string[]> | undefined;

  constructor(name: string, args: DnsZoneArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:dns:DnsZone", name, {}, opts);
    refuse(this, name, zoneArgumentFaults(args));
    const { zone, queryLog } = args;

    const made = zone.kind === "new" ? this.zone(name, zone) : undefined;
    this.hostedZoneId = made?.zoneId ?? pulumi.output(zone.kind === "existing" ? zone.hostedZoneId : "");
    if (queryLog !== undefined) this.queryLog(name, args.account, queryLog);

    this.nameServers = made?.nameServers;
    this.registerOutputs(outputs(this));
  }

  private zone(name: string, args: NewZone): aws.route53.Zone {
    const { domainName, certificateAuthorities = ["amazon.com"], parentHostedZoneId } = args;
    const child = { parent: this };
    const zone = new aws.route53.Zone(
      name,
      { name: domainName, comment: `Zone of ${name}`, tags: { Name: domainName } },
      child,
    );
    const records = certificateAuthorities.map((authority) => `0 issue "${authority}"`);
    new aws.route53.Record(
      `${name}-caa`,
      { zoneId: zone.zoneId, name: domainName, type: "CAA", ttl: 3600, records },
      child,
    );
    if (parentHostedZoneId !== undefined) {
      new aws.route53.Record(
        `${name}-delegation`,
        { zoneId: parentHostedZoneId, name: domainName, type: "NS", ttl: 3600, records: zone.nameServers },
        child,
      );
    }
    return zone;
  }

  private queryLog(name: string, account: Account, { retentionInDays, kmsKeyArn }: LogRetention): void {
    const child = { parent: this };
    const group = new aws.cloudwatch.LogGroup(
      name,
      { namePrefix: `/aws/route53/${name}-`, retentionInDays, kmsKeyId: kmsKeyArn },
      child,
    );
    const delivery = new aws.cloudwatch.LogResourcePolicy(
      name,
      {
        // Names of resource policies have no slashes.
        policyName: group.name.apply((path) => path.split("/").at(-1) ?? path),
        policyDocument: policyDocument(
          serviceStatement(account, "route53.amazonaws.com", {
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: pulumi.interpolate`${group.arn}:*`,
            Condition: {
              ArnLike: {
                "aws:SourceArn": pulumi.interpolate`arn:${account.partition}:route53:::hostedzone/${this.hostedZoneId}`,
              },
            },
          }),
        ),
      },
      child,
    );
    new aws.route53.QueryLog(
      name,
      { zoneId: this.hostedZoneId, cloudwatchLogGroupArn: group.arn },
      { ...child, dependsOn: delivery },
    );
  }
}

function zoneArgumentFaults({ account, zone }: DnsZoneArgs): string[] {
  return [
    ...(account.region === "us-east-1"
      ? []
      : [`account must be in us-east-1, the Region of Route 53 query logs, got ${account.region}`]),
    ...(zone.kind === "new" ? newZoneFaults(zone) : zoneFaults("zone.hostedZoneId", zone.hostedZoneId)),
  ];
}

function newZoneFaults({ domainName, certificateAuthorities, parentHostedZoneId }: NewZone): string[] {
  return [
    ...nameFaults("zone.domainName", domainName),
    ...(certificateAuthorities?.length === 0
      ? ["zone.certificateAuthorities must list at least one authority, got none"]
      : []),
    ...(certificateAuthorities ?? []).flatMap((each) => nameFaults("zone.certificateAuthorities", each)),
    ...(parentHostedZoneId === undefined ? [] : zoneFaults("zone.parentHostedZoneId", parentHostedZoneId)),
  ];
}
