import type {
  Policies,
  Policy,
  ResourceValidation,
  ResourceValidationPolicy,
  StackValidation,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { Environment } from "./environment.ts";
import { everyFinding, everyStackFinding, type Finding } from "./judge.ts";
import type { ResourceRule, StackRule } from "./rule.ts";
import { resourceRules, stackRules } from "./rules/index.ts";

/** What was found and not yet reported: of resources by rule and URN, of the stack by rule once it was judged. */
interface Desk {
  resources: Map<string, Map<string, Finding>>;
  stack: Map<string, Finding[]> | undefined;
  undecided: Finding[];
}

/**
 * One policy for each rule, so that the engine shows, counts and configures every one, and a first policy that judges
 * them all. The SDK would unpack the resource again for each rule; this way a rule that has nothing to report costs
 * nothing, however many there are.
 */
export function policies(environment: Environment): Policies {
  const desk: Desk = { resources: new Map(), stack: undefined, undecided: [] };
  return [
    judgement(environment, desk),
    ...resourceRules.map((rule) => resourcePolicy(rule, environment, desk)),
    ...stackRules.map((rule) => stackPolicy(rule, environment, desk)),
  ];
}

function judgement(environment: Environment, desk: Desk): ResourceValidationPolicy & StackValidationPolicy {
  return {
    name: "every-rule",
    description:
      "Every rule is judged in one pass, and checks that wait for a value are counted; with this policy off, no rule is judged.",
    enforcementLevel: "advisory",
    severity: "low",
    validateResource: ({ type, name, urn, props, opts, provider }) => {
      const seen = { type, name, urn, props, options: opts };
      const findings = everyFinding(
        provider === undefined ? seen : { ...seen, providerInputs: provider.props },
        environment,
      );
      desk.undecided.push(...findings.filter(undecided));
      for (const finding of findings.filter((each) => !undecided(each))) {
        const ofRule = desk.resources.get(finding.rule) ?? new Map<string, Finding>();
        desk.resources.set(finding.rule, ofRule.set(urn, finding));
      }
    },
    validateStack: ({ resources }, reportViolation) => {
      const seen = resources.map(({ opts, dependencies, propertyDependencies, provider, parent: _, ...resource }) => ({
        ...resource,
        options: opts,
        ...(provider !== undefined && { providerInputs: provider.props }),
        dependencies: dependencies.map(({ urn }) => urn),
        propertyDependencies: Object.fromEntries(
          Object.entries(propertyDependencies).map(([property, on]) => [property, on.map(({ urn }) => urn)]),
        ),
      }));
      const findings = everyStackFinding(seen, environment);
      desk.stack = Map.groupBy(
        findings.filter((each) => !undecided(each)),
        ({ rule }) => rule,
      );
      const waiting = [...desk.undecided, ...findings.filter(undecided)].filter(({ level }) => level !== "disabled");
      desk.undecided = [];
      if (waiting.length > 0) reportViolation(summary(waiting));
    },
  };
}

/** The SDK asks for the validations of a policy each time it comes to it: none unless the rule has something to report. */
function resourcePolicy(rule: ResourceRule, environment: Environment, desk: Desk): ResourceValidationPolicy {
  return {
    ...about(rule, environment),
    get validateResource(): ResourceValidation | ResourceValidation[] {
      const found = desk.resources.get(rule.name);
      if (found === undefined || found.size === 0) return [];
      return ({ urn }, reportViolation) => {
        const finding = found.get(urn);
        found.delete(urn);
        if (finding !== undefined) reportViolation(finding.message, urn);
      };
    },
  };
}

function stackPolicy(rule: StackRule, environment: Environment, desk: Desk): ResourceValidationPolicy {
  const report: StackValidation = (_, reportViolation) => {
    for (const { message, urn } of desk.stack?.get(rule.name) ?? []) reportViolation(message, urn);
  };
  const policy: Policy & { readonly validateStack: StackValidation | undefined } = {
    ...about(rule, environment),
    get validateStack() {
      return desk.stack === undefined || desk.stack.has(rule.name) ? report : undefined;
    },
  };
  return policy;
}

function about({ name, description, severity, levels, controls, fix }: ResourceRule | StackRule, of: Environment) {
  const remediationSteps = `${fix.charAt(0).toUpperCase()}${fix.slice(1)}.`;
  return { name, description, severity, enforcementLevel: levels[of], tags: [...controls], remediationSteps };
}

function summary(waiting: readonly Finding[]): string {
  const rules = Map.groupBy(waiting, ({ rule }) => rule);
  const counted = [...rules].map(([rule, findings]) => (findings.length === 1 ? rule : `${rule} ×${findings.length}`));
  return `${waiting.length} checks wait for values that only the update knows, and are made again there: ${counted.join(", ")}`;
}

function undecided({ verdict }: Finding): boolean {
  return verdict === "undecided";
}
