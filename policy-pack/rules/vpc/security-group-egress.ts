import { pass, undecided } from "../../checks/conditions.ts";
import { type Check, levels, service } from "../../checks/rule.ts";
import {
  bothOpen,
  egressRule,
  fromWorld,
  isAnyProtocol,
  isEveryPort,
  permissions,
  securityGroup,
  securityGroupRule,
} from "../../checks/security-group-rules.ts";
import { text, unknown } from "../../checks/values.ts";

const egressNarrow: Check = (scope) => {
  const { resource } = scope;
  const ofData = /(?:database|cache|broker|search|rds|redis|valkey)/i.test(
    `${resource.name} ${text(resource.props, "description") ?? ""}`,
  );
  return ofData ? egressClosed("allows egress from a data store to every address")(scope) : pass;
};

/** No egress rule allows every protocol and port to the internet. */
function egressClosed(wrong: string): Check {
  return ({ resource }) => {
    const verdicts = permissions(resource, "egress").map((each) => {
      if (each === unknown || each.protocol === unknown) return undecided("egress");
      const all = isAnyProtocol(each.protocol) || isEveryPort(each.fromPort, each.toPort);
      return bothOpen(all, fromWorld(each), wrong);
    });
    return verdicts.find(({ kind }) => kind === "fail") ?? verdicts.find(({ kind }) => kind === "undecided") ?? pass;
  };
}

export const vpcSecurityGroupEgress = service("Amazon VPC", [
  {
    name: "sg-egress-restricted",
    types: [egressRule, securityGroupRule, securityGroup],
    description: "Security groups named for data stores do not allow all traffic to the internet.",
    why: "A compromised database or cache can send its contents to any address on the internet, although a data store does not need to open such connections.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: [],
    fix: "remove the egress rule, or set its protocol, ports and destination",
    check: egressNarrow,
    ok: { ipProtocol: "tcp", fromPort: 443, toPort: 443, prefixListId: "pl-1" },
    bad: { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0", description: "database to anywhere" },
    absent: "pass",
    unknown: "pass",
  },
  {
    name: "sg-egress-all-traffic",
    types: [egressRule, securityGroupRule, securityGroup],
    description: "Security groups do not allow all traffic to every address.",
    why: "Malware on a compromised host can connect to any server and port on the internet, so neither its download of tools nor its upload of data is stopped.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["CKV_AWS_382"],
    fix: "set the protocol, the ports or the destination of the egress rule",
    check: egressClosed("allows all traffic to every address"),
    ok: { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" },
    bad: { ipProtocol: "tcp", fromPort: 0, toPort: 65535, cidrIpv4: "0.0.0.0/0" },
    absent: "pass",
    unknown: "undecided",
  },
]);
