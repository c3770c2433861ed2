import assert from "node:assert/strict";
import type { Props, StackResource } from "../../policy-pack/checks/rule.ts";
import { isObject } from "../../policy-pack/checks/schema.ts";
import { hasSecretName } from "../../policy-pack/checks/secret-patterns.ts";
import { sensitive } from "../../policy-pack/checks/sensitive-inputs.ts";
import { everyFinding, everyStackFinding } from "../../policy-pack/engine/evaluate.ts";
import { isResourceRule, resourceRules, services } from "../../policy-pack/engine/rules.ts";

const canary = "hunter2-canary-that-no-message-may-show";

/** Where authors write values of their own, so that a secret may be in every text below. */
const free =
  /(?:^|\.)(?:kubeconfig|userData(?:Base64)?|containerDefinitions|environment(?:Variables)?|variables|data|stringData|values)(?:\.|$)|(?:^|\.)settings\.\d/;

/** A value with the canary in every text that may be a secret: by its place, or by the name of its property. */
function poisoned(value: unknown, path = ""): unknown {
  if (typeof value === "string") return poisonedText(value, path);
  if (Array.isArray(value)) return value.map((each, at) => poisoned(each, `${path}.${at}`));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, poisoned(inner, path === "" ? key : `${path}.${key}`)]),
  );
}

function poisonedText(text: string, path: string): string {
  const name = path.split(".").at(-1) ?? "";
  // Images and tags are public, and subjects of rules.
  if (name === "image" || /^tags/.test(path)) return text;
  if (/^\s*[[{]/.test(text)) return JSON.stringify(poisoned(JSON.parse(text), path));
  return free.test(path) || hasSecretName(name) || /^(?:token|password|secret)$/i.test(name)
    ? `${text}${canary}`
    : text;
}

/** Properties with the canary at a path; `*` is one element, or one key. */
function planted(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return canary;
  const object = isObject(value) ? value : {};
  if (key === "*") {
    const [first = "one"] = Object.keys(object);
    return rest.length === 0 ? { ...object, [first]: canary } : [planted(object[first], rest)];
  }
  return { ...object, [key]: planted(object[key], rest) };
}

const urnOf = (type: string) => `urn:pulumi:prod::platform::${type}::subject`;

/** Messages of all rules about one resource. */
function told(type: string, props: Props): string[] {
  const resource: StackResource = { type, name: "subject", urn: urnOf(type), props };
  return [...everyFinding(resource, "prod"), ...everyStackFinding([resource], "prod")].map(({ message }) => message);
}

/** Properties of a type with the canary at each of its secret inputs. */
function secretly(type: string, props: Props): Props {
  const [provider = ""] = type.split(":").slice(2);
  const paths = sensitive[type] ?? (type.startsWith("pulumi:providers:") ? (sensitive[provider] ?? []) : []);
  const made = paths.reduce<unknown>((value, path) => planted(value, path.split(".")), props);
  return isObject(made) ? made : {};
}

describe("a secret in the inputs of a resource", () => {
  for (const rule of resourceRules) {
    it(`RC-I1: is quoted by no message about the examples of ${rule.name}`, () => {
      for (const type of rule.types.filter((each) => each !== "*"))
        for (const props of [rule.bad, rule.ok ?? {}]) {
          const made = poisoned(secretly(type, props));
          const shown = told(type, isObject(made) ? made : {}).filter((message) => message.includes(canary));
          assert.deepEqual(shown, [], type);
        }
    });
  }

  it("RC-I1: is quoted by no message about a type with secret inputs", () => {
    for (const type of Object.keys(sensitive).filter((each) => each.includes(":")))
      assert.deepEqual(
        told(type, secretly(type, {})).filter((message) => message.includes(canary)),
        [],
        type,
      );
  });

  it("RC-I1: is quoted by no message of a rule over the stack", () => {
    for (const rule of services.flatMap(({ rules }) => rules).filter((each) => !isResourceRule(each))) {
      if (isResourceRule(rule)) continue;
      const resources = [...rule.bad, ...rule.ok].map((each) => {
        const made = poisoned(secretly(each.type, each.props));
        return { ...each, props: isObject(made) ? made : {} };
      });
      const shown = everyStackFinding(resources, "prod").filter(({ message }) => message.includes(canary));
      assert.deepEqual(shown, [], rule.name);
    }
  });
});

describe("a policy document with many actions at fault", () => {
  it("RC-I11: is told by their number and the first ten", () => {
    const actions = Array.from({ length: 180 }, (_, at) => `s3:Put${at}`);
    const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });
    const message = told("aws:iam/rolePolicy:RolePolicy", { policy }).find((each) =>
      each.startsWith("iam-resource-scoped"),
    );
    assert.match(message ?? "", /allows 180 actions \(s3:Put0, .*, s3:Put9 and 170 more\) on every resource;/);
  });

  it("RC-I11: is told with all of its statements, and one action by its name alone", () => {
    const statement = (Action: string) => ({ Effect: "Allow", Action, Resource: "*" });
    const policy = (...actions: string[]) => ({ policy: JSON.stringify({ Statement: actions.map(statement) }) });
    const of = (...actions: string[]) =>
      told("aws:iam/rolePolicy:RolePolicy", policy(...actions)).find((each) => each.startsWith("iam-resource-scoped"));
    assert.match(of("s3:PutObject", "sqs:SendMessage") ?? "", /allows 2 actions \(s3:PutObject, sqs:SendMessage\) on/);
    assert.match(of("s3:PutObject") ?? "", /allows s3:PutObject on every resource;/);
  });
});
