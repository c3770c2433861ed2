import { lacking } from "../checks/complaints.ts";
import { all, each, either, is, oneOf, set, when } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import { customerKey } from "../checks/kms.ts";
import { levels, service } from "../checks/rule.ts";

const firewallType = "aws:networkfirewall/firewall:Firewall";
const policy = "aws:networkfirewall/firewallPolicy:FirewallPolicy";
const ruleGroup = "aws:networkfirewall/ruleGroup:RuleGroup";
const key = { keyId: "arn:aws:kms:eu-west-1:111122223333:key/1", type: "CUSTOMER_KMS" };

/** What a firewall does with packets that no stateless rule matches; aws:pass lets them through unseen. */
const handled = (path: string) => all(set(path), each(path, oneOf("", ["aws:drop", "aws:forward_to_sfe"])));

const actions = { statelessDefaultActions: ["aws:forward_to_sfe"], statelessFragmentDefaultActions: ["aws:drop"] };
const inspected = { ...actions, statefulRuleGroupReferences: [{ resourceArn: "arn" }] };
const firewall = example(firewallType, "egress", {});

export const networkfirewall = service("AWS Network Firewall", [
  {
    name: "networkfirewall-logged",
    description: "Network Firewall firewalls have logging.",
    why: "Without logs there is no record of what the firewall has dropped or let through, so neither an attack nor a rule that blocks customers can be found.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["NetworkFirewall.2"],
    fix: "declare a LoggingConfiguration whose firewallArn is that of the firewall",
    find: (graph) =>
      lacking(
        graph.of(firewallType),
        (each) =>
          graph.referrers(each, "firewallArn", "aws:networkfirewall/loggingConfiguration:LoggingConfiguration").length >
          0,
        "has no logging",
      ),
    ok: [
      firewall,
      example("aws:networkfirewall/loggingConfiguration:LoggingConfiguration", "egress", {}, { firewallArn: firewall }),
    ],
    bad: [firewall],
  },
  {
    name: "networkfirewall-policy-inspects",
    types: [policy],
    description: "Network Firewall policies have rule groups and drop or inspect packets by default.",
    why: "A policy without rules, or one that passes what no rule names, lets all traffic through while the firewall is paid for.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["NetworkFirewall.3", "NetworkFirewall.4", "NetworkFirewall.5"],
    fix: "set statelessDefaultActions and statelessFragmentDefaultActions to aws:drop or aws:forward_to_sfe, and statefulRuleGroupReferences or statelessRuleGroupReferences",
    check: all(
      either(set("firewallPolicy.statefulRuleGroupReferences"), set("firewallPolicy.statelessRuleGroupReferences")),
      handled("firewallPolicy.statelessDefaultActions"),
      handled("firewallPolicy.statelessFragmentDefaultActions"),
    ),
    ok: { firewallPolicy: inspected },
    bad: { firewallPolicy: { ...inspected, statelessDefaultActions: ["aws:pass"] } },
    clauses: [
      { controls: ["NetworkFirewall.3"], bad: { firewallPolicy: actions } },
      {
        controls: ["NetworkFirewall.4"],
        bad: { firewallPolicy: { ...inspected, statelessDefaultActions: ["aws:pass"] } },
      },
      {
        controls: ["NetworkFirewall.5"],
        bad: { firewallPolicy: { ...inspected, statelessFragmentDefaultActions: ["aws:pass"] } },
      },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "networkfirewall-rules-present",
    types: [ruleGroup],
    description: "Network Firewall stateless rule groups have rules.",
    why: "An empty group passes every packet on, so its name in the policy only looks like a rule.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["NetworkFirewall.6"],
    fix: "set rules, or ruleGroup.rulesSource.statelessRulesAndCustomActions",
    check: when(
      is("type", "STATELESS"),
      either(set("rules"), set("ruleGroup.rulesSource.statelessRulesAndCustomActions.statelessRules")),
    ),
    ok: { type: "STATELESS", rules: "pass tcp any any -> any 443 (sid:1;)" },
    bad: { type: "STATELESS", ruleGroup: { rulesSource: {} } },
    absent: "pass",
    unknown: "pass",
  },
  {
    name: "networkfirewall-protected",
    types: [firewallType],
    description: "Network Firewall firewalls have deletion and subnet change protection.",
    why: "Without its endpoints, the routes of every subnet lead nowhere, and all traffic to the internet stops at once.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["NetworkFirewall.9", "NetworkFirewall.10", "CKV_AWS_344"],
    fix: "set deleteProtection and subnetChangeProtection to true",
    check: all(is("deleteProtection", true), is("subnetChangeProtection", true)),
    ok: { deleteProtection: true, subnetChangeProtection: true },
    bad: { deleteProtection: false, subnetChangeProtection: true },
    clauses: [
      { controls: ["NetworkFirewall.9", "CKV_AWS_344"], bad: { deleteProtection: undefined } },
      { controls: ["NetworkFirewall.10"], bad: { subnetChangeProtection: false } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "networkfirewall-cmk",
    types: [firewallType, ruleGroup, policy],
    description: "Network Firewall resources use a customer managed key.",
    why: "Rules name the hosts that are allowed and blocked; under a key of AWS the account cannot decide who reads them.",
    severity: "low",
    levels: levels("-/-/A"),
    controls: ["CKV_AWS_345", "CKV_AWS_346"],
    fix: "set encryptionConfiguration.type to CUSTOMER_KMS and encryptionConfiguration.keyId",
    check: customerKey("encryptionConfiguration.keyId"),
    ok: { encryptionConfiguration: key },
    bad: { encryptionConfiguration: { type: "AWS_OWNED_KMS_KEY" } },
    clauses: [
      { controls: ["CKV_AWS_345"], bad: { encryptionConfiguration: undefined } },
      { controls: ["CKV_AWS_346"], type: policy, bad: { encryptionConfiguration: undefined } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
]);
