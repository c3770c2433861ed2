import { all, counts, either, fail, is, isNot, oneOf, pass, set, when } from "../checks/conditions.ts";
import { type Check, levels, type ResourceRule } from "../checks/rule.ts";
import { matchesGlob } from "../checks/settings.ts";

const balancer = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"];
const application = oneOf("loadBalancerType", ["application"], "pass");

/** A gateway load balancer hands packets on inside the network: it faces nobody, and has no log of requests. */
const isGateway = is("loadBalancerType", "gateway");

const isPublicEntry: Check = ({ resource, settings }) =>
  settings.publicEntries.some((glob) => matchesGlob(glob, resource.urn)) ? pass : fail("is not the gateway's");

/** Load balancers. */
export const loadBalancing: readonly ResourceRule[] = [
  {
    name: "lb-access-logs",
    types: balancer,
    description: "A load balancer logs every request.",
    severity: "medium",
    levels: levels("-/M/M"),
    controls: ["ELB.5", "CKV_AWS_91"],
    fix: "set accessLogs with a bucket and enabled true",
    check: either(all(is("accessLogs.enabled", true), set("accessLogs.bucket")), isGateway),
    ok: { accessLogs: { enabled: true, bucket: "logs" } },
    bad: { accessLogs: { enabled: false, bucket: "logs" } },
  },
  {
    name: "lb-deletion-protection",
    types: balancer,
    description: "A load balancer cannot be deleted by one call.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["ELB.6", "CKV_AWS_150"],
    fix: "set enableDeletionProtection to true",
    check: is("enableDeletionProtection", true),
    ok: { enableDeletionProtection: true },
    bad: { enableDeletionProtection: false },
  },
  {
    name: "lb-drop-invalid-headers",
    types: balancer,
    description: "A load balancer drops headers that HTTP does not allow.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["ELB.4", "CKV_AWS_131"],
    fix: "set dropInvalidHeaderFields to true",
    check: when(application, is("dropInvalidHeaderFields", true)),
    ok: { dropInvalidHeaderFields: true },
    bad: { dropInvalidHeaderFields: false },
  },
  {
    name: "lb-desync-defensive",
    types: balancer,
    description: "A load balancer defends against request smuggling.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["ELB.12", "CKV_AWS_328"],
    fix: "set desyncMitigationMode to defensive or strictest",
    check: oneOf("desyncMitigationMode", ["defensive", "strictest"], "pass"),
    ok: { desyncMitigationMode: "strictest" },
    bad: { desyncMitigationMode: "monitor" },
  },
  {
    name: "lb-multi-az",
    types: balancer,
    description: "A load balancer stands in two zones or more.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["ELB.13"],
    fix: "set subnets to subnets of two zones or more",
    check: either(counts("subnets", 2), counts("subnetMappings", 2)),
    ok: { subnets: ["subnet-1", "subnet-2"] },
    bad: { subnets: ["subnet-1"] },
  },
  {
    name: "lb-internal-by-default",
    types: balancer,
    description: "A load balancer is internal, unless it is the gateway's.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set internal to true, or use the gateway",
    check: either(is("internal", true), isPublicEntry, isGateway),
    ok: { internal: true },
    bad: { internal: false },
  },
  {
    name: "lb-security-group",
    types: balancer,
    description: "A load balancer has a security group of its own.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set securityGroups",
    check: either(set("securityGroups"), isGateway),
    ok: { securityGroups: ["sg-1"] },
    bad: { securityGroups: [] },
  },
  {
    name: "lb-waf-fail-closed",
    types: balancer,
    description: "A load balancer lets nothing pass that the WAF could not look at.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "leave enableWafFailOpen unset",
    check: isNot("enableWafFailOpen", true),
    ok: { enableWafFailOpen: false },
    bad: { enableWafFailOpen: true },
  },
  {
    name: "target-health-encrypted",
    types: ["aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup"],
    description: "Targets that are spoken to over TLS are asked for their health over TLS.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["ELB.21"],
    fix: "set healthCheck.protocol to HTTPS",
    check: when(oneOf("protocol", ["HTTPS", "TLS"]), isNot("healthCheck.protocol", "HTTP")),
    ok: { protocol: "HTTPS", healthCheck: { protocol: "HTTPS" } },
    bad: { protocol: "HTTPS", healthCheck: { protocol: "HTTP" } },
  },
];
