import { type Run, settleEnvironment } from "../checks/environment.ts";
import type { Props, Resource, ResourceRule, StackResource } from "../checks/rule.ts";
import { defaults, type Exemption, type Settings } from "../checks/settings.ts";
import { settings } from "./configuration.ts";
import { everyFinding, everyStackFinding, type Finding } from "./evaluate.ts";
import { Exemptions } from "./exemptions.ts";
import { isSelected } from "./frameworks.ts";
import { added } from "./remediation.ts";
import { resourceRules, stackRules } from "./rules.ts";

const packageOf = (type: string) => type.split(":")[0] ?? "";
/** Packages of which the pack has rules: aws, kubernetes and pulumi. */
const judged = new Set(resourceRules.flatMap(({ types }) => types.map(packageOf)));

const names = [...resourceRules, ...stackRules].map(({ name }) => name);

/** The faults of the exemptions, and the URN that they are reported on. */
interface ExemptionReport {
  urn: string | undefined;
  invalid: string[];
  unused: string[];
}

/** The findings of a run, stored until the SDK asks for them rule by rule. */
export class Findings {
  /** Faults of the configuration that are not reported yet. */
  faults: string[] = [];
  /** Findings of stack rules by rule; undefined before the stack was evaluated. */
  ofStack: Map<string, Finding[]> | undefined;
  /** The faults of the exemptions; undefined before the stack was evaluated. */
  exemptionReport: ExemptionReport | undefined;
  /** Mandatory checks that were still undecided at the end of an update. */
  stillUndecided: Finding[] = [];
  private readonly run: Run;
  private readonly today: Date;
  /** Findings on resources by rule and URN. */
  private readonly ofResources = new Map<string, Map<string, Finding>>();
  /** Inputs by URN. */
  private readonly inputs = new Map<string, Props>();
  private configuration: Record<string, unknown> = {};
  /** Faults of the keys of the configuration file. */
  private keyFaults: string[] = [];
  private settings: Settings = defaults;
  private exemptions: Exemptions;
  private undecided: Finding[] = [];
  private accepted = new Map<Exemption, number>();
  /** Resources of packages without rules, by package; components have no provider. */
  private unjudged = new Map<string, number>();

  constructor(run: Run, today: Date) {
    this.run = run;
    this.today = today;
    this.exemptions = new Exemptions([], today);
  }

  /** Refuses keys of the configuration file that name no policy: the engine ignores them. */
  refuseUnknown(keys: readonly string[], policies: readonly { name: string }[]): void {
    const known = new Set(["all", ...policies.map(({ name }) => name)]);
    this.keyFaults = keys.filter((key) => !known.has(key)).map((key) => `${key} is not a rule`);
    this.faults = [...this.keyFaults];
  }

  /** Reads the configuration; the SDK passes it with every resource, so an unchanged one is skipped. */
  configure(given: Record<string, unknown>): void {
    const keys = new Set([...Object.keys(given), ...Object.keys(this.configuration)]);
    if ([...keys].every((key) => given[key] === this.configuration[key])) return;
    const { settings: made, faults } = settings(given, names);
    this.configuration = given;
    this.settings = made;
    this.exemptions = new Exemptions(made.exemptions, this.today);
    this.faults = [...this.keyFaults, ...faults];
  }

  /** Evaluates the resource rules on a resource. */
  evaluateResource(resource: Resource): void {
    settleEnvironment(this.run, resource.urn, this.settings);
    this.inputs.set(resource.urn, resource.props);
    const of = packageOf(resource.type);
    if (resource.providerInputs !== undefined && !judged.has(of))
      this.unjudged.set(of, (this.unjudged.get(of) ?? 0) + 1);
    for (const finding of this.withoutExempt(everyFinding(resource, this.run.environment, this.settings))) {
      const ofRule = this.ofResources.get(finding.rule) ?? new Map<string, Finding>();
      this.ofResources.set(finding.rule, ofRule.set(finding.urn, finding));
    }
  }

