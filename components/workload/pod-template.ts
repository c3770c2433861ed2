import { createHash } from "node:crypto";
import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { containerSecurity, podSecurity } from "../cluster/pod.ts";
import { memory, vcpu } from "../cluster/quantities.ts";
import type { DeploymentArgs } from "./deployment-args.ts";
import { secretVariables } from "./external-secrets.ts";
import type { Labels } from "./labels.ts";
import { claimName } from "./shared-volumes.ts";
import type { Probe, Volume, Workload } from "./workload.ts";

type Container = kubernetes.types.input.core.v1.Container;
type PodTemplate = kubernetes.types.input.core.v1.PodTemplateSpec;

/** Names of the objects that pods refer to. */
interface Parts {
  labels: Labels;
  serviceAccountName: pulumi.Input<string>;
  configMapName: pulumi.Input<string>;
}

/** Ephemeral storage of the container's file system in MiB, logs included. */
const ownWrites = 256;

/** User and group ID of the container. */
const user = 10001;

/** Pod template of a workload, for the restricted Pod Security Standard. */
export function podTemplate(args: DeploymentArgs, { labels, serviceAccountName, configMapName }: Parts): PodTemplate {
  const { deploymentName, workload } = args;
  const volumes = Object.entries(workload.volumes);
  return {
    metadata: { labels, annotations: { ...scraping(args), "platform/environment": checksum(workload.environment) } },
    spec: {
      serviceAccountName,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: 60,
      securityContext: { ...podSecurity(user), fsGroupChangePolicy: "OnRootMismatch" },
      topologySpreadConstraints: [
        // Zones without eligible nodes do not count, so pods can be scheduled when a zone is lost.
        spread(labels.app, "topology.kubernetes.io/zone", "DoNotSchedule"),
        spread(labels.app, "kubernetes.io/hostname", "ScheduleAnyway"),
      ],
      containers: [container(args, configMapName)],
      volumes: volumes.map(([label, volume]) => ({ name: label, ...source(deploymentName, label, volume) })),
    },
  };
}

function container(
  { deploymentName, containerName, workload }: DeploymentArgs,
  configMapName: pulumi.Input<string>,
): Container {
  const { health, volumes } = workload;
  const { startup = { delaySeconds: 0, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 60 } } = health;
  return {
    name: containerName,
    image: workload.image,
    ports: [{ name: "http", containerPort: workload.port, protocol: "TCP" }],
    envFrom: [{ configMapRef: { name: configMapName } }],
    env: secretVariables(deploymentName, workload.secrets).map(({ variable, objectName, key }) => ({
      name: variable,
      valueFrom: { secretKeyRef: { name: objectName, key } },
    })),
    resources: resources(workload),
    startupProbe: probe(workload, startup),
    readinessProbe: probe(workload, health.readiness),
    livenessProbe: probe(workload, health.liveness),
    // The load balancer still sends requests while it deregisters the pod.
    lifecycle: { preStop: { sleep: { seconds: 20 } } },
    securityContext: { ...containerSecurity, privileged: false },
    volumeMounts: Object.entries(volumes).map(([label, { path }]) => ({ name: label, mountPath: path })),
  };
}

function resources({ cpu, memory: bytes, volumes }: Workload): kubernetes.types.input.core.v1.ResourceRequirements {
  const scratch = Object.values(volumes).map((volume) => (volume.kind === "scratch" ? sizeLimit(volume) : 0));
  const storage = memory(scratch.reduce((sum, each) => sum + each, ownWrites));
  return {
    requests: { cpu: vcpu(cpu.request), memory: memory(bytes.request), "ephemeral-storage": storage },
    limits: { cpu: vcpu(cpu.limit), memory: memory(bytes.limit), "ephemeral-storage": storage },
  };
}

function source(
  deploymentName: string,
  label: string,
  volume: Volume,
): Omit<kubernetes.types.input.core.v1.Volume, "name"> {
  return volume.kind === "scratch"
    ? { emptyDir: { sizeLimit: memory(sizeLimit(volume)) } }
    : { persistentVolumeClaim: { claimName: claimName(deploymentName, label, volume) } };
}

function sizeLimit({ sizeLimit: mib = 256 }: Extract<Volume, { kind: "scratch" }>): number {
  return mib;
}

function probe({ health: { path }, port }: Workload, { delaySeconds, ...settings }: Probe) {
  return { httpGet: { path, port }, initialDelaySeconds: delaySeconds, ...settings };
}

/** Counts pods of one revision only, so that a rollout does not spread around the pods it replaces. */
function spread(app: string, topologyKey: string, whenUnsatisfiable: "DoNotSchedule" | "ScheduleAnyway") {
  return {
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable,
    nodeTaintsPolicy: "Honor",
    labelSelector: { matchLabels: { app } },
    matchLabelKeys: ["pod-template-hash"],
  };
}

/** Annotations for the scrape job of pods. */
function scraping({ metrics, workload }: DeploymentArgs): Record<string, string> {
  if (metrics === undefined) return {};
  return {
    "prometheus.io/scrape": "true",
    "prometheus.io/path": metrics.path,
    "prometheus.io/port": String(workload.port),
  };
}

/** Environment variables are read at start, so a change must create new pods. */
function checksum(environment: Workload["environment"]): pulumi.Output<string> {
  return pulumi.output(environment).apply((values) => {
    const sorted = Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return createHash("sha256").update(JSON.stringify(sorted)).digest("hex");
  });
}
