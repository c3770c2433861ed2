import type { Place } from "../checks/environment.ts";
import type { Props, Resource, ResourceRule, StackResource } from "../checks/rule.ts";
import { defaults, type Exemption, type Settings } from "../checks/settings.ts";
import { settings } from "./configuration.ts";
import { everyFinding, everyStackFinding, type Finding } from "./evaluate.ts";
import { Exemptions } from "./exemptions.ts";
import { isSelected } from "./frameworks.ts";
import { added } from "./remediation.ts";
import { resourceRules, stackRules } from "./rules.ts";

const names = [...resourceRules, ...stackRules].map(({ name }) => name);

interface Audit {
  urn: string | undefined;
  invalid: string[];
  unused: string[];
}

/** Where findings lie until the SDK asks for them rule by rule: of resources by rule and URN, of the stack by rule. */
export class Desk {
  /** What is wrong with the configuration and not yet reported. */
  faults: string[] = [];
  /** Findings of the whole stack by rule; nothing before it was judged. */
  stack: Map<string, Finding[]> | undefined;
  /** What is to say of the exemptions, and on what; nothing before the stack was judged. */
  exempted: Audit | undefined;
  /** Mandatory checks that were still open at the end of an update. */
  open: Finding[] = [];
  private readonly place: Place;
  private readonly today: Date;
  private readonly resources = new Map<string, Map<string, Finding>>();
  /** Inputs by URN. */
  private readonly inputs = new Map<string, Props>();
  private configuration: Record<string, unknown> = {};
  private settings: Settings = defaults;
  private exemptions: Exemptions;
  private undecided: Finding[] = [];
  private accepted = new Map<Exemption, number>();

  constructor(place: Place, today: Date) {
    this.place = place;
    this.today = today;
    this.exemptions = new Exemptions([], today);
  }

  /** Takes in the configuration; the SDK hands it over with every resource, so the same one again is no news. */
  configure(given: Record<string, unknown>): void {
    const keys = new Set([...Object.keys(given), ...Object.keys(this.configuration)]);
    if ([...keys].every((key) => given[key] === this.configuration[key])) return;
    const { settings: made, faults } = settings(given, names);
    this.configuration = given;
    this.settings = made;
    this.exemptions = new Exemptions(made.exemptions, this.today);
    this.faults = faults;
  }

  judge(resource: Resource): void {
    this.inputs.set(resource.urn, resource.props);
    for (const finding of this.unexempted(everyFinding(resource, this.place.environment, this.settings))) {
      const ofRule = this.resources.get(finding.rule) ?? new Map<string, Finding>();
      this.resources.set(finding.rule, ofRule.set(finding.urn, finding));
    }
  }

  /** A provider that waits for its cluster plans nothing, and the engine knows no outputs then: the inputs are all there is. */
  judgeStack(resources: readonly StackResource[]): void {
    const known = resources.map((each) =>
      Object.keys(each.props).length > 0 ? each : { ...each, props: this.inputs.get(each.urn) ?? each.props },
    );
    const findings = this.unexempted(everyStackFinding(known, this.place.environment, this.settings));
    this.stack = Map.groupBy(findings, ({ rule }) => rule);
    this.exempted = this.audited(resources);
    this.open = this.place.update ? this.undecided.filter(({ level }) => level === "mandatory") : [];
  }

  /** The properties with what a rule adds to them, unless an exemption lets them be. */
  remedy(rule: ResourceRule, resource: Resource): Props | undefined {
    const exempt = this.exemptions.of({ rule: rule.name, urn: resource.urn }) !== undefined;
    return exempt || !isSelected(rule, this.settings)
      ? undefined
      : added(rule, resource, this.place.environment, this.settings);
  }

  has(rule: string): boolean {
    return (this.resources.get(rule)?.size ?? 0) > 0;
  }

  /** A rule's finding on a resource, which is then off the desk. */
  take(rule: string, urn: string): Finding | undefined {
    const found = this.resources.get(rule);
    const finding = found?.get(urn);
    found?.delete(urn);
    return finding;
  }

  /** What has to be said once, in a line each; it starts over afterwards. */
  summary(): string[] {
    const waiting = this.undecided.filter(({ level }) => level !== "disabled");
    const accepted = [...this.accepted].map(
      ([{ rule, urn, reason, owner, expires }, count]) =>
        `${rule} is exempt until ${expires} on ${urn} (${owner}: ${reason}): ${count} ${count === 1 ? "finding" : "findings"}`,
    );
    this.undecided = [];
    this.accepted = new Map();
    return waiting.length === 0 ? accepted : [waits(waiting, this.place.update), ...accepted];
  }

  /** Exemptions that do not hold, and those that nothing needs. */
  private audited(resources: readonly StackResource[]): Audit {
    const { urn } = resources.find(({ type }) => type === "pulumi:pulumi:Stack") ?? resources[0] ?? {};
    const place = ({ rule, urn: of, owner, ticket }: Exemption) =>
      `the exemption of ${owner} from ${rule} on ${of} (${ticket})`;
    return {
      urn,
      invalid: this.exemptions.faulty().map(({ exemption, wrong }) => `${place(exemption)} ${wrong}`),
      unused: this.exemptions.unused(urn ?? "").map((each) => `${place(each)} accepts nothing: remove it`),
    };
  }

  /** The findings that stand; the others are counted: as exempt, or as waiting for a value. */
  private unexempted(findings: readonly Finding[]): Finding[] {
    return findings.filter((finding) => {
      const exemption = this.exemptions.of(finding);
      if (exemption !== undefined) this.accepted.set(exemption, (this.accepted.get(exemption) ?? 0) + 1);
      else if (finding.verdict === "undecided") this.undecided.push(finding);
      return exemption === undefined && finding.verdict === "fail";
    });
  }
}

function waits(waiting: readonly Finding[], update: boolean): string {
  const rules = Map.groupBy(waiting, ({ rule }) => rule);
  const counted = [...rules].map(([rule, findings]) => (findings.length === 1 ? rule : `${rule} ×${findings.length}`));
  const why = update
    ? "are still open, though the update knows every value"
    : "wait for values that only the update knows, and are made again there";
  return `${waiting.length} checks ${why}: ${counted.join(", ")}`;
}