  /** Evaluates the stack rules; a provider whose cluster does not exist yet has no outputs, so its inputs are used. */
  evaluateStack(resources: readonly StackResource[]): void {
    const known = resources.map((each) =>
      Object.keys(each.props).length > 0 ? each : { ...each, props: this.inputs.get(each.urn) ?? each.props },
    );
    const findings = this.withoutExempt(everyStackFinding(known, this.run.environment, this.settings));
    this.ofStack = Map.groupBy(findings, ({ rule }) => rule);
    this.exemptionReport = this.checkExemptions(resources);
    this.stillUndecided = this.run.update ? this.undecided.filter(({ level }) => level === "mandatory") : [];
  }

  /** The properties with those that a rule adds, unless an exemption accepts the finding. */
  remediate(rule: ResourceRule, resource: Resource): Props | undefined {
    const exempt = this.exemptions.of({ rule: rule.name, urn: resource.urn }) !== undefined;
    return exempt || !isSelected(rule, this.settings)
      ? undefined
      : added(rule, resource, this.run.environment, this.settings);
  }

  /** Whether a rule has findings on resources. */
  has(rule: string): boolean {
    return (this.ofResources.get(rule)?.size ?? 0) > 0;
  }

  /** Removes and returns a rule's finding on a resource. */
  take(rule: string, urn: string): Finding | undefined {
    const found = this.ofResources.get(rule);
    const finding = found?.get(urn);
    found?.delete(urn);
    return finding;
  }

  /** The summary of the run, one fact a line; resets the counts. */
  summary(): string[] {
    const undecided = this.undecided.filter(({ level }) => level !== "disabled");
    const accepted = [...this.accepted].map(
      ([{ rule, urn, reason, owner, expires }, count]) =>
        `${rule} is exempt until ${expires} on ${urn} (${owner}: ${reason}): ${count} ${count === 1 ? "finding" : "findings"}`,
    );
    const lines = [
      ...(undecided.length === 0 ? [] : [undecidedLine(undecided, this.run.update)]),
      ...(this.unjudged.size === 0 ? [] : [unjudgedLine(this.unjudged)]),
      ...accepted,
    ];
    this.undecided = [];
    this.accepted = new Map();
    this.unjudged = new Map();
    return lines;
  }

  /** Invalid exemptions, and exemptions that accepted no finding. */
  private checkExemptions(resources: readonly StackResource[]): ExemptionReport {
    const { urn } = resources.find(({ type }) => type === "pulumi:pulumi:Stack") ?? resources[0] ?? {};
    const named = ({ rule, urn: of, owner, ticket }: Exemption) =>
      `the exemption of ${owner} from ${rule} on ${of} (${ticket})`;
    return {
      urn,
      invalid: this.exemptions.faulty().map(({ exemption, wrong }) => `${named(exemption)} ${wrong}`),
      unused: this.exemptions.unused(urn ?? "").map((each) => `${named(each)} accepts no finding: remove it`),
    };
  }

  /** The failed checks without exemption; the other findings are counted as exempt or as undecided. */
  private withoutExempt(findings: readonly Finding[]): Finding[] {
    return findings.filter((finding) => {
      const exemption = this.exemptions.of(finding);
      if (exemption !== undefined) this.accepted.set(exemption, (this.accepted.get(exemption) ?? 0) + 1);
      else if (finding.verdict === "undecided") this.undecided.push(finding);
      return exemption === undefined && finding.verdict === "fail";
    });
  }
}

function undecidedLine(undecided: readonly Finding[], update: boolean): string {
  const rules = Map.groupBy(undecided, ({ rule }) => rule);
  const counted = [...rules].map(([rule, findings]) => (findings.length === 1 ? rule : `${rule} ×${findings.length}`));
  const [checks, need] = undecided.length === 1 ? ["check", "needs"] : ["checks", "need"];
  const why = update
    ? `could not read a value, though \`pulumi up\` knows every value`
    : `${need} values known only during \`pulumi up\`; ${undecided.length === 1 ? "it runs" : "they run"} again then`;
  return `${undecided.length} ${checks} ${why}: ${counted.join(", ")}`;
}

function unjudgedLine(unjudged: ReadonlyMap<string, number>): string {
  const counts = [...unjudged].map(([name, count]) => (count === 1 ? name : `${name} ×${count}`));
  return `resources of packages without rules are judged by the general rules only: ${counts.join(", ")}`;
}
