import { added, configured, type Edit, edited, first, without } from "./edit.ts";

const routeParts = [
  "aws:lb/listenerRule:ListenerRule",
  "aws:lb/targetGroup:TargetGroup",
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
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
    replaces: routeParts,
    deletes: routeParts,
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
    replaces: ["aws:lb/listenerRule:ListenerRule"],
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
    name: "domain-changed",
    what: "another domain name in the same hosted zone",
    apply: (stack) => {
      const { domain } = stack.config;
      return domain === undefined ? undefined : configured(stack, { domain: `rehearsed.${domain}` });
    },
    // A certificate is for its names, and a record is known by its name.
    replaces: [
      "aws:acm/certificate:Certificate",
      "aws:acm/certificateValidation:CertificateValidation",
      "aws:route53/record:Record",
      "aws:cognito/userPoolDomain:UserPoolDomain",
    ],
    deletes: ["aws:route53/record:Record"],
  },
];
