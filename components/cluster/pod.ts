import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

type PodSpec = kubernetes.types.input.core.v1.PodSpec;
type Container = kubernetes.types.input.core.v1.Container;

/** Security context of a pod for the restricted Pod Security Standard. */
export function podSecurity(user: number): NonNullable<PodSpec["securityContext"]> {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    seccompProfile: { type: "RuntimeDefault" },
  };
}

/** Security context of a container, with a read-only root file system. */
export const containerSecurity: NonNullable<Container["securityContext"]> = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

/** A program that runs from its released image. */
export interface Program {
  /** Name in the labels that Services and PodDisruptionBudgets select. */
  name: string;
  /** Repository of its images. */
  repository: string;
  version: string;
}

/** Selector labels, and the recommended labels of Kubernetes. */
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

/** Image of a program, from its project or as copy in another repository. */
export function imageOf(
  { repository, version }: Program,
  copy: pulumi.Input<string> | undefined,
): pulumi.Input<string> {
  return copy === undefined ? `${repository}:${version}` : pulumi.interpolate`${copy}:${version}`;
}

/** The liveness probe fails later than the readiness probe. */
export function probes(path: string): Pick<Container, "startupProbe" | "readinessProbe" | "livenessProbe"> {
  const ask = { httpGet: { path, port: "health" }, periodSeconds: 10 };
  return {
    startupProbe: { ...ask, periodSeconds: 5, failureThreshold: 30 },
    readinessProbe: { ...ask, failureThreshold: 3 },
    livenessProbe: { ...ask, failureThreshold: 6 },
  };
}

/** Waits until endpoints are updated before the container stops, so that no request is lost. */
export const goodbye: NonNullable<Container["lifecycle"]> = { preStop: { sleep: { seconds: 5 } } };

/** Spreads replicas over zones and nodes. */
export function spread(selector: Readonly<Record<string, string>>): NonNullable<PodSpec["topologySpreadConstraints"]> {
  return ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: selector },
  }));
}
