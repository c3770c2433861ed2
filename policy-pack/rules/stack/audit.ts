import { complain } from "../../checks/complaints.ts";
import { example } from "../../checks/example.ts";
import { type Complaint, type Graph, levels, service } from "../../checks/rule.ts";

const analyzer = "aws:accessanalyzer/analyzer:Analyzer";
const trail = "aws:cloudtrail/trail:Trail";
const detectors = ["aws:guardduty/detector:Detector", "aws:cfg/recorder:Recorder", "aws:securityhub/account:Account"];

/** Audit services of an account: a stack that has one of the detectors has all of them. */
const auditServices = [
  { what: "CloudTrail trail", types: [trail] },
  { what: "GuardDuty detector", types: ["aws:guardduty/detector:Detector"] },
  { what: "AWS Config recorder", types: ["aws:cfg/recorder:Recorder"] },
  { what: "IAM Access Analyzer", types: [analyzer] },
  { what: "Security Hub account", types: ["aws:securityhub/account:Account", "aws:securityhub/accountV2:AccountV2"] },
  { what: "Amazon Inspector enabler", types: ["aws:inspector2/enabler:Enabler"] },
  { what: "Amazon Macie account", types: ["aws:macie2/account:Account"] },
  { what: "security contact", types: ["aws:account/alternativeContact:AlternativeContact"] },
];

function missingAuditServices(graph: Graph): Complaint[] {
  const [first] = graph.of(...detectors);
  const missing = auditServices.filter(({ types }) => graph.of(...types).length === 0).map(({ what }) => what);
  if (first === undefined || missing.length === 0) return [];
  return [complain(`is in a stack that has no ${missing.join(", no ")}`)(first)];
}

const baseline = auditServices.map(({ types: [type = ""] }) => example(type, "baseline", {}));
const lacking = (control: string, missing: string) => ({
  controls: [control],
  ok: baseline,
  bad: baseline.filter(({ type }) => type !== missing),
});

export const stackAudit = service("Environments and accounts", [
  {
    name: "stack-audit-services-present",
    description: "AWS audit services are all declared in stacks with GuardDuty, Config or Security Hub.",
    why: "An account baseline with a service missing has a blind spot: without the trail, GuardDuty or Inspector, for example, API calls, intrusions or vulnerable images go unseen.",
    severity: "high",
    levels: levels("-/M/M"),
    ownOnly: true,
    controls: ["Config.1", "GuardDuty.1", "Macie.1", "Account.1", "CIS AWS 3.0 4.16"],
    fix: "declare the missing ones: Trail, Detector, Recorder, Analyzer, securityhub Account, Enabler, macie2 Account, AlternativeContact",
    find: missingAuditServices,
    ok: baseline,
    bad: [example("aws:guardduty/detector:Detector", "baseline", {})],
    clauses: [
      lacking("Config.1", "aws:cfg/recorder:Recorder"),
      lacking("GuardDuty.1", "aws:guardduty/detector:Detector"),
      lacking("Macie.1", "aws:macie2/account:Account"),
      lacking("Account.1", "aws:account/alternativeContact:AlternativeContact"),
    ],
  },
]);
