import assert from "node:assert/strict";
import { graph } from "../../policy-pack/checks/graph.ts";
import type { Props, StackResource } from "../../policy-pack/checks/rule.ts";
import { defaults } from "../../policy-pack/checks/settings.ts";
import { stackRules } from "../../policy-pack/engine/rules.ts";

/** The resources of every stack rule's examples, many times, each copy with its own names, URNs and references. */
function copies(count: number): StackResource[] {
  const originals = stackRules.flatMap(({ name, ok, bad }) =>
    [...ok, ...bad].map((each) => ({ ...each, urn: `${each.urn}-${name}` })),
  );
  return Array.from({ length: count }, (_, copy) => originals.map((each) => copied(each, `${copy}`))).flat();
}

function copied(each: StackResource, copy: string): StackResource {
  const renamed = (urns: readonly string[]) => urns.map((urn) => `${urn}-${copy}`);
  return {
    ...each,
    name: `${each.name}-${copy}`,
    urn: `${each.urn}-${copy}`,
    props: {
      ...inOwnNamespace({ metadata: {}, ...each.props }, copy),
      id: `${each.name}-${copy}`,
      arn: `arn:aws:x:eu-west-1:111122223333:${each.name}-${copy}`,
    },
    dependencies: renamed(each.dependencies ?? []),
    propertyDependencies: Object.fromEntries(
      Object.entries(each.propertyDependencies ?? {}).map(([property, urns]) => [property, renamed(urns)]),
    ),
  };
}

/** Properties with the namespaces of the copy, also where they name none. */
function inOwnNamespace(props: Props, copy: string): Props {
  return JSON.parse(
    JSON.stringify(props, (key, value: unknown) => {
      if (key === "metadata" && typeof value === "object") return { namespace: "default", ...value };
      return key === "namespace" && typeof value === "string" ? `${value}-${copy}` : value;
    }),
  );
}

/** How often each rule reads the properties of a resource. */
function reads(resources: readonly StackResource[]): Map<string, number> {
  let count = 0;
  const counted = resources.map((each) => {
    const props: Props = each.props;
    return Object.defineProperty({ ...each }, "props", {
      enumerable: true,
      get: () => {
        count += 1;
        return props;
      },
    });
  });
  return new Map(
    stackRules.map((rule) => {
      count = 0;
      rule.find(graph(counted), "prod", defaults);
      return [rule.name, count];
    }),
  );
}

describe("stack rules on large stacks", () => {
  it("read each resource a number of times that does not grow with the stack", () => {
    const [small, large] = [reads(copies(4)), reads(copies(32))];
    const growing = [...large].filter(([rule, count]) => count > 12 * (small.get(rule) ?? 0) + 100);
    assert.deepEqual(
      growing.map(([rule, count]) => `${rule}: ${small.get(rule)} reads, and ${count} of 8 times as many resources`),
      [],
    );
  });
});
