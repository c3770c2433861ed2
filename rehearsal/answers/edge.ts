import type { Answers, Creation } from "./answer.ts";

/** The identifier of a resource of CloudFront: capital letters and digits. */
const cloudFrontId = (r: Creation) => `E${r.hex(13).toUpperCase()}`;

/** The ARN of a resource of CloudFront, which is in no Region. */
const cloudFrontArn = (r: Creation, resource: string) =>
  `arn:${r.place.partition}:cloudfront::${r.place.accountId}:${resource}`;

/** A name in a shape that AWS calls a UUID. */
const uuid = (r: Creation) => {
  const hex = r.hex(32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
};

/** CloudFront, the delivery of its logs, and Route 53's zones and health checks. */
export const edge: Answers = {
  "aws:cloudfront/distribution:Distribution": (r) => {
    const id = cloudFrontId(r);
    return {
      id,
      arn: cloudFrontArn(r, `distribution/${id}`),
      domainName: `d${r.hex(13)}.cloudfront.net`,
      hostedZoneId: "Z2FDTNDATAQYW2",
      status: "Deployed",
      etag: cloudFrontId(r),
    };
  },
  "aws:cloudfront/originAccessControl:OriginAccessControl": (r) => ({
    id: cloudFrontId(r),
    name: r.named("name"),
    etag: cloudFrontId(r),
  }),
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": (r) => ({ id: uuid(r), name: r.named("name") }),
  "aws:cloudfront/cachePolicy:CachePolicy": (r) => ({ id: uuid(r), name: r.named("name") }),
  "aws:cloudfront/vpcOrigin:VpcOrigin": (r) => {
    const id = `vo_${r.hex(22)}`;
    return { id, arn: cloudFrontArn(r, `vpcorigin/${id}`), etag: cloudFrontId(r) };
  },
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": (r) => {
    const name = r.named("name");
    return { id: name, name, arn: r.arn("logs", `delivery-source:${name}`), service: "cloudfront" };
  },
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": (r) => {
    const name = r.named("name");
    const arn = r.arn("logs", `delivery-destination:${name}`);
    return { id: name, name, arn, deliveryDestinationType: "S3" };
  },
  "aws:cloudwatch/logDelivery:LogDelivery": (r) => {
    const id = r.hex(16);
    return { id, arn: r.arn("logs", `delivery:${id}`) };
  },
  "aws:route53/zone:Zone": (r) => {
    const zoneId = `Z${r.hex(19).toUpperCase()}`;
    return {
      id: zoneId,
      zoneId,
      arn: `arn:${r.place.partition}:route53:::hostedzone/${zoneId}`,
      nameServers: ["com", "net", "org", "co.uk"].map((top, index) => `ns-${512 * index + 7}.awsdns-0${index}.${top}`),
      primaryNameServer: "ns-7.awsdns-00.com",
    };
  },
  "aws:route53/queryLog:QueryLog": (r) => ({
    id: uuid(r),
    arn: `arn:${r.place.partition}:route53:::queryloggingconfig/${uuid(r)}`,
  }),
  "aws:route53/healthCheck:HealthCheck": (r) => ({
    id: uuid(r),
    arn: `arn:${r.place.partition}:route53:::healthcheck/${uuid(r)}`,
  }),
};
