import { isNot } from "../checks/conditions.ts";
import { levels, service } from "../checks/rule.ts";

export const macie = service("Amazon Macie", [
  {
    name: "macie-on",
    types: ["aws:macie2/account:Account"],
    description: "Amazon Macie is not paused.",
    why: "While Macie is paused, it does not monitor buckets or run discovery jobs, so personal data in an exposed bucket goes unreported.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["Macie.1"],
    fix: "leave status unset, or set it to ENABLED",
    check: isNot("status", "PAUSED"),
    ok: { status: "ENABLED" },
    bad: { status: "PAUSED" },
    absent: "pass",
    unknown: "undecided",
  },
]);
