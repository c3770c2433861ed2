import type {
  Policies,
  Policy,
  ResourceValidation,
  ResourceValidationPolicy,
  StackValidation,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { Place } from "../checks/environment.ts";
import type { About, ResourceRule, StackRule } from "../checks/rule.ts";
import { properties, settingsPolicy } from "./configuration.ts";
import { Desk } from "./findings.ts";
import { configurationValid, exemptionsValid, undecidedReported } from "./pack-rules.ts";
import { remediates, remedied, secretWrapped } from "./remediation.ts";
import { resourceRules, stackRules } from "./rules.ts";
import { wrapped } from "./secret-wrapping.ts";

/**
 * One policy for each rule, so that the engine shows, counts and configures every one, and a first policy that judges
 * them all. The SDK would unpack the resource again for each rule; this way a rule that has nothing to report costs
 * nothing, however many there are.
 */
export function policies(place: Place, today: Date): Policies {
  const desk = new Desk(place, today);
  return [
    judgement(desk),
    configured(place, desk),
    ...resourceRules.map((rule) => resourcePolicy(rule, place, desk)),
    ...stackRules.map((rule) => stackPolicy(rule, place, desk)),
    exempted(place, desk),
    decided(place, desk),
    wrapping(),
  ];
}

function judgement(desk: Desk): ResourceValidationPolicy & StackValidationPolicy {
  return {
    name: settingsPolicy,
    description:
      "Every rule is judged in one pass, and checks that wait for a value are counted; with this policy off, no rule is judged.",
    enforcementLevel: "advisory",
    severity: "low",
    configSchema: { properties },
    validateResource: ({ type, name, urn, props, opts, provider, getConfig }) => {
      desk.configure(getConfig());
      const seen = { type, name, urn, props, options: opts };
      desk.judge(provider === undefined ? seen : { ...seen, providerInputs: provider.props });
    },
    validateStack: ({ resources, getConfig }, reportViolation) => {
      desk.configure(getConfig());
      const seen = resources.map(({ opts, dependencies, propertyDependencies, provider, parent: _, ...resource }) => ({
        ...resource,
        options: opts,
        ...(provider !== undefined && { providerInputs: provider.props }),
        dependencies: dependencies.map(({ urn }) => urn),
        propertyDependencies: Object.fromEntries(
          Object.entries(propertyDependencies).map(([property, on]) => [property, on.map(({ urn }) => urn)]),
        ),
      }));
      desk.judgeStack(seen);
      for (const line of desk.summary()) reportViolation(line);
    },
  };
}

/** Says what is wrong with the configuration, all at once, at the first resource: the engine offers no earlier place. */
function configured(place: Place, desk: Desk): ResourceValidationPolicy {
  return {
    ...about(configurationValid),
    get enforcementLevel() {
      return configurationValid.levels[place.environment];
    },
    get validateResource(): ResourceValidation | ResourceValidation[] {
      if (desk.faults.length === 0) return [];
      return ({ urn }, reportViolation) => {
        for (const fault of desk.faults.splice(0)) reportViolation(`${configurationValid.name}: ${fault}`, urn);
      };
    },
  };
}

function exempted(place: Place, desk: Desk): ResourceValidationPolicy {
  const { name, description, severity } = exemptionsValid;
  const report: StackValidation = (_, reportViolation) => {
    const { invalid, unused, urn } = desk.exempted ?? { invalid: [], unused: [], urn: undefined };
    for (const each of invalid) reportViolation(`${name}: ${each}`, urn);
    for (const each of unused) {
      const message = `${description}\n${name}: ${each}`;
      // The SDK takes a whole violation as well, with a level of its own; its types do not say so.
      Reflect.apply(reportViolation, undefined, [{ message, urn, enforcementLevel: "advisory", severity }]);
    }
  };
  return overStack({
    ...about(exemptionsValid),
    get enforcementLevel() {
      return exemptionsValid.levels[place.environment];
    },
    get validateStack() {
      const { invalid, unused } = desk.exempted ?? { invalid: [""], unused: [] };
      return invalid.length + unused.length > 0 ? report : undefined;
    },
  });
}

/** In the update there is nothing left to wait for: what a mandatory check could not read then is a violation of its own. */
function decided(place: Place, desk: Desk): ResourceValidationPolicy {
  const report: StackValidation = (_, reportViolation) => {
    for (const { message, urn } of desk.open) reportViolation(`${undecidedReported.name}: still open: ${message}`, urn);
  };
  return overStack({
    ...about(undecidedReported),
    get enforcementLevel() {
      return undecidedReported.levels[place.environment];
    },
    get validateStack() {
      return desk.open.length > 0 ? report : undefined;
    },
  });
}

/** The SDK unpacks the whole stack for each policy that has a validation: a policy with nothing to report has none. */
function overStack(policy: Policy & { readonly validateStack: StackValidation | undefined }): ResourceValidationPolicy {
  return policy;
}

/** Wraps plaintext at sensitive paths, in every environment: the resource stays the same, only the state is closed. */
function wrapping(): ResourceValidationPolicy {
  return {
    ...about(secretWrapped),
    enforcementLevel: "remediate",
    remediateResource: ({ type, name, urn, props }) => wrapped({ type, name, urn, props }),
  };
}

/** The SDK asks for the validations of a policy each time it comes to it: none unless the rule has something to report. */
function resourcePolicy(rule: ResourceRule, place: Place, desk: Desk): ResourceValidationPolicy {
  return {
    ...about(rule),
    get enforcementLevel() {
      return remediates(rule, place.environment) ? "remediate" : rule.levels[place.environment];
    },
    ...(remedied.includes(rule.name) && {
      remediateResource: ({ type, name, urn, props, opts }) =>
        remediates(rule, place.environment) ? desk.remedy(rule, { type, name, urn, props, options: opts }) : undefined,
    }),
    get validateResource(): ResourceValidation | ResourceValidation[] {
      if (!desk.has(rule.name)) return [];
      return ({ urn }, reportViolation) => {
        const finding = desk.take(rule.name, urn);
        if (finding !== undefined) reportViolation(finding.message, urn);
      };
    },
  };
}

function stackPolicy(rule: StackRule, place: Place, desk: Desk): ResourceValidationPolicy {
  const report: StackValidation = (_, reportViolation) => {
    for (const { message, urn } of desk.stack?.get(rule.name) ?? []) reportViolation(message, urn);
  };
  return overStack({
    ...about(rule),
    get enforcementLevel() {
      return rule.levels[place.environment];
    },
    get validateStack() {
      return desk.stack === undefined || desk.stack.has(rule.name) ? report : undefined;
    },
  });
}

/** All but the level, which the SDK asks for each time: the environment is known only once the engine has told of the stack. */
function about({ name, description, severity, controls, fix }: About) {
  const remediationSteps = `${fix.charAt(0).toUpperCase()}${fix.slice(1)}.`;
  return { name, description, severity, tags: [...controls], remediationSteps };
}
