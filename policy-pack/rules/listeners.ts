import {
  all,
  each,
  either,
  is,
  isNot,
  matches,
  not,
  oneOf,
  set,
  some,
  unset,
  value,
  when,
} from "../checks/conditions.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";
import { number } from "../checks/values.ts";

const listener = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"];
const targets = ["aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup"];
const encrypted = oneOf("protocol", ["HTTPS", "TLS"]);
const toHttps = all(
  is("type", "redirect"),
  is("redirect.protocol", "HTTPS"),
  oneOf("redirect.statusCode", ["HTTP_301", "HTTP_302"]),
);
/** A listener with a port speaks HTTP where it does not say what else. */
const isPlain = either(is("protocol", "HTTP"), all(unset("protocol"), set("port")));
/** Plain HTTP inside the VPC, as a gateway without a domain speaks it; stack-plain-http-internal holds it to its word. */
const meant = all(
  is("tags.exposure", "internal"),
  each("defaultActions", all(is("type", "fixed-response"), matches("fixedResponse.statusCode", /^4/))),
);

/** Listeners and target groups. */
export const listeners: readonly ResourceRule[] = [
  {
    name: "listener-http-redirects",
    types: listener,
    description: "A plain HTTP listener does nothing but send clients to HTTPS.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["ELB.1", "ELB.18", "CKV_AWS_2", "CKV2_AWS_20"],
    fix: "set defaultActions to a redirect to HTTPS with HTTP_301",
    check: when(isPlain, either(all(set("defaultActions"), each("defaultActions", toHttps)), meant)),
    ok: {
      protocol: "HTTP",
      defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", statusCode: "HTTP_301" } }],
    },
    bad: { protocol: "HTTP", defaultActions: [{ type: "forward", targetGroupArn: "arn" }] },
  },
  {
    name: "listener-tls-policy",
    types: listener,
    description: "A listener speaks TLS 1.2 and 1.3, nothing older.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["ELB.17", "CKV_AWS_103", "CKV2_AWS_74"],
    fix: "set sslPolicy to ELBSecurityPolicy-TLS13-1-2-2021-06 or one of its family",
    check: when(encrypted, matches("sslPolicy", /^ELBSecurityPolicy-TLS13-1-[23]-/)),
    ok: { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06" },
    bad: { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-2016-08" },
  },
  {
    name: "listener-certificate",
    types: listener,
    description: "A TLS listener has a certificate.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["ELB.18"],
    fix: "set certificateArn",
    check: when(encrypted, set("certificateArn")),
    ok: { protocol: "HTTPS", certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/1" },
    bad: { protocol: "HTTPS" },
  },
  {
    name: "listener-default-deny",
    types: listener,
    description: "What no rule of a listener asks for is refused.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: [],
    fix: "set defaultActions to a fixed response, and forward by rules",
    check: not(some("defaultActions", is("type", "forward")), "forwards by default"),
    ok: {
      defaultActions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "404" } }],
    },
    bad: { defaultActions: [{ type: "forward", targetGroupArn: "arn" }] },
  },
  {
    name: "target-group-health-check",
    types: targets,
    description: "A target group asks its targets how they are.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_261"],
    fix: "set healthCheck with a path",
    check: all(
      isNot("healthCheck.enabled", false),
      when(oneOf("protocol", ["HTTP", "HTTPS"]), either(set("healthCheck.path"), is("healthCheck.protocol", "TCP"))),
    ),
    ok: { protocol: "HTTP", healthCheck: { path: "/healthz" } },
    bad: { protocol: "HTTP" },
  },
  {
    name: "target-group-drain",
    types: targets,
    description: "A target that leaves is waited for a minute at most.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: [],
    fix: "set deregistrationDelay to at most 60",
    check: value("deregistrationDelay", (seconds) => number(seconds) <= 60, "fail"),
    ok: { deregistrationDelay: 30 },
    bad: { deregistrationDelay: 300 },
  },
];
