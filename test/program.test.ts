import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { evaluateResource, evaluateStack, type Finding } from "../policy-pack/engine/evaluate.ts";
import { definitions, localDefinitions } from "../stacks/definitions.ts";
import type { Deployed } from "./harness.ts";
import { invalid, objects } from "./kubernetes/schemas.ts";
import { early } from "./stacks/order.ts";
import { deployStack } from "./stacks/origins.ts";
import { configOf, stacks } from "./stacks/stack-settings.ts";

/** What the rules say of everything that a stack registers. */
function findings(stack: string, { resources }: Deployed): Finding[] {
  const environment =
    { ...definitions, ...localDefinitions }[configOf(stack)["platform:definition"] ?? stack]?.tags.environment ??
    "prod";
  const inputsOf = new Map(resources.map(({ urn, inputs }) => [urn, inputs]));
  const judged = resources.map(({ inputs, provider, ...resource }) => {
    // A reference to a provider is its URN and its ID; its inputs hold the default tags.
    const providerInputs = inputsOf.get(provider.slice(0, provider.lastIndexOf("::")));
    return { ...resource, props: inputs, options: resource, ...(providerInputs && { providerInputs }) };
  });
  // Of a whole stack the rules see outputs too: a known reference holds the ID or ARN of what it means.
  const whole = judged.map(({ id, outputs, ...each }) => ({ ...each, props: { id, ...outputs } }));
  return [...judged.flatMap((each) => evaluateResource(each, environment)), ...evaluateStack(whole, environment)];
}

/** Names that say that their value is secret, and names that say where a secret is: a Secret, a key of one, a file. */
const secret = /pass(word|phrase)?$|secret|token|credential|(api|access|routing|service|private)_?key$|^api_?url$/i;
const reference = /_file$|^existingSecret$|^secretName$|^(user|password)Key$/;

/** Paths of values whose name says that they are secret, with what they hold. */
function secrets(value: unknown, path = ""): string[] {
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => secrets(inner, path === "" ? key : `${path}.${key}`));
  const name = path.split(".").at(-1) ?? "";
  // A webhook's URL is as good as a password.
  const telling = secret.test(name) || /webhook_configs\.\d+\.url$/.test(path);
  return typeof value === "string" && telling && !reference.test(name) ? [`${path}: ${value}`] : [];
}

for (const stack of stacks) {
  describe(`the program as ${stack}`, () => {
    let deployed: Deployed;
    before(async () => {
      deployed = await deployStack(stack);
    });

    it("violates no mandatory rule", () => {
      const violations = findings(stack, deployed).filter(
        (each) => each.level === "mandatory" && each.verdict === "fail",
      );
      assert.deepEqual(
        violations.map((each) => `${each.urn.split("::").pop()}: ${each.message}`),
        [],
      );
    });

    it("registers only Kubernetes objects that match a schema", () => {
      assert.deepEqual(invalid(deployed.resources), []);
    });

    it("creates Kubernetes objects after their namespace and kind, and deletes them before", () => {
      const charts = deployed.of("kubernetes:helm.sh/v3:Release");
      assert.deepEqual(
        [...objects(deployed.resources), ...charts].flatMap((each) => early(deployed, each)),
        [],
      );
    });

    it("RC-L2: outputs commands that can be pasted as `pulumi stack output` prints them, and nothing empty", () => {
      const { outputs } = deployed;
      const commands = Object.entries(outputs).filter(([name]) => /Commands?$/.test(name));
      const lines = commands.flatMap(([name, each]) =>
        Object.values(typeof each === "object" && each !== null ? each : { [name]: each }).map(String),
      );
      // The CLI prints JSON, in which these two are escaped.
      assert.deepEqual(
        lines.filter((line) => /["\\]/.test(line)),
        [],
      );
      assert.deepEqual(
        Object.keys(outputs).filter((name) => ["{}", "[]", undefined].includes(JSON.stringify(outputs[name]))),
        [],
      );
    });

    it("registers no Secret, whose value would be in the state", () => {
      assert.deepEqual(
        deployed.resources.filter(({ inputs }) => inputs["kind"] === "Secret" && inputs["apiVersion"] === "v1"),
        [],
      );
    });

    it("has no secret in the values of a chart", () => {
      assert.deepEqual(
        deployed
          .of("kubernetes:helm.sh/v3:Release")
          .flatMap(({ name, inputs }) => secrets(inputs["values"]).map((each) => `${name} ${each}`)),
        [],
      );
    });

    it("links runbooks that exist, from alarms, alerts and events", () => {
      const base = configOf(stack)["platform:runbookBaseUrl"] ?? "https://nowhere.example.com";
      const linked = JSON.stringify(deployed.resources.map(({ inputs }) => inputs))
        .split(`${base}/`)
        .slice(1);
      const names = new Set(linked.map((text) => /^[\w-]*/.exec(text)?.[0]));
      assert.ok(names.size > 10 || deployed.of("aws:cloudwatch/metricAlarm:MetricAlarm").length === 0);
      assert.deepEqual(
        [...names].filter((name) => !existsSync(`docs/runbooks/${name}.md`)),
        [],
      );
    });

    it("gives every resource of AWS and of Kubernetes an explicit provider", () => {
      const strays = deployed.resources.filter(
        ({ custom, type, provider }) =>
          custom &&
          /^(aws|kubernetes):/.test(type) &&
          !new RegExp(`pulumi:providers:${type.split(":")[0]}::(?!default)`).test(provider),
      );
      assert.deepEqual(
        strays.map((each) => each.urn),
        [],
      );
    });

    it("gives every resource but the providers a component as its parent", () => {
      const strays = deployed.resources.filter(
        (each) => each.custom && !each.type.startsWith("pulumi:") && /::pulumi:pulumi:Stack::/.test(each.parent),
      );
      assert.deepEqual(
        strays.map((each) => each.urn),
        [],
      );
    });

    it("has no two resources of one name", () => {
      const urns = deployed.resources.map((each) => each.urn);
      assert.deepEqual(
        urns.filter((urn, index) => urns.indexOf(urn) !== index),
        [],
      );
    });
  });
}
