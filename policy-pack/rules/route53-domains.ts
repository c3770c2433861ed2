import { all, isNot } from "../checks/conditions.ts";
import { levels, service } from "../checks/rule.ts";

// transferLock and autoRenew are true by default: https://www.pulumi.com/registry/packages/aws/api-docs/route53domains/registereddomain/
export const route53Domains = service("Amazon Route 53", [
  {
    name: "domain-transfer-locked",
    types: ["aws:route53domains/registeredDomain:RegisteredDomain", "aws:route53domains/domain:Domain"],
    description: "Route 53 registered domains keep the transfer lock and automatic renewal.",
    why: "A domain that another registrar can take over, or that lapses, gives its new holder the mail, the certificates and the visitors of every name below it.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "leave transferLock and autoRenew unset, or set them to true",
    check: all(isNot("transferLock", false), isNot("autoRenew", false)),
    ok: { domainName: "example.com", transferLock: true },
    bad: { domainName: "example.com", transferLock: false },
    absent: "pass",
    unknown: "undecided",
  },
]);
