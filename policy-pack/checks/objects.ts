import { memo, memoOf } from "./links.ts";
import { podMetadata, workloads } from "./pods.ts";
import type { Graph, StackResource } from "./rule.ts";
import { known, number, read, text, unknown, word } from "./values.ts";

/** The namespace of an object; the default namespace when it names none. */
export function namespaceOf({ props }: StackResource): string | typeof unknown {
  const reading = read(props, "metadata.namespace");
  return reading.state === "unknown" ? unknown : word(reading.state === "known" ? reading.value : "default");
}

/** Whether two objects may be in the same namespace; an unknown namespace may be any. */
export function together(one: StackResource, other: StackResource): boolean {
  const [here, there] = [namespaceOf(one), namespaceOf(other)];
  return here === unknown || there === unknown || here === there;
}

/** Whether a reference by name may mean this object in the same namespace; unknown names count by dependency. */
export function means(from: StackResource, path: string, object: StackResource): boolean {
  if (!together(from, object)) return false;
  const linked = Object.values(from.propertyDependencies ?? {}).some((urns) => urns.includes(object.urn));
  const name = read(object.props, "metadata.name");
  const wanted = read(from.props, path);
  if (wanted.state === "absent") return false;
  if (name.state !== "known" || wanted.state === "unknown") return linked;
  return name.value === wanted.value;
}

/** The objects of a type by their namespace. */
const byNamespace = memoOf((graph: Graph) => memo((type: string) => Map.groupBy(graph.of(type), namespaceOf)));

/** Objects of these types that may be in the namespace of another. */
export function neighbours(graph: Graph, of: StackResource, ...types: readonly string[]): readonly StackResource[] {
  const namespace = namespaceOf(of);
  if (namespace === unknown) return graph.of(...types);
  return types.flatMap((type) => {
    const objects = byNamespace(graph)(type);
    return [...(objects.get(namespace) ?? []), ...(objects.get(unknown) ?? [])];
  });
}

/** Objects of a type in a namespace of the stack: by name, and by dependency while one of the names is not known. */
export function inNamespace(graph: Graph, namespace: StackResource, type: string): readonly StackResource[] {
  const objects = byNamespace(graph)(type);
  const name = text(namespace.props, "metadata.name");
  const open = name === undefined ? graph.of(type) : (objects.get(unknown) ?? []);
  const linked = open.filter((each) => graph.targets(each, "metadata", namespace.type).includes(namespace));
  return name === undefined ? linked : [...(objects.get(name) ?? []), ...linked];
}

export function workloadsOf(graph: Graph): StackResource[] {
  return graph.of(...workloads);
}

/** The labels of a workload's pods; unknown values equal no other value. */
export function podLabels({ type, props }: StackResource): unknown {
  return known(props, `${podMetadata(type)}.labels`);
}

/** Whether a selector's labels are all on the pods; undefined while one of them is not known. */
export function selects(selector: unknown, labels: unknown): boolean | undefined {
  const wanted = entries(selector);
  const held = new Map(entries(labels));
  if (
    wanted.some(
      ([key, value]) => held.has(key) && value !== unknown && held.get(key) !== unknown && held.get(key) !== value,
    )
  )
    return false;
  if (wanted.some(([key]) => !held.has(key))) return labels === unknown || selector === unknown ? undefined : false;
  return wanted.some(([key, value]) => value === unknown || held.get(key) === unknown) ? undefined : true;
}

function entries(map: unknown): [string, unknown][] {
  return typeof map === "object" && map !== null ? Object.entries(map) : [];
}

/** The replicas of a workload; NaN while unknown, one when absent. */
export function replicasOf({ props }: StackResource): number {
  const reading = read(props, "spec.replicas");
  return reading.state === "absent" ? 1 : reading.state === "known" ? number(reading.value) : Number.NaN;
}

const scalers = ["v1", "v2"].map((version) => `kubernetes:autoscaling/${version}:HorizontalPodAutoscaler`);

/** The autoscaler of a workload, if it has one. */
export function scalerOf(graph: Graph, workload: StackResource): StackResource | undefined {
  const kind = workload.type.split(":").at(-1);
  return neighbours(graph, workload, ...scalers).find(
    (each) =>
      text(each.props, "spec.scaleTargetRef.kind") === kind && means(each, "spec.scaleTargetRef.name", workload),
  );
}
