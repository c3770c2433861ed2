import type * as pulumi from "@pulumi/pulumi";
import { within } from "../ranges.ts";

/** Probe or health check of a container. */
export interface Probe {
  /** Initial delay in seconds. */
  delaySeconds: number;
  /** Period in seconds. */
  periodSeconds: number;
  /** Timeout in seconds. */
  timeoutSeconds: number;
  /** Consecutive failures before a container is unhealthy. */
  failureThreshold: number;
}

/** A secret, or one key of a JSON secret, as environment variable. */
export interface SecretReference {
  /** ARN of the secret in Secrets Manager. @default none: on Kubernetes the Secret is created outside this program */
  secretArn?: pulumi.Input<string>;
  /** Key of the JSON secret. @default the whole value */
  key?: string;
  /** On Kubernetes, name of the Secret. @default the workload's name, and -secrets */
  objectName?: string;
}

/** A secret in Secrets Manager. */
export type StoredSecret = SecretReference & {
  /** ARN of the secret in Secrets Manager. */
  secretArn: pulumi.Input<string>;
};

/** A writable directory of a container, whose root file system is read-only. */
export type Volume = Scratch | Shared;

/** A directory that is empty at start. */
export interface Scratch {
  /** Ephemeral storage of the task or pod. */
  kind: "scratch";
  /** Mount path. */
  path: string;
  /** On Kubernetes, size limit in MiB. @default 256 */
  sizeLimit?: number;
}

/** A directory of an EFS file system, shared by all replicas. */
export interface Shared {
  /** Storage in EFS. */
  kind: "shared";
  /** Mount path. */
  path: string;
  /** ID of the file system. */
  fileSystemId: pulumi.Input<string>;
  /** ID of the access point. */
  accessPointId: pulumi.Input<string>;
  /** On Kubernetes, name of the PersistentVolumeClaim. @default the workload's name, and the volume's */
  claimName?: string;
}

/** A workload for ECS on Fargate or for Kubernetes. */
export interface Workload {
  /** Image with tag or digest; the tag latest is refused. */
  image: pulumi.Input<string>;
  /** TCP port of the container. */
  port: number;
  /** CPU in vCPU. */
  cpu: {
    /** vCPU that are reserved. */
    request: number;
    /** vCPU that the container may use at most. */
    limit: number;
  };
  /** Memory in MiB. */
  memory: {
    /** MiB that are reserved. */
    request: number;
    /** MiB at which the container is stopped for lack of memory. */
    limit: number;
  };
  /** Number of replicas, fixed or autoscaled. */
  scale:
    | {
        /** A fixed number of replicas. */
        kind: "fixed";
        /** Number of replicas. */
        replicas: number;
      }
    | {
        /** Autoscaling between two numbers of replicas. */
        kind: "auto";
        /** Number of replicas when the workload is created. */
        initial: number;
        /** Lowest number of replicas. */
        min: number;
        /** Highest number of replicas. */
        max: number;
        /** Target of the average CPU utilization, in percent. */
        cpuPercent: number;
        /** Target of the average memory utilization, in percent. @default none */
        memoryPercent?: number;
      };
  /** Health checks over HTTP. */
  health: {
    /** HTTP path of the health check. */
    path: string;
    /** Readiness probe of the pod; ECS has none. */
    readiness: Probe;
    /** Liveness probe of the pod, and health check of the ECS container. */
    liveness: Probe;
    /** Startup probe of the pod. @default none */
    startup?: Probe;
  };
  /** Environment variables. */
  environment: Readonly<Record<string, pulumi.Input<string>>>;
  /** Environment variables whose values are secrets. */
  secrets: Readonly<Record<string, SecretReference>>;
  /** Volumes by name. */
  volumes: Readonly<Record<string, Volume>>;
}

/** Every fault of a workload, on ECS and on Kubernetes. */
export function workloadFaults({ image, port, health, environment, secrets, ...workload }: Workload): string[] {
  const twice = Object.keys(secrets).filter((key) => key in environment);
  return [
    ...within("port", port, 1, 65535),
    ...(typeof image !== "string" || imageFormat.test(image)
      ? []
      : [`image must end in a tag other than latest or in a digest, got "${image}"`]),
    ...resourceFaults("cpu", workload.cpu),
    ...resourceFaults("memory", workload.memory),
    ...scaleFaults(workload.scale),
    ...(health.path.startsWith("/") ? [] : [`health.path must start with /, got "${health.path}"`]),
    ...(twice.length > 0 ? [`environment and secrets must not share a variable, got ${twice.join(", ")}`] : []),
  ];
}

const imageFormat = /(:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/;

function resourceFaults(resource: "cpu" | "memory", { request, limit }: Workload["cpu"]): string[] {
  return request > 0 && request <= limit
    ? []
    : [`${resource}.request must be above 0 and at most ${resource}.limit ${limit}, got ${request}`];
}

function scaleFaults(scale: Workload["scale"]): string[] {
  if (scale.kind === "fixed") return within("scale.replicas", scale.replicas, 1);
  const { initial, min, max } = scale;
  return 1 <= min && min <= initial && initial <= max
    ? []
    : [`scale must have 1 ≤ min ≤ initial ≤ max, got ${min}, ${initial}, ${max}`];
}
