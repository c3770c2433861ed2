import type { KubernetesObject } from "./api.ts";

/** Where pods may run, in the words of a pod's specification. */
export interface Placement {
  nodeSelector?: unknown;
  tolerations?: unknown;
  affinity?: unknown;
  topologySpreadConstraints?: unknown;
}

export interface ControllerArgs {
  name: string;
  namespace: string;
  kind: "Deployment" | "DaemonSet";
  /** Pods of a Deployment. */
  replicas: number;
  /** What each pod requests, by resource. */
  requests: unknown;
  placement: Placement;
  /** Labels of the pods. @default none besides that of the stand-in */
  labels?: Readonly<Record<string, string>>;
}

/** Label of what stands in for the pods of a chart, an add-on or an operator. */
export const standInLabel = "rehearsal/stands-in-for";

/** A controller whose pods take the room that others would, and that every Pod Security Standard accepts. */
export function controller({
  name,
  namespace,
  kind,
  replicas,
  requests,
  placement,
  labels = {},
}: ControllerArgs): KubernetesObject {
  const own = { [standInLabel]: name };
  return {
    apiVersion: "apps/v1",
    kind,
    metadata: { name, namespace, labels: own },
    spec: {
      ...(kind === "Deployment" && { replicas }),
      selector: { matchLabels: own },
      template: {
        metadata: { labels: { ...labels, ...own } },
        spec: {
          ...placement,
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: "RuntimeDefault" } },
          containers: [
            {
              name: "main",
              image: "registry.invalid/stand-in:1",
              resources: { requests, limits: requests },
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
            },
          ],
        },
      },
    },
  };
}
