import { all, each, either, fail, is, matches, not, oneOf, set, some, unset, when } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { type Complaint, type Graph, levels, service } from "../../checks/rule.ts";
import { known, list, text } from "../../checks/values.ts";

const listeners = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"];
const listener = "aws:lb/listener:Listener";
const loadBalancer = "aws:lb/loadBalancer:LoadBalancer";
const loadBalancers = [loadBalancer, "aws:alb/loadBalancer:LoadBalancer"];

const encrypted = oneOf("protocol", ["HTTPS", "TLS"]);

const toHttps = all(
  is("type", "redirect"),
  is("redirect.protocol", "HTTPS"),
  oneOf("redirect.statusCode", ["HTTP_301", "HTTP_302"]),
);

/** A listener with a port and without a protocol uses HTTP. */
const isPlain = either(is("protocol", "HTTP"), all(unset("protocol"), set("port")));

/** A listener of a Gateway Load Balancer has neither a port nor a protocol. */
const isGateway = all(unset("protocol"), unset("port"));

/** Plain HTTP inside the VPC, for a gateway without a domain; stack-plain-http-internal checks the load balancer. */
const isInternalHttp = all(
  is("tags.exposure", "internal"),
  each("defaultActions", all(is("type", "fixed-response"), matches("fixedResponse.statusCode", /^4/))),
);

/** Plain HTTP listeners that do more than redirect, on internet-facing load balancers. */
function plainHttpListeners(graph: Graph): Complaint[] {
  return graph
    .of(...listeners)
    .filter(({ props }) => known(props, "protocol") === "HTTP")
    .filter(({ props }) => list(props, "defaultActions").some((action) => text(action, "type") !== "redirect"))
    .filter((each) =>
      loadBalancers
        .flatMap((type) => graph.targets(each, "loadBalancerArn", type))
        .some(({ props }) => known(props, "internal") !== true),
    )
    .map((resource) => ({ resource, verdict: fail("serves plain HTTP on an internet-facing load balancer") }));
}

const internalLoadBalancer = example(loadBalancer, "gateway", { internal: true });
const publicLoadBalancer = example(loadBalancer, "gateway", { internal: false });
const httpListener = { protocol: "HTTP", defaultActions: [{ type: "fixed-response" }] };

export const elbListeners = service("Elastic Load Balancing", [
  {
    name: "listener-http-redirects",
    types: listeners,
    description: "ALB HTTP listeners redirect to HTTPS, unless tagged internal with a fixed 4xx response.",
    why: "Requests forwarded over plain HTTP expose session cookies and personal data to every network between client and load balancer, where they can also be altered.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["ELB.1", "CKV_AWS_2", "CKV_AWS_103", "CKV2_AWS_20"],
    fix: "set defaultActions to a redirect to HTTPS with HTTP_301",
    check: when(isPlain, either(all(set("defaultActions"), each("defaultActions", toHttps)), isInternalHttp)),
    ok: {
      protocol: "HTTP",
      defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", statusCode: "HTTP_301" } }],
    },
    bad: { protocol: "HTTP", defaultActions: [{ type: "forward", targetGroupArn: "arn" }] },
    clauses: [
      {
        controls: ["ELB.1", "CKV_AWS_2", "CKV2_AWS_20"],
        bad: { defaultActions: [{ type: "forward", targetGroupArn: "arn" }] },
      },
      {
        controls: ["CKV2_AWS_20"],
        bad: { defaultActions: [{ type: "redirect", redirect: { protocol: "HTTP", statusCode: "HTTP_301" } }] },
      },
      {
        controls: ["CKV_AWS_103"],
        bad: { defaultActions: [{ type: "fixed-response", fixedResponse: { statusCode: "200" } }] },
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "listener-tls-policy",
    types: listeners,
    description: "ELB HTTPS and TLS listeners use a security policy that requires TLS 1.2 or later.",
    why: "TLS 1.0 and 1.1 are deprecated and permit weak cipher suites; a listener that still offers them lets an attacker on the network downgrade and attack a connection.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["ELB.17", "CKV_AWS_103", "CKV2_AWS_74"],
    fix: "set sslPolicy to ELBSecurityPolicy-TLS13-1-2-2021-06 or another policy that begins with ELBSecurityPolicy-TLS13-1-2 or TLS13-1-3",
    check: when(encrypted, matches("sslPolicy", /^ELBSecurityPolicy-TLS13-1-[23]-/)),
    ok: { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06" },
    bad: { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-2016-08" },
    clauses: [
      { controls: ["ELB.17", "CKV_AWS_103"], bad: { sslPolicy: "ELBSecurityPolicy-TLS-1-1-2017-01" } },
      { controls: ["CKV2_AWS_74"], bad: { protocol: "TLS", sslPolicy: "ELBSecurityPolicy-2016-08" } },
      { controls: ["CKV2_AWS_74"], bad: { sslPolicy: undefined } },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "listener-certificate",
    types: listeners,
    description: "ELB HTTPS and TLS listeners set certificateArn.",
    why: "Elastic Load Balancing rejects an HTTPS or TLS listener that has no default certificate, so the update fails partway and the endpoint is left without its listener.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set certificateArn",
    check: when(encrypted, set("certificateArn")),
    ok: { protocol: "HTTPS", certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/1" },
    bad: { protocol: "HTTPS" },
    absent: "pass",
    unknown: "pass",
  },
  {
    name: "listener-default-deny",
    types: listeners,
    description: "ALB listeners have no default action of type forward.",
    why: "A default forward sends requests for any host name or path to the application, including scans of the bare IP address that no listener rule was written for.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: [],
    fix: "set defaultActions to a fixed response, and forward by listener rules",
    // A Network Load Balancer has no other action, and no rules.
    check: either(
      not(some("defaultActions", is("type", "forward")), "has a default action that forwards"),
      oneOf("protocol", ["TCP", "UDP", "TCP_UDP", "TLS", "QUIC", "TCP_QUIC", "GENEVE"]),
      isGateway,
    ),
    ok: {
      defaultActions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "404" } }],
    },
    bad: { protocol: "HTTPS", defaultActions: [{ type: "forward", targetGroupArn: "arn" }] },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "stack-plain-http-internal",
    description: "ELB HTTP listeners that do not redirect belong to internal load balancers.",
    why: "On an internet-facing load balancer such a listener serves users over the public internet without encryption, and passwords typed on its pages can be captured.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["ELB.1"],
    fix: "set internal to true on the load balancer, or defaultActions to a redirect to HTTPS",
    find: plainHttpListeners,
    ok: [internalLoadBalancer, example(listener, "http", httpListener, { loadBalancerArn: internalLoadBalancer })],
    bad: [publicLoadBalancer, example(listener, "http", httpListener, { loadBalancerArn: publicLoadBalancer })],
  },
]);
