import { at, type Deployed, type Registered } from "../harness.ts";

/**
 * Everything that a resource is made after, and so goes before: what it depends on, its component with what that depends on,
 * its provider, and whatever these wait for.
 */
export function waitsFor({ resources }: Deployed, resource: Registered): Set<string> {
  const byUrn = new Map(resources.map((each) => [each.urn, each]));
  const found = new Set<string>();
  const follow = ({ dependencies, propertyDependencies, parent, provider }: Registered) => {
    const first = [...dependencies, ...Object.values(propertyDependencies).flat()];
    for (const urn of [...first, parent, provider.slice(0, provider.lastIndexOf("::"))]) {
      const next = byUrn.get(urn);
      if (next === undefined || found.has(urn)) continue;
      found.add(urn);
      follow(next);
    }
  };
  follow(resource);
  return found;
}

const chart = "kubernetes:helm.sh/v3:Release";
const addon = "aws:eks/addon:Addon";

/** What brings the kinds of an API group and handles their objects, by type and name; a stack has one of them. */
const bringers: Readonly<Record<string, readonly string[]>> = {
  "cert-manager.io": [`${chart} cert-manager`, `${addon} add-ons-cert-manager`],
  "elbv2.k8s.aws": [`${chart} load-balancer-controller`],
  "external-secrets.io": [`${chart} external-secrets`],
  "karpenter.k8s.aws": [`${chart} karpenter`],
  "karpenter.sh": [`${chart} karpenter`],
  "monitoring.coreos.com": [`${chart} prometheus-crds`],
  "opentelemetry.io": [`${addon} add-ons-adot`],
  "policies.kyverno.io": [`${chart} admission`],
  "snapshot.storage.k8s.io": [`${addon} volume-snapshots`],
  "velero.io": [`${chart} cluster-backup`],
};

/** API groups of Kubernetes itself; the oldest has no name. */
const builtIn = new Set(["", "apps", "autoscaling", "batch", "networking.k8s.io", "policy", "storage.k8s.io"]);

/** What a Kubernetes object or a chart does not wait for: its namespace, and what brings its kind. */
export function early(deployed: Deployed, object: Registered): string[] {
  const isChart = object.type === chart;
  const namespace = isChart ? object.inputs["namespace"] : at(object, "metadata.namespace");
  const version = String(object.inputs["apiVersion"]);
  const group = isChart || !version.includes("/") ? "" : (version.split("/")[0] ?? "");
  const spaces = deployed
    .of("kubernetes:core/v1:Namespace")
    .filter((each) => namespace !== undefined && at(each, "metadata.name") === namespace);
  const kinds = deployed.resources.filter(({ type, name }) => bringers[group]?.includes(`${type} ${name}`));
  const waits = waitsFor(deployed, object);
  return [
    ...(builtIn.has(group) || kinds.length > 0 ? [] : [`${object.type} ${object.name}: nothing brings ${group}`]),
    ...[...spaces, ...kinds]
      .filter(({ urn }) => !waits.has(urn))
      .map(({ type, name }) => `${object.type} ${object.name} does not wait for ${type} ${name}`),
  ];
}
