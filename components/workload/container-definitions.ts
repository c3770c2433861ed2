import * as pulumi from "@pulumi/pulumi";
import type { StoredSecret, Volume, Workload } from "./workload.ts";

/** AWS Distro for OpenTelemetry Collector: OTLP on 4317 and 4318, X-Ray on UDP 2000. */
const collectorImage = "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3";

/** CPU units and MiB that a task reserves for its other containers. */
export const beside = { cpu: 32, memory: 80 };

/** What containers are made of, besides the workload. */
interface Task {
  /** Name of the service, its container and its port. */
  name: string;
  region: string;
  logGroup: pulumi.Input<string>;
  /** Whether a load balancer checks the tasks. */
  balanced: boolean;
}

/**
 * Container definitions of a task as JSON: the workload, a collector that exports traces to X-Ray, and a container that makes
 * scratch directories writable before the workload starts.
 */
export function containerDefinitions(
  workload: Workload & { secrets: Readonly<Record<string, StoredSecret>> },
  { name, region, logGroup, balanced }: Task,
): pulumi.Output<string> {
  const logConfiguration = {
    logDriver: "awslogs",
    options: { "awslogs-group": logGroup, "awslogs-region": region, "awslogs-stream-prefix": name },
  };
  const hardening = {
    essential: true,
    readonlyRootFilesystem: true,
    privileged: false,
    linuxParameters: { initProcessEnabled: true },
    logConfiguration,
  };
  const scratch = scratchContainer(workload.volumes);
  const health = healthCheck(workload, balanced);
  return pulumi.jsonStringify([
    {
      ...hardening,
      name,
      image: workload.image,
      user: "10001",
      cpu: Math.round(workload.cpu.request * 1024),
      memory: workload.memory.limit,
      memoryReservation: workload.memory.request,
      portMappings: [{ name, containerPort: workload.port, protocol: "tcp", appProtocol: "http" }],
      environment: [
        ...variables(workload.environment),
        { name: "OTEL_EXPORTER_OTLP_ENDPOINT", value: "http://localhost:4317" },
        { name: "OTEL_EXPORTER_OTLP_PROTOCOL", value: "grpc" },
        { name: "OTEL_SERVICE_NAME", value: name },
      ],
      secrets: Object.entries(workload.secrets).map(([variable, secret]) => ({
        name: variable,
        valueFrom: source(secret),
      })),
      mountPoints: Object.entries(workload.volumes).map(mountPoint),
      dependsOn: scratch.map((container) => ({ containerName: container.name, condition: "SUCCESS" })),
      ...(health && { healthCheck: health }),
    },
    {
      ...hardening,
      name: "collector",
      image: collectorImage,
      essential: false,
      user: "10002",
      cpu: 32,
      memoryReservation: 64,
      command: ["--config=/etc/ecs/ecs-default-config.yaml"],
      environment: [],
      mountPoints: [],
    },
    ...scratch.map((container) => ({ ...hardening, ...container })),
  ]);
}

function mountPoint([volume, { path }]: [string, Volume]) {
  return { sourceVolume: volume, containerPath: path, readOnly: false };
}

/** BusyBox, for chmod alone. */
const scratchImage = "public.ecr.aws/docker/library/busybox:1.37.0";

/**
 * Fargate mounts a bind volume with owner root and mode 0755, so that no other user can write to it ("Use bind mounts with
 * Amazon ECS"; aws/containers-roadmap issue 938). Root owns it, so a change of its mode needs no capability.
 */
function scratchContainer(volumes: Workload["volumes"]) {
  const scratch = Object.entries(volumes).filter(([, { kind }]) => kind === "scratch");
  if (scratch.length === 0) return [];
  return [
    {
      name: "scratch",
      image: scratchImage,
      essential: false,
      user: "0",
      cpu: 0,
      memoryReservation: 16,
      command: ["chmod", "1777", ...scratch.map(([, { path }]) => path)],
      linuxParameters: { capabilities: { drop: ["ALL"] } },
      environment: [],
      portMappings: [],
      mountPoints: scratch.map(mountPoint),
    },
  ];
}

function variables(environment: Workload["environment"]) {
  return Object.entries(environment).map(([name, value]) => ({ name, value }));
}

/** A key of a JSON secret follows its ARN; the empty parts are version stage and version ID. */
function source({ secretArn, key }: StoredSecret): pulumi.Input<string> {
  return key === undefined ? secretArn : pulumi.interpolate`${secretArn}:${key}::`;
}

/**
 * A load balancer asks the program's own port, so its targets need no program for it in the image. Other tasks need one: a
 * command of the image's own, else curl or wget. ECS allows intervals of 5 to 300 seconds and a start period of up to 300 seconds.
 */
function healthCheck({ port, health: { path, command, liveness } }: Workload, balanced: boolean) {
  if (balanced && command === undefined) return undefined;
  const url = `http://localhost:${port}${path}`;
  return {
    command:
      command === undefined
        ? ["CMD-SHELL", `curl -f ${url} || wget -q -O /dev/null ${url} || exit 1`]
        : ["CMD", ...command],
    interval: liveness.periodSeconds,
    timeout: liveness.timeoutSeconds,
    retries: liveness.failureThreshold,
    startPeriod: liveness.delaySeconds,
  };
}
