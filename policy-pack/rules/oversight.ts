import { fail } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import type { Graph } from "../checks/graph.ts";
import { type Complaint, levels, type StackResource, type StackRule } from "../checks/rule.ts";
import { known, text, word } from "../checks/values.ts";

const budget = "aws:budgets/budget:Budget";
const analyzer = "aws:accessanalyzer/analyzer:Analyzer";
const trail = "aws:cloudtrail/trail:Trail";

const complain =
  (wrong: string) =>
  (resource: StackResource): Complaint => ({ resource, verdict: fail(wrong) });

/** Services that watch an account: the stack that has one of them looks after the account, and has all of them. */
const watch = [
  { what: "audit trail", types: [trail] },
  { what: "threat detection", types: ["aws:guardduty/detector:Detector"] },
  { what: "configuration recorder", types: ["aws:cfg/recorder:Recorder"] },
  { what: "access analyzer", types: [analyzer] },
  { what: "Security Hub", types: ["aws:securityhub/account:Account", "aws:securityhub/accountV2:AccountV2"] },
  { what: "vulnerability scanner", types: ["aws:inspector2/enabler:Enabler"] },
  { what: "search for personal data", types: ["aws:macie2/account:Account"] },
  { what: "security contact", types: ["aws:account/alternativeContact:AlternativeContact"] },
];
const detectors = ["aws:guardduty/detector:Detector", "aws:cfg/recorder:Recorder", "aws:securityhub/account:Account"];

function unwatched(graph: Graph): Complaint[] {
  const [first] = graph.of(...detectors);
  const missing = watch.filter(({ types }) => graph.of(...types).length === 0).map(({ what }) => what);
  if (first === undefined || missing.length === 0) return [];
  return [complain(`watches an account that has no ${missing.join(", no ")}`)(first)];
}

function unanalyzed(graph: Graph): Complaint[] {
  const [first] = graph.of(trail);
  const whole = graph
    .of(analyzer)
    .some(({ props }) => /^(?:ACCOUNT|ORGANIZATION)$/.test(word(known(props, "type") ?? "ACCOUNT")));
  return first === undefined || whole
    ? []
    : [complain("records an account whose doors to the outside nobody looks for")(first)];
}

/** Types that cost enough for a stack to have a budget. */
const costly = [
  "aws:eks/cluster:Cluster",
  "aws:rds/instance:Instance",
  "aws:rds/cluster:Cluster",
  "aws:ecs/cluster:Cluster",
];

function unlimited(graph: Graph): Complaint[] {
  const [first] = graph.of(...costly);
  if (first === undefined || graph.of(budget).length > 0) return [];
  return [complain("is paid for in a stack that has no budget")(first)];
}

const nodes = "aws:eks/nodeGroup:NodeGroup";
const schedules = ["aws:scheduler/schedule:Schedule", "aws:autoscaling/schedule:Schedule"];

/** Nodes at the full price, day and night. */
function idling(graph: Graph): Complaint[] {
  if (graph.of(...schedules).length > 0) return [];
  return graph
    .of(nodes)
    .filter(({ props }) => (text(props, "capacityType") ?? "ON_DEMAND") !== "SPOT")
    .map(complain("runs at the full price, day and night"));
}

const recorded = example(trail, "audit", {});
const cluster = example("aws:eks/cluster:Cluster", "main", {});

/** What watches an account, and what a stack may cost. */
export const oversight: readonly StackRule[] = [
  {
    name: "access-analyzer-present",
    description: "Where the account is recorded, somebody looks for what is open to the outside.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CIS AWS 3.0 1.20"],
    fix: "declare an Analyzer of the type ACCOUNT",
    check: unanalyzed,
    ok: [recorded, example(analyzer, "outside", { type: "ACCOUNT" })],
    bad: [recorded],
  },
  {
    name: "stack-audit-services-present",
    description: "A stack that looks after an account has all that watches it.",
    severity: "high",
    levels: levels("-/M/M"),
    controls: ["Config.1", "GuardDuty.1", "Macie.1", "Account.1", "CIS AWS 3.0 4.16"],
    fix: "declare what is missing: Trail, Detector, Recorder, Analyzer, securityhub Account, Enabler, macie2 Account, AlternativeContact",
    check: unwatched,
    ok: watch.map(({ types: [type = ""] }) => example(type, "baseline", {})),
    bad: [example("aws:guardduty/detector:Detector", "baseline", {})],
  },
  {
    name: "stack-budget-exists",
    description: "A stack has a budget.",
    severity: "low",
    levels: levels("-/M/M"),
    controls: [],
    fix: "declare a Budget with notifications",
    check: unlimited,
    ok: [cluster, example(budget, "monthly", { limitAmount: "600" })],
    bad: [cluster],
  },
  {
    name: "cost-spot-or-schedule-in-dev",
    description: "Nodes of dev are spare capacity, which costs a third, or go home at night.",
    severity: "low",
    levels: levels("A/-/-"),
    controls: [],
    fix: "set capacityType to SPOT, or declare a Schedule that takes the nodes away",
    check: idling,
    ok: [example(nodes, "general", { capacityType: "SPOT" })],
    bad: [example(nodes, "general", { capacityType: "ON_DEMAND" })],
  },
];
