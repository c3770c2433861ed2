import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameFaults } from "../dns/certificate.ts";
import { within } from "../ranges.ts";

/** An origin or origin group of a distribution. */
export type Origin =
  | {
      /** A private S3 bucket whose policy allows the distribution; CloudFront signs the requests (origin access control). */
      kind: "bucket";
      /** ARN of the bucket. */
      bucketArn: pulumi.Input<string>;
      /** Region of the bucket. */
      region: string;
    }
  | ({
      /** An internet-facing load balancer, over TLS only. */
      kind: "loadBalancer";
    } & Server)
  | ({
      /** An internal load balancer, through a VPC origin. */
      kind: "vpcOrigin";
      /** ID of the VPC origin. */
      vpcOriginId: pulumi.Input<string>;
    } & Server)
  | {
      /** An origin group of two other origins; CloudFront fails over for GET, HEAD and OPTIONS requests only. */
      kind: "failover";
      /** Name of the primary origin. */
      primary: string;
      /** Name of the secondary origin. */
      secondary: string;
    };

/** A custom origin. */
interface Server {
  /** Domain name that the origin's certificate covers. */
  domainName: string;
  /** Response timeout in seconds, 1 to 180. @default 30 */
  readTimeoutSeconds?: number;
}

/** Origins by name. */
export type Origins = Readonly<Record<string, Origin>>;

/** Origins of a distribution; the ID of each is its name. */
export function originList(
  origins: Origins,
  accessControlId: pulumi.Input<string> | undefined,
): aws.types.input.cloudfront.DistributionOrigin[] {
  return Object.entries(origins).flatMap(([originId, origin]) => {
    if (origin.kind === "failover") return [];
    return [{ originId, ...(origin.kind === "bucket" ? bucket(origin, accessControlId) : server(origin)) }];
  });
}

type Settings = Omit<aws.types.input.cloudfront.DistributionOrigin, "originId">;

function bucket(
  { bucketArn, region }: Extract<Origin, { kind: "bucket" }>,
  accessControlId: pulumi.Input<string> | undefined,
): Settings {
  const bucketName = pulumi.output(bucketArn).apply((arn) => arn.split(":::").at(-1));
  return {
    domainName: pulumi.interpolate`${bucketName}.s3.${region}.amazonaws.com`,
    ...(accessControlId && { originAccessControlId: accessControlId }),
  };
}

function server(origin: Extract<Origin, { kind: "loadBalancer" | "vpcOrigin" }>): Settings {
  const { domainName, readTimeoutSeconds = 30 } = origin;
  const originReadTimeout = readTimeoutSeconds;
  return origin.kind === "vpcOrigin"
    ? { domainName, vpcOriginConfig: { vpcOriginId: origin.vpcOriginId, originReadTimeout } }
    : { domainName, customOriginConfig: { ...tls, originReadTimeout } };
}

/** TLSv1.2 is the highest version that CloudFront uses with custom origins. */
const tls = { httpPort: 80, httpsPort: 443, originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"] };

/** Origin groups. */
export function originGroups(origins: Origins): aws.types.input.cloudfront.DistributionOriginGroup[] {
  return Object.entries(origins).flatMap(([originId, origin]) =>
    origin.kind === "failover"
      ? [
          {
            originId,
            members: [{ originId: origin.primary }, { originId: origin.secondary }],
            failoverCriteria: { statusCodes: [500, 502, 503, 504] },
          },
        ]
      : [],
  );
}

/** The origin of a name; the primary one for an origin group. */
export function originNamed(origins: Origins, name: string): Origin | undefined {
  const origin = Object.hasOwn(origins, name) ? origins[name] : undefined;
  return origin?.kind === "failover" ? origins[origin.primary] : origin;
}

/** Faults of the origins, each with the origin's name. */
export function originFaults(origins: Origins): string[] {
  const single = Object.keys(origins).filter((name) => origins[name]?.kind !== "failover");
  return Object.entries(origins).flatMap(([name, origin]) =>
    [
      ...(/^[a-z][a-z0-9-]*$/.test(name) ? [] : ["name must have lower-case letters, digits and hyphens only"]),
      ...(origin.kind === "failover" ? pairFaults(origin, origins, single) : []),
      ...(origin.kind === "loadBalancer" || origin.kind === "vpcOrigin" ? serverFaults(origin) : []),
    ].map((fault) => `origins.${name}: ${fault}`),
  );
}

function serverFaults({ domainName, readTimeoutSeconds }: Server): string[] {
  return [
    ...(domainName.endsWith(".amazonaws.com")
      ? [`domainName must be a name that the load balancer's certificate covers, got "${domainName}"`]
      : nameFaults("domainName", domainName)),
    ...within("readTimeoutSeconds", readTimeoutSeconds, 1, 180),
  ];
}

function pairFaults(pair: { primary: string; secondary: string }, origins: Origins, single: string[]): string[] {
  const unknown = (["primary", "secondary"] as const)
    .filter((role) => !single.includes(pair[role]))
    .map((role) => `${role} must be one of ${single.join(", ") || "(none)"}, got "${pair[role]}"`);
  if (unknown.length > 0) return unknown;
  const [primary, secondary] = [origins[pair.primary], origins[pair.secondary]];
  return [
    ...(pair.primary === pair.secondary ? [`secondary must differ from the primary, got "${pair.secondary}"`] : []),
    // CloudFront forwards viewer headers to custom origins but not to buckets, so one behavior cannot serve both.
    ...((primary?.kind === "bucket") === (secondary?.kind === "bucket")
      ? []
      : [
          `primary and secondary must both be buckets or both be load balancers, got "${pair.primary}" and "${pair.secondary}"`,
        ]),
  ];
}
