import { all, either, fail, is, isNot, oneOf, set, value, when } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { known, number, text, word } from "../../checks/values.ts";

const targetGroups = ["aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup"];
const listenerType = "aws:lb/listener:Listener";
const listeners = [listenerType, "aws:alb/listener:Listener"];
const targetGroup = "aws:lb/targetGroup:TargetGroup";
const targetGroupTypes = [targetGroup, "aws:alb/targetGroup:TargetGroup"];

/** Target groups without TLS behind a TLS listener. */
function plainTargetGroups(graph: Graph): Complaint[] {
  const secure = graph
    .of(...listeners)
    .filter(({ props }) => ["HTTPS", "TLS"].includes(word(known(props, "protocol"))));
  const rules = graph
    .of("aws:lb/listenerRule:ListenerRule", "aws:alb/listenerRule:ListenerRule")
    .filter((rule) =>
      listeners.some((type) => graph.targets(rule, "listenerArn", type).some((each) => secure.includes(each))),
    );
  const reached = new Set([
    ...secure.flatMap((each) => targetGroupTypes.flatMap((type) => graph.targets(each, "defaultActions", type))),
    ...rules.flatMap((each) => targetGroupTypes.flatMap((type) => graph.targets(each, "actions", type))),
  ]);
  return [...reached]
    .filter(({ props }) => ["HTTP", "TCP"].includes(text(props, "protocol") ?? ""))
    .map((resource) => ({ resource, verdict: fail("receives plain HTTP or TCP from a TLS listener") }));
}

const httpsListener = example(listenerType, "https", { protocol: "HTTPS" });
const targetGroupOf = (protocol: string) => example(targetGroup, "api", { protocol });

const ruleTo = (to: StackResource) =>
  example("aws:lb/listenerRule:ListenerRule", "api", {}, { listenerArn: httpsListener, actions: to });

export const elbTargetGroups = service("Elastic Load Balancing", [
  {
    name: "target-group-health-check",
    types: targetGroups,
    description: "ELB target groups keep health checks on, and set a path for HTTP and HTTPS.",
    why: "With health checks off, the load balancer keeps routing users to broken targets; with a path that the application does not serve, it takes healthy targets out of service.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_261"],
    fix: "set healthCheck with a path, and leave healthCheck.enabled unset",
    check: all(
      isNot("healthCheck.enabled", false),
      when(oneOf("protocol", ["HTTP", "HTTPS"]), either(set("healthCheck.path"), is("healthCheck.protocol", "TCP"))),
    ),
    ok: { protocol: "HTTP", healthCheck: { path: "/healthz" } },
    bad: { protocol: "HTTP" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "target-group-drain",
    types: targetGroups,
    description: "ELB target groups set deregistrationDelay to at most 60 seconds.",
    why: "A deregistering target with open connections stays in the draining state for the whole delay, so every deployment and scale-in waits for it while its compute is still paid for.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: [],
    fix: "set deregistrationDelay to at most 60",
    check: value("deregistrationDelay", (seconds) => number(seconds) <= 60, "fail"),
    ok: { deregistrationDelay: 30 },
    bad: { deregistrationDelay: 300 },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "target-health-encrypted",
    types: ["aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup"],
    description: "ELB target groups for HTTPS or TLS do not check health over HTTP.",
    why: "An HTTP health check needs a plaintext port on each target, and it reports the target as healthy even when its TLS listener or certificate is broken.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: [],
    fix: "set healthCheck.protocol to HTTPS",
    // The default is HTTP for an HTTPS group, and TCP for a TLS group.
    check: all(
      when(is("protocol", "HTTPS"), is("healthCheck.protocol", "HTTPS")),
      when(is("protocol", "TLS"), isNot("healthCheck.protocol", "HTTP")),
    ),
    ok: { protocol: "HTTPS", healthCheck: { protocol: "HTTPS" } },
    bad: { protocol: "HTTPS", healthCheck: { protocol: "HTTP" } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "stack-tls-end-to-end",
    description: "ELB target groups behind HTTPS or TLS listeners do not use HTTP or TCP.",
    why: "The load balancer decrypts the traffic and sends it on in plaintext, so a compromised host or traffic mirror inside the VPC can read tokens and personal data.",
    severity: "medium",
    levels: levels("-/A/A"),
    controls: [],
    fix: "set protocol of the target group to HTTPS, or to TLS on a Network Load Balancer",
    find: plainTargetGroups,
    ok: [httpsListener, targetGroupOf("HTTPS"), ruleTo(targetGroupOf("HTTPS"))],
    bad: [httpsListener, targetGroupOf("HTTP"), ruleTo(targetGroupOf("HTTP"))],
  },
  {
    name: "target-group-https",
    types: targetGroups,
    description: "ELB target groups do not use the protocol HTTP.",
    why: "Requests and session cookies cross the network between load balancer and target in plaintext, where a compromised host or a traffic mirror can record them.",
    severity: "low",
    levels: levels("-/-/A"),
    controls: ["CKV_AWS_378"],
    fix: "set protocol to HTTPS",
    check: isNot("protocol", "HTTP"),
    ok: { protocol: "HTTPS" },
    bad: { protocol: "HTTP" },
    absent: "pass",
    unknown: "undecided",
  },
]);
