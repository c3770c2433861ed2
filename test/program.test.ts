import assert from "node:assert/strict";
import platform from "../index.ts";
import { type Finding, judgeResource, judgeStack } from "../policy-pack/judge.ts";
import { definitions } from "../stacks/definitions.ts";
import { type Deployed, deploy } from "./harness.ts";
import { configOf, stacks } from "./stacks/stack-config.ts";

/** What the rules say of everything that a stack registers. */
function findings(stack: string, { resources }: Deployed): Finding[] {
  const environment = definitions[configOf(stack)["platform:definition"] ?? stack]?.tags.environment ?? "prod";
  const inputsOf = new Map(resources.map(({ urn, inputs }) => [urn, inputs]));
  const judged = resources.map(({ inputs, provider, ...resource }) => {
    // A reference to a provider is its URN and its ID; its inputs hold the default tags.
    const providerInputs = inputsOf.get(provider.slice(0, provider.lastIndexOf("::")));
    return { ...resource, props: inputs, options: resource, ...(providerInputs && { providerInputs }) };
  });
  return [...judged.flatMap((each) => judgeResource(each, environment)), ...judgeStack(judged, environment)];
}

for (const stack of stacks) {
  describe(`the program as ${stack}`, () => {
    let deployed: Deployed;
    before(async () => {
      deployed = await deploy(platform, { stack, config: configOf(stack) });
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

    it("gives every AWS resource an explicit provider", () => {
      const strays = deployed.resources.filter(
        (each) => each.custom && each.type.startsWith("aws:") && !each.provider.includes("::aws"),
      );
      assert.deepEqual(
        strays.map((each) => each.urn),
        [],
      );
    });

    it("hangs every resource but the providers under a component", () => {
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
