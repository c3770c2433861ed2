import type {
  Policies,
  Policy,
  ResourceValidation,
  ResourceValidationPolicy,
  StackValidation,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { Run } from "../checks/environment.ts";
import { type About, levelOf, type ResourceRule, type StackRule } from "../checks/rule.ts";
import { properties, settingsPolicy } from "./configuration.ts";
import type { Findings } from "./findings.ts";
import { configurationValid, exemptionsValid, undecidedReported } from "./pack-rules.ts";
import { remediates, remedied, secretWrapped } from "./remediation.ts";
import { resourceRules, stackRules } from "./rules.ts";
import { wrapped } from "./secret-wrapping.ts";

/**
 * One policy for each rule, so that the engine shows, counts and configures each, and a first policy that evaluates all
 * rules. The SDK unpacks the resource again for each policy with a validation, so a rule without findings has none.
 */
export function policies(run: Run, findings: Findings): Policies {
  return [
    evaluation(findings),
    configurationPolicy(run, findings),
    ...resourceRules.map((rule) => resourcePolicy(rule, run, findings)),
    ...stackRules.map((rule) => stackPolicy(rule, run, findings)),
    exemptionPolicy(run, findings),
    undecidedPolicy(run, findings),
    secretPolicy(),
  ];
}

function evaluation(findings: Findings): ResourceValidationPolicy & StackValidationPolicy {
  return {
    name: settingsPolicy,
    description:
      "Policy pack: this policy evaluates every rule and counts undecided checks; disabled, it disables all rules.",
    enforcementLevel: "advisory",
    severity: "low",
    configSchema: { properties },
    validateResource: ({ type, name, urn, props, opts, provider, getConfig }) => {
      findings.configure(getConfig());
      const seen = { type, name, urn, props, options: opts };
      findings.evaluateResource(provider === undefined ? seen : { ...seen, providerInputs: provider.props });
    },
    validateStack: ({ resources, getConfig }, reportViolation) => {
      findings.configure(getConfig());
      const seen = resources.map(({ opts, dependencies, propertyDependencies, provider, parent: _, ...resource }) => ({
        ...resource,
        options: opts,
        ...(provider !== undefined && { providerInputs: provider.props }),
        dependencies: dependencies.map(({ urn }) => urn),
        propertyDependencies: Object.fromEntries(
          Object.entries(propertyDependencies).map(([property, on]) => [property, on.map(({ urn }) => urn)]),
        ),
      }));
      findings.evaluateStack(seen);
      for (const line of findings.summary()) reportViolation(line);
    },
  };
}

/** Reports all faults of the configuration on the first resource: the engine offers no earlier place. */
function configurationPolicy(run: Run, findings: Findings): ResourceValidationPolicy {
  return {
    ...about(configurationValid),
    get enforcementLevel() {
      return configurationValid.levels[run.environment];
    },
    get validateResource(): ResourceValidation | ResourceValidation[] {
      if (findings.faults.length === 0) return [];
      return ({ urn }, reportViolation) => {
        for (const fault of findings.faults.splice(0)) reportViolation(`${configurationValid.name}: ${fault}`, urn);
      };
    },
  };
}

function exemptionPolicy(run: Run, findings: Findings): ResourceValidationPolicy {
  const { name, description, severity } = exemptionsValid;
  const report: StackValidation = (_, reportViolation) => {
    const { invalid, unused, urn } = findings.exemptionReport ?? { invalid: [], unused: [], urn: undefined };
    for (const each of invalid) reportViolation(`${name}: ${each}`, urn);
    for (const each of unused) {
      const message = `${description}\n${name}: ${each}`;
      // The SDK also accepts a whole violation with its own level, which its types do not declare.
      Reflect.apply(reportViolation, undefined, [{ message, urn, enforcementLevel: "advisory", severity }]);
    }
  };
  return stackValidation({
    ...about(exemptionsValid),
    get enforcementLevel() {
      return exemptionsValid.levels[run.environment];
    },
    get validateStack() {
      const { invalid, unused } = findings.exemptionReport ?? { invalid: [""], unused: [] };
      return invalid.length + unused.length > 0 ? report : undefined;
    },
  });
}

/** During an update every value is known: a mandatory check that is still undecided is a violation. */
function undecidedPolicy(run: Run, findings: Findings): ResourceValidationPolicy {
  const report: StackValidation = (_, reportViolation) => {
    for (const { message, urn } of findings.stillUndecided)
      reportViolation(`${undecidedReported.name}: still undecided: ${message}`, urn);
  };
  return stackValidation({
    ...about(undecidedReported),
    get enforcementLevel() {
      return undecidedReported.levels[run.environment];
    },
    get validateStack() {
      return findings.stillUndecided.length > 0 ? report : undefined;
    },
  });
}

/** The SDK unpacks the whole stack for each policy with a validation: a policy without findings has none. */
function stackValidation(
  policy: Policy & { readonly validateStack: StackValidation | undefined },
): ResourceValidationPolicy {
  return policy;
}

/** Wraps plaintext at sensitive paths as secrets: the resource stays the same, and its state is encrypted. */
function secretPolicy(): ResourceValidationPolicy {
  return {
    ...about(secretWrapped),
    enforcementLevel: "remediate",
    remediateResource: ({ type, name, urn, props }) => wrapped({ type, name, urn, props }),
  };
}

/** The SDK asks for the validations of a policy on each resource: a rule without a finding has none. */
function resourcePolicy(rule: ResourceRule, run: Run, findings: Findings): ResourceValidationPolicy {
  return {
    ...about(rule),
    get enforcementLevel() {
      return remediates(rule, run.environment) ? "remediate" : levelOf(rule, run.environment, run.foreign === true);
    },
    ...(remedied.includes(rule.name) && {
      remediateResource: ({ type, name, urn, props, opts }) =>
        remediates(rule, run.environment)
          ? findings.remediate(rule, { type, name, urn, props, options: opts })
          : undefined,
    }),
    get validateResource(): ResourceValidation | ResourceValidation[] {
      if (!findings.has(rule.name)) return [];
      return ({ urn }, reportViolation) => {
        const finding = findings.take(rule.name, urn);
        if (finding !== undefined) reportViolation(finding.message, urn);
      };
    },
  };
}

/** A part of a stack lacks what the other parts have: only the whole decides, so its findings are advisory there. */
function stackPolicy(rule: StackRule, run: Run, findings: Findings): ResourceValidationPolicy {
  const report: StackValidation = (_, reportViolation) => {
    for (const { message, urn } of findings.ofStack?.get(rule.name) ?? []) reportViolation(message, urn);
  };
  return stackValidation({
    ...about(rule),
    get enforcementLevel() {
      const level = levelOf(rule, run.environment, run.foreign === true);
      return run.part === true && level === "mandatory" ? "advisory" : level;
    },
    get validateStack() {
      return findings.ofStack === undefined || findings.ofStack.has(rule.name) ? report : undefined;
    },
  });
}

/** All fields but the level, which the SDK asks for each time: the environment is known only after the handshake. */
function about({ name, description, severity, controls, fix }: About) {
  const remediationSteps = `${fix.charAt(0).toUpperCase()}${fix.slice(1)}.`;
  return { name, description, severity, tags: [...controls], remediationSteps };
}
