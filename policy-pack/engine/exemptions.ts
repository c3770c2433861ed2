import { type Exemption, matchesGlob } from "../checks/settings.ts";

/** The longest that an exemption may last, in days; after that it needs a new decision. */
export const longest = 90;
const day = 86_400_000;

/** The fault of an exemption, or undefined; its form is checked by the schema. */
export function fault({ urn, expires }: Exemption, today: Date): string | undefined {
  const last = Date.parse(`${expires}T23:59:59.999Z`);
  if (Number.isNaN(last) || new Date(last).toISOString().slice(0, 10) !== expires)
    return `expires on ${expires}, which is not a date`;
  if (last < today.getTime()) return `expired on ${expires}`;
  if (last > Date.parse(today.toISOString().slice(0, 10)) + (longest + 1) * day)
    return `expires on ${expires}, more than ${longest} days from today`;
  if (!/[^*:]/.test(urn.replace(/^urn:pulumi:/, ""))) return `must name a resource, got ${urn}`;
  return undefined;
}

/** Whether an exemption names the finding's rule and resource. */
export function covers({ rule, urn: glob }: Exemption, finding: { rule: string; urn: string }): boolean {
  return rule === finding.rule && matchesGlob(glob, finding.urn);
}

/** Whether an exemption is about a stack; one list can serve several stacks. */
export function concerns({ urn: glob }: Exemption, urn: string): boolean {
  const [stack = "", project] = glob.split("::");
  const [ofStack = "", ofProject = ""] = urn.split("::");
  // A wildcard before the first "::" may match the rest of the URN.
  if (project === undefined) return matchesGlob(stack.endsWith("*") ? stack : `${stack}*`, urn);
  return matchesGlob(stack, ofStack) && (matchesGlob(project, ofProject) || stack.includes("*"));
}

/** The exemptions of a run, with those that accepted a finding. */
export class Exemptions {
  private readonly all: readonly Exemption[];
  private readonly today: Date;
  private used = new Set<Exemption>();

  constructor(all: readonly Exemption[], today: Date) {
    this.all = all;
    this.today = today;
  }

  /** The valid exemption that accepts a finding. */
  of(finding: { rule: string; urn: string }): Exemption | undefined {
    const found = this.all.find((each) => covers(each, finding) && fault(each, this.today) === undefined);
    if (found !== undefined) this.used.add(found);
    return found;
  }

  /** The invalid exemptions, each with its fault. */
  faulty(): { exemption: Exemption; wrong: string }[] {
    return this.all.flatMap((exemption) => {
      const wrong = fault(exemption, this.today);
      return wrong === undefined ? [] : [{ exemption, wrong }];
    });
  }

  /** Valid exemptions about this stack that accepted no finding since the last call. */
  unused(stack: string): Exemption[] {
    const { used } = this;
    this.used = new Set();
    return this.all.filter((each) => !used.has(each) && fault(each, this.today) === undefined && concerns(each, stack));
  }
}
