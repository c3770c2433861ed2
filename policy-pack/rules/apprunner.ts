import { either, fail, is, pass } from "../checks/conditions.ts";
import { type Check, levels, service } from "../checks/rule.ts";
import { matchesGlob } from "../checks/settings.ts";

const isEntry: Check = ({ resource, settings }) =>
  settings.publicEntries.some((glob) => matchesGlob(glob, resource.urn))
    ? pass
    : fail("is not listed in publicEntries");

export const apprunner = service("AWS App Runner", [
  {
    name: "apprunner-private-or-listed",
    types: ["aws:apprunner/service:Service"],
    description: "App Runner services are private, or listed in publicEntries.",
    why: "A service is on the internet unless it says otherwise, past the load balancer, the WAF and the logs of the account's other entries.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set networkConfiguration.ingressConfiguration.isPubliclyAccessible to false, or add the URN to publicEntries in the pack's settings",
    check: either(is("networkConfiguration.ingressConfiguration.isPubliclyAccessible", false), isEntry),
    ok: { networkConfiguration: { ingressConfiguration: { isPubliclyAccessible: false } } },
    bad: { networkConfiguration: { ingressConfiguration: { isPubliclyAccessible: true } } },
    absent: "fail",
    unknown: "undecided",
  },
]);
