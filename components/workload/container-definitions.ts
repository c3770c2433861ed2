import * as pulumi from "@pulumi/pulumi";
import type { Probe, StoredSecret, Workload } from "./workload.ts";

/** AWS Distro for OpenTelemetry Collector: OTLP on 4317 and 4318, X-Ray on UDP 2000. */
const collectorImage = "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3";

/** Container definitions of a task as JSON: the workload, and a collector that exports traces to X-Ray. */
export function containerDefinitions(
  name: string,
  workload: Workload & { secrets: Readonly<Record<string, StoredSecret>> },
  region: string,
  logGroup: pulumi.Input<string>,
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
        { name: "OTEL_SERVICE_NAME", value: name },
      ],
      secrets: Object.entries(workload.secrets).map(([variable, secret]) => ({
        name: variable,
        valueFrom: source(secret),
      })),
      mountPoints: Object.entries(workload.volumes).map(([volume, { path }]) => ({
        sourceVolume: volume,
        containerPath: path,
        readOnly: false,
      })),
      healthCheck: healthCheck(workload.port, workload.health.path, workload.health.liveness),
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
  ]);
}

function variables(environment: Workload["environment"]) {
  return Object.entries(environment).map(([name, value]) => ({ name, value }));
}

/** A key of a JSON secret follows its ARN; the empty parts are version stage and version ID. */
function source({ secretArn, key }: StoredSecret): pulumi.Input<string> {
  return key === undefined ? secretArn : pulumi.interpolate`${secretArn}:${key}::`;
}

/** ECS allows intervals of 5 to 300 seconds and a start period of up to 300 seconds. */
function healthCheck(port: number, path: string, probe: Probe) {
  return {
    command: ["CMD-SHELL", `curl -f http://localhost:${port}${path} || exit 1`],
    interval: probe.periodSeconds,
    timeout: probe.timeoutSeconds,
    retries: probe.failureThreshold,
    startPeriod: probe.delaySeconds,
  };
}
