import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/**
 * Domain of a user pool: a prefix domain of Amazon Cognito, or a custom domain, whose parent domain must have an A record
 * before it is created.
 */
export type UserPoolDomain =
  | {
      /** A prefix domain of Amazon Cognito. */
      kind: "prefix";
      /** Prefix of the domain, unique in the Region. */
      prefix: string;
    }
  | {
      /** A custom domain. */
      kind: "custom";
      /** Fully qualified domain name, for example auth.example.com. */
      name: string;
      /** ARN of its ACM certificate in us-east-1, whatever the user pool's Region, since CloudFront serves the domain. */
      certificateArn: pulumi.Input<string>;
      /** ID of the Route 53 hosted zone of the name. */
      hostedZoneId: pulumi.Input<string>;
    };

/** Creates the domain of a user pool with its DNS record, and returns the base URL of the OAuth endpoints. */
export function userPoolDomain(
  name: string,
  domain: UserPoolDomain,
  pool: { id: pulumi.Input<string>; region: string },
  child: { parent: pulumi.Resource },
): pulumi.Output<string> {
  const { id: userPoolId, region } = pool;
  if (domain.kind === "prefix") {
    const made = new aws.cognito.UserPoolDomain(name, { userPoolId, domain: domain.prefix }, child);
    return pulumi.interpolate`https://${made.domain}.auth.${region}.amazoncognito.com`;
  }
  const made = new aws.cognito.UserPoolDomain(
    name,
    { userPoolId, domain: domain.name, certificateArn: domain.certificateArn },
    child,
  );
  const alias = {
    name: made.cloudfrontDistribution,
    zoneId: made.cloudfrontDistributionZoneId,
    evaluateTargetHealth: false,
  };
  for (const type of ["A", "AAAA"]) {
    new aws.route53.Record(
      `${name}-${type.toLowerCase()}`,
      { zoneId: domain.hostedZoneId, name: domain.name, type, aliases: [alias] },
      child,
    );
  }
  return pulumi.interpolate`https://${made.domain}`;
}

/** Faults of the domain of a user pool. */
export function domainFaults(domain: UserPoolDomain): string[] {
  if (domain.kind === "prefix") {
    const { prefix } = domain;
    const fits = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(prefix) && !/aws|amazon|cognito/.test(prefix);
    return fits
      ? []
      : [`domain.prefix must be a lower-case DNS label without aws, amazon and cognito, got "${prefix}"`];
  }
  return /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.){2,}[a-z]{2,}$/.test(domain.name)
    ? []
    : [`domain.name must be a lower-case subdomain such as auth.example.com, got "${domain.name}"`];
}
