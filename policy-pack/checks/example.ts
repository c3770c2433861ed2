import type { Props, StackResource } from "./rule.ts";

/** A resource for the examples of stack rules; `uses` has the resources that its properties refer to. */
export function example(
  type: string,
  name: string,
  props: Props,
  uses: Record<string, StackResource> = {},
): StackResource {
  const propertyDependencies = Object.fromEntries(Object.entries(uses).map(([property, { urn }]) => [property, [urn]]));
  const dependencies = Object.values(uses).map(({ urn }) => urn);
  return { type, name, urn: `urn:pulumi:prod::platform::${type}::${name}`, props, propertyDependencies, dependencies };
}

/** Properties of a pod with one container. */
export const podWith = (container: Props): Props => ({ spec: { containers: [{ name: "api", ...container }] } });

/** A Deployment of pods with the label app: api. */
export const deploymentOf = (replicas: number, spec: Props = {}): StackResource =>
  example("kubernetes:apps/v1:Deployment", "api", {
    metadata: { name: "api" },
    spec: { replicas, template: { metadata: { labels: { app: "api" } }, spec } },
  });

/** The text of an identity policy with one statement. */
export const policyText = (statement: Props): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });

/** The text of a resource policy with one statement. */
export const resourcePolicyText = (statement: Props): string => policyText({ Resource: "*", ...statement });
