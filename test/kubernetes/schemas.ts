import type { Registered } from "../harness.ts";
import { kindOf, type Request, verdicts } from "./api-server.ts";
import { collectorFaults } from "./collector-schema.ts";

/** Kinds that have no CustomResourceDefinition at hand, with what judges them and the reason. */
export const withoutDefinition: Readonly<
  Record<string, { reason: string; faults(object: Readonly<Record<string, unknown>>): string[] }>
> = {
  "opentelemetry.io/OpenTelemetryCollector": {
    reason: "the operator's Go module is not served; the npm package has its schema, without CEL rules",
    faults: collectorFaults,
  },
};

/** Kubernetes objects of a program that an API server refuses or warns of, with the reasons. */
export function invalid(resources: readonly Registered[]): string[] {
  const found = objects(resources);
  const labels = new Map(
    found
      .filter(({ inputs }) => inputs["kind"] === "Namespace")
      .map((each) => [metadata(each)["name"], labelsOf(each)]),
  );
  const requests = found.map((each): Request => {
    const own = metadata(each);
    const object = { ...each.inputs, metadata: own };
    return { id: `${each.type} ${each.name}`, object, namespaceLabels: labels.get(own["namespace"]) ?? {} };
  });
  return faults(requests);
}

/** What is wrong with objects; a warning is a fault, because the program can avoid it. */
export function faults(requests: readonly Request[]): string[] {
  const judged = requests.filter((each) => withoutDefinition[kindOf(each)] === undefined);
  const others = requests.flatMap((each) =>
    (withoutDefinition[kindOf(each)]?.faults(each.object) ?? []).map((fault) => `${each.id}: ${fault}`),
  );
  const said = verdicts(judged).flatMap(({ id, faults: refused, warnings }) => [
    ...refused.map((fault) => `${id}: ${fault}`),
    ...warnings.map((text) => `${id}: warning: ${text}`),
  ]);
  return [...said, ...others];
}

/** Kubernetes objects of a program, without Helm releases and providers. */
export function objects(resources: readonly Registered[]): Registered[] {
  return resources.filter(({ type }) => type.startsWith("kubernetes:") && !type.startsWith("kubernetes:helm.sh/"));
}

/** The metadata with the name that the provider chooses where the program gives none. */
function metadata({ inputs, outputs }: Registered): Readonly<Record<string, unknown>> {
  const { metadata: own } = isRecord(outputs["metadata"]) ? outputs : inputs;
  return isRecord(own) ? own : {};
}

function labelsOf(namespace: Registered): Record<string, string> {
  const { labels } = metadata(namespace);
  return isRecord(labels) ? Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, String(value)])) : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
