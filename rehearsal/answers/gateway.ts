import type { Answers, Creation } from "./answer.ts";

/** The name that Elastic Load Balancing gives: as asked for, or made from the prefix. */
const named = (r: Creation) =>
  typeof r.inputs["namePrefix"] === "string" ? `${r.inputs["namePrefix"]}${r.hex(26)}` : r.named("name");

/** What one listener's ARN says: the load balancer, without the ARN's own kind. */
const within = (r: Creation, argument: string) => String(r.inputs[argument]).split(":loadbalancer/").at(-1);

/** A name in a shape that AWS calls a UUID. */
const uuid = (r: Creation) => {
  const hex = r.hex(32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
};

/** Elastic Load Balancing, ACM, Route 53 and WAF. */
export const gateway: Answers = {
  "aws:lb/loadBalancer:LoadBalancer": (r) => {
    const arnSuffix = `app/${named(r)}/${r.hex(16)}`;
    const arn = r.arn("elasticloadbalancing", `loadbalancer/${arnSuffix}`);
    const scheme = r.inputs["internal"] === true ? "internal-" : "";
    return {
      id: arn,
      arn,
      arnSuffix,
      name: named(r),
      dnsName: `${scheme}${named(r)}-${r.hex(9)}.${r.place.region}.elb.amazonaws.com`,
      zoneId: "Z35SXDOTRQ7X7K",
    };
  },
  "aws:lb/targetGroup:TargetGroup": (r) => {
    const arnSuffix = `targetgroup/${named(r)}/${r.hex(16)}`;
    const arn = r.arn("elasticloadbalancing", arnSuffix);
    return { id: arn, arn, arnSuffix, name: named(r) };
  },
  "aws:lb/listener:Listener": (r) => {
    const arn = r.arn("elasticloadbalancing", `listener/${within(r, "loadBalancerArn")}/${r.hex(16)}`);
    return { id: arn, arn };
  },
  "aws:lb/listenerRule:ListenerRule": (r) => {
    const listener = String(r.inputs["listenerArn"]).split(":listener/").at(-1);
    const arn = r.arn("elasticloadbalancing", `listener-rule/${listener}/${r.hex(16)}`);
    return { id: arn, arn };
  },
  "aws:acm/certificate:Certificate": (r) => {
    const arn = r.arn("acm", `certificate/${uuid(r)}`);
    const others = r.inputs["subjectAlternativeNames"];
    const domains = [r.inputs["domainName"], ...(Array.isArray(others) ? others : [])].map(String);
    return {
      id: arn,
      arn,
      status: "PENDING_VALIDATION",
      type: "AMAZON_ISSUED",
      // In no order of the names, as ACM answers.
      domainValidationOptions: domains.toReversed().map((domainName) => ({
        domainName,
        resourceRecordName: `_${r.hex(32)}.${domainName}.`,
        resourceRecordType: "CNAME",
        resourceRecordValue: `_${r.hex(32)}.acm-validations.aws.`,
      })),
    };
  },
  // The time at which the certificate was issued.
  "aws:acm/certificateValidation:CertificateValidation": (r) => ({
    id: `2026-11-01 00:00:00.${String(Number.parseInt(r.hex(10), 16))
      .slice(-9)
      .padStart(9, "0")} +0000 UTC`,
  }),
  "aws:route53/record:Record": (r) => {
    const fqdn = String(r.inputs["name"]).replace(/\.$/, "");
    // Records of one name and type are told apart by their set identifier.
    const set = r.inputs["setIdentifier"] === undefined ? "" : `_${r.inputs["setIdentifier"]}`;
    return { id: `${r.inputs["zoneId"]}_${fqdn}_${r.inputs["type"]}${set}`, fqdn };
  },
  "aws:wafv2/webAcl:WebAcl": (r) => {
    const scope = r.inputs["scope"] === "CLOUDFRONT" ? "global" : "regional";
    return {
      id: uuid(r),
      arn: r.arn("wafv2", `${scope}/webacl/${named(r)}/${uuid(r)}`),
      name: named(r),
      capacity: 1130,
      lockToken: uuid(r),
    };
  },
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": (r) => ({ id: String(r.inputs["resourceArn"]) }),
  "aws:wafv2/webAclAssociation:WebAclAssociation": (r) => ({
    id: `${r.inputs["webAclArn"]},${r.inputs["resourceArn"]}`,
  }),
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": (r) => ({ id: r.named("policyName") }),
};
