import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

type PodSpec = kubernetes.types.input.core.v1.PodSpec;
type Container = kubernetes.types.input.core.v1.Container;

/** What the restricted Pod Security Standard asks of a pod. */
export function podSecurity(user: number): NonNullable<PodSpec["securityContext"]> {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    seccompProfile: { type: "RuntimeDefault" },
  };
}

/** What it asks of a container, which writes nowhere but to its volumes. */
export const containerSecurity: NonNullable<Container["securityContext"]> = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

/** A program that runs as it is released. */
export interface Program {
  /** Name by which Services and budgets find its pods. */
  name: string;
  /** Repository of its project. */
  repository: string;
  version: string;
}

/** The labels that select pods, and with them those that Kubernetes recommends. */
export function labelsOf({ name, version }: Program) {
  const selector = { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": name };
  const all = {
    ...selector,
    "app.kubernetes.io/part-of": "platform",
    "app.kubernetes.io/version": version,
    "app.kubernetes.io/managed-by": "pulumi",
  };
  return { selector, all };
}

/** The image of a program's project, or the copy of it in a repository of one's own. */
export function imageOf(
  { repository, version }: Program,
  copy: pulumi.Input<string> | undefined,
): pulumi.Input<string> {
  return copy === undefined ? `${repository}:${version}` : pulumi.interpolate`${copy}:${version}`;
}

/** Not alive is only what has not been ready for a while. */
export function probes(path: string): Pick<Container, "startupProbe" | "readinessProbe" | "livenessProbe"> {
  const ask = { httpGet: { path, port: "health" }, periodSeconds: 10 };
  return {
    startupProbe: { ...ask, periodSeconds: 5, failureThreshold: 30 },
    readinessProbe: { ...ask, failureThreshold: 3 },
    livenessProbe: { ...ask, failureThreshold: 6 },
  };
}

/** Whoever still sends learns that the pod goes before it has gone. */
export const goodbye: NonNullable<Container["lifecycle"]> = { preStop: { sleep: { seconds: 5 } } };

/** Replicas stay apart, so that a zone or a node takes one along at most. */
export function spread(selector: Readonly<Record<string, string>>): NonNullable<PodSpec["topologySpreadConstraints"]> {
  return ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: selector },
  }));
}
