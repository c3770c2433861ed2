/** Deprecated API Migration Guide, which lists every removal since 1.22; read in a stored copy that ends with 1.32. */
export const removalSource = "https://kubernetes.io/docs/reference/using-api/deprecation-guide/";

/** An API version that Kubernetes no longer serves. */
interface Removal {
  /** API group and version, as the types of Pulumi have it: policy/v1beta1. */
  api: string;
  /** Minor that serves it no more. */
  in: number;
  /** What serves the same objects. */
  instead: string;
}

/** Removals that the source lists. */
export const removals: readonly Removal[] = [
  { api: "flowcontrol.apiserver.k8s.io/v1beta3", in: 32, instead: "flowcontrol.apiserver.k8s.io/v1" },
  { api: "flowcontrol.apiserver.k8s.io/v1beta2", in: 29, instead: "flowcontrol.apiserver.k8s.io/v1" },
  { api: "storage.k8s.io/v1beta1", in: 27, instead: "storage.k8s.io/v1" },
];

/**
 * Why an API version may be removed: it is in the list, or it is not stable, and Kubernetes keeps such a version of its own
 * groups for a few releases only. Custom resources follow their controllers, not Kubernetes.
 */
export function removalOf(type: string, minor: number): { when: string; instead: string } | undefined {
  const api = type.replace(/^kubernetes:/, "").split(":")[0] ?? "";
  const listed = removals.find((each) => each.api === api);
  if (listed !== undefined) {
    const when = listed.in <= minor ? `removed in 1.${listed.in}` : `will be removed in 1.${listed.in}`;
    return { when, instead: listed.instead };
  }
  const own = !api.includes(".") || api.split("/")[0]?.endsWith(".k8s.io") === true;
  const custom = /^(?:elbv2|snapshot\.storage)\b/.test(api);
  const unstable = /\/v\d+(?:alpha|beta)\d+$/.test(api);
  return own && unstable && !custom
    ? { when: "not stable", instead: "the stable version, if there is one" }
    : undefined;
}

/** Objects among resources whose API version the next Kubernetes minor may not serve. */
export function removedApis<Each extends { type: string; inputs: Readonly<Record<string, unknown>> }>(
  resources: readonly Each[],
): { resource: Each; when: string; instead: string }[] {
  const cluster = resources.find(({ type }) => type === "aws:eks/cluster:Cluster");
  const minor = Number(/^1\.(\d+)/.exec(String(cluster?.inputs["version"]))?.[1] ?? "0");
  return resources.flatMap((resource) => {
    const removal = resource.type.startsWith("kubernetes:") ? removalOf(resource.type, minor + 1) : undefined;
    return removal === undefined ? [] : [{ resource, ...removal }];
  });
}
