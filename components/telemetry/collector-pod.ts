import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { containerSecurity, goodbye, labelsOf, type Program, podSecurity, probes, spread } from "../cluster/pod.ts";
import { collectorPorts } from "./collector-config.ts";

/** The release that test/validators.ts validates configurations with. */
export const program: Program = {
  name: "otel-collector",
  repository: "docker.io/otel/opentelemetry-collector-contrib",
  version: "0.155.0",
};
/** Labels of the collector's pods. */
export const labels = labelsOf(program);
/** Resource requests and limits of the collector. */
export const resources = { requests: { cpu: "200m", memory: "1280Mi" }, limits: { cpu: "1", memory: "1536Mi" } };
/** Security context of the pod. */
export const security = podSecurity(10001);

/** Pod specification, where no operator creates it. */
export function collectorPod(
  image: pulumi.Input<string>,
  configMap: pulumi.Input<string>,
  serviceAccountName: pulumi.Input<string>,
): kubernetes.types.input.core.v1.PodSpec {
  return {
    serviceAccountName,
    automountServiceAccountToken: false,
    securityContext: security,
    topologySpreadConstraints: spread(labels.selector),
    terminationGracePeriodSeconds: 60,
    volumes: [{ name: "config", configMap: { name: configMap } }],
    containers: [
      {
        name: "collector",
        image,
        args: ["--config=/etc/collector/collector.yaml"],
        ports: Object.entries(collectorPorts).map(([port, containerPort]) => ({ name: port, containerPort })),
        // The Go runtime needs the memory limit for garbage collection.
        env: [{ name: "GOMEMLIMIT", value: "1200MiB" }],
        resources,
        ...probes("/"),
        lifecycle: goodbye,
        securityContext: containerSecurity,
        volumeMounts: [{ name: "config", mountPath: "/etc/collector", readOnly: true }],
      },
    ],
  };
}
