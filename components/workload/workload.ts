import type * as pulumi from "@pulumi/pulumi";
import { within } from "../ranges.ts";

/** How often a container is asked whether it is well. */
export interface Probe {
  /** Seconds from the container's start to the first question. */
  delaySeconds: number;
  /** Seconds between two questions. */
  periodSeconds: number;
  /** Seconds until no answer counts as a failure. */
  timeoutSeconds: number;
  /** Failures in a row that make the container count as not well. */
  failureThreshold: number;
}

/** A secret's value, or one key of its JSON, as an environment variable. */
export interface SecretReference {
  /** ARN of the secret in Secrets Manager. @default none: on Kubernetes, somebody puts the Secret into the namespace */
  secretArn?: pulumi.Input<string>;
  /** Key of the secret's JSON. @default the whole value */
  key?: string;
  /** On Kubernetes, name of the Secret that carries it under the same key. @default the workload's name, and -secrets */
  objectName?: string;
}

/** The same in Secrets Manager, where ECS finds it. */
export type StoredSecret = SecretReference & {
  /** ARN of the secret in Secrets Manager. */
  secretArn: pulumi.Input<string>;
};

/** A directory that the container may write to; its root file system is read-only. */
export type Volume = Scratch | Shared;

/** A directory of the container's own, empty at each start. */
export interface Scratch {
  /** Ephemeral storage of the task or pod. */
  kind: "scratch";
  /** Where the container finds it. */
  path: string;
  /** On Kubernetes, MiB that it may hold. @default 256 */
  sizeLimit?: number;
}

/** A directory of an EFS file system, which all replicas see. */
export interface Shared {
  /** Storage in EFS. */
  kind: "shared";
  /** Where the container finds it. */
  path: string;
  /** File system. */
  fileSystemId: pulumi.Input<string>;
  /** Access point, whose directory and user it is entered by. */
  accessPointId: pulumi.Input<string>;
  /** On Kubernetes, name of the claim. @default the workload's name, and the volume's */
  claimName?: string;
}

/** One service, whatever runs it: rendered to a Fargate service here and to a Deployment on Kubernetes. */
export interface Workload {
  /** Image with its tag or digest; the tag latest is refused. */
  image: pulumi.Input<string>;
  /** TCP port that the container listens on. */
  port: number;
  /** CPU in vCPU: what is set aside for the container, and the most that it gets. */
  cpu: {
    /** vCPU that are reserved. */
    request: number;
    /** vCPU that the container may use at most. */
    limit: number;
  };
  /** Memory in MiB: what is set aside for the container, and the most that it gets. */
  memory: {
    /** MiB that are reserved. */
    request: number;
    /** MiB at which the container is stopped for lack of memory. */
    limit: number;
  };
  /** A fixed number of replicas, or a range that follows the load; the autoscaler then owns the number. */
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
  /** HTTP path that answers 200 when the container is well, and when it is asked; on Kubernetes the other two wait for startup. */
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
  /** Writable directories by name. */
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
