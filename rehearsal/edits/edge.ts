import { added, configured, type Edit, edited, first, without } from "./edit.ts";

const namedParts = [
  "aws:lb/targetGroup:TargetGroup",
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
];

const routeParts = ["aws:lb/listenerRule:ListenerRule", ...namedParts];

/** What a site has; its buckets and its key stay in the account of a protected stack. */
const siteParts = [
  "aws:acm/certificate:Certificate",
  "aws:acm/certificateValidation:CertificateValidation",
  "aws:cloudfront/cachePolicy:CachePolicy",
  "aws:cloudfront/distribution:Distribution",
  "aws:cloudfront/originAccessControl:OriginAccessControl",
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
  "aws:cloudwatch/logDelivery:LogDelivery",
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
  "aws:cloudwatch/logDeliverySource:LogDeliverySource",
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  "aws:kms/alias:Alias",
  "aws:kms/key:Key",
  "aws:route53/record:Record",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:wafv2/webAcl:WebAcl",
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
];

/** The gateway's routes, sites, certificates and users. */
export const edge: readonly Edit[] = [
  {
    name: "route-added",
    what: "one more route of the gateway",
    apply: (stack) =>
      edited(stack, "gateway", (row) => {
        const routes = added(row.routes, "rehearsed", (route) => ({
          ...route,
          priority: 49_000,
          paths: ["/rehearsed"],
        }));
        return routes && { ...row, routes };
      }),
  },
  {
    name: "route-renamed",
    what: "the same route under another name and the same priority",
    apply: (stack) =>
      edited(stack, "gateway", (row) => {
        const { rehearsed, ...routes } = row.routes;
        return rehearsed && { ...row, routes: { ...routes, renamed: rehearsed } };
      }),
    // The listener rule is its priority: it changes in place.
    replaces: namedParts,
    deletes: namedParts,
  },
  {
    name: "routes-swapped",
    what: "two routes that swap their priorities",
    apply: (stack) =>
      edited(stack, "gateway", (row) => {
        const [one, other] = Object.entries(row.routes).toReversed();
        if (one === undefined || other === undefined) return undefined;
        const routes = {
          ...row.routes,
          [one[0]]: { ...one[1], priority: other[1].priority },
          [other[0]]: { ...other[1], priority: one[1].priority },
        };
        return { ...row, routes };
      }),
  },
  {
    name: "route-removed",
    what: "the renamed route removed",
    apply: (stack) =>
      edited(stack, "gateway", (row) => {
        const routes = without(row.routes, "renamed");
        return routes && { ...row, routes };
      }),
    deletes: routeParts,
  },
  {
    name: "route-port",
    what: "a route on another port",
    apply: (stack) =>
      edited(stack, "gateway", (row) => {
        const services = { ...stack.definition.services, ...stack.definition.deployments };
        const routes = first(row.routes, (route, name) =>
          Object.hasOwn(services, name) ? undefined : { ...route, port: route.port + 1 },
        );
        return routes && { ...row, routes };
      }),
    // The port of a target group cannot be changed.
    replaces: ["aws:lb/targetGroup:TargetGroup", "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding"],
    // The load balancer no longer reaches the old port, unless another route has it.
    deletes: [
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    ],
  },
  {
    name: "rate-limit",
    what: "another rate limit of the web ACL",
    apply: (stack) =>
      edited(stack, "gateway", ({ firewall, ...row }) => ({
        ...row,
        firewall: { ...firewall, rateLimit: { ...firewall.rateLimit, limit: firewall.rateLimit.limit + 500 } },
      })),
  },
  {
    name: "site-added",
    what: "one more static site",
    apply: (stack) =>
      edited(stack, "sites", (rows) => added(rows, "rehearsed", (row) => ({ ...row, subdomain: "rehearsed" }))),
  },
  {
    name: "site-removed",
    what: "the same site removed",
    apply: (stack) => edited(stack, "sites", (rows) => without(rows, "rehearsed")),
    deletes: siteParts,
  },
  {
    name: "domain-changed",
    what: "another domain name in the same hosted zone",
    apply: (stack) => {
      const { domain } = stack.config;
      return domain === undefined ? undefined : configured(stack, { domain: `rehearsed.${domain}` });
    },
    // A certificate and an identity of SES are for their names, and a record is known by its name.
    replaces: [
      "aws:ses/domainIdentity:DomainIdentity",
      "aws:ses/domainDkim:DomainDkim",
      "aws:ses/mailFrom:MailFrom",
      "aws:ses/domainIdentityVerification:DomainIdentityVerification",
      "aws:acm/certificate:Certificate",
      "aws:acm/certificateValidation:CertificateValidation",
      "aws:route53/record:Record",
      "aws:cognito/userPoolDomain:UserPoolDomain",
    ],
    deletes: ["aws:route53/record:Record"],
  },
];
