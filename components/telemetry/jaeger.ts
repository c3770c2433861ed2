import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../refusal.ts";
import { containerSecurity, labelsOf, podSecurity } from "./pod.ts";

export interface JaegerArgs {
  /** Namespace of Jaeger. */
  namespace: pulumi.Input<string>;
  /** Days that traces are kept. */
  retentionDays: number;
  /** Size of the volume that they are kept on, in GiB. */
  volumeGib: number;
}

/** Jaeger v2; v1 has had no support since the end of 2025. */
const image = "jaegertracing/jaeger:2.20.0";
const user = 10001;
const ports = { "otlp-grpc": 4317, query: 16686, metrics: 8888, health: 13133 } as const;
const labels = labelsOf("jaeger");

/**
 * Jaeger, with its traces on a volume of its own. Plain objects, since Jaeger's chart mounts no volume: there each restart
 * would lose every trace. One pod: a volume has one writer, and while the pod moves the collector tries again.
 */
export class Jaeger extends pulumi.ComponentResource {
  /** Host and port of the OTLP receiver over gRPC. */
  readonly endpoint: pulumi.Output<string>;
  /** URL of the user interface and of its API, inside the cluster. */
  readonly queryUrl: pulumi.Output<string>;

  constructor(name: string, args: JaegerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:telemetry:Jaeger", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };
    const { namespace } = args;
    const metadata = { name: "jaeger", namespace, labels };

    const account = new kubernetes.core.v1.ServiceAccount(
      name,
      { metadata, automountServiceAccountToken: false },
      child,
    );
    const config = jaegerConfig(args.retentionDays);
    const file = new kubernetes.core.v1.ConfigMap(
      name,
      // Pods do not read a changed ConfigMap again, so that another content gets another name, and the pod with it.
      { metadata: { namespace, labels }, immutable: true, data: { "jaeger.yaml": JSON.stringify(config) } },
      child,
    );
    const service = new kubernetes.core.v1.Service(
      name,
      {
        metadata,
        spec: {
          selector: labels,
          ports: Object.entries(ports).flatMap(([port, number]) =>
            port === "health" ? [] : [{ name: port, port: number, targetPort: port }],
          ),
        },
      },
      child,
    );
    new kubernetes.apps.v1.StatefulSet(
      name,
      {
        metadata,
        spec: {
          serviceName: service.metadata.name,
          replicas: 1,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: pod(file.metadata.name, account.metadata.name) },
          volumeClaimTemplates: [claim(args.volumeGib)],
        },
      },
      child,
    );

    this.endpoint = pulumi.interpolate`${service.metadata.name}.${namespace}.svc:${ports["otlp-grpc"]}`;
    this.queryUrl = pulumi.interpolate`http://${service.metadata.name}.${namespace}.svc:${ports.query}`;
    this.registerOutputs({ endpoint: this.endpoint, queryUrl: this.queryUrl });
  }
}

function pod(
  configMap: pulumi.Input<string>,
  serviceAccountName: pulumi.Input<string>,
): kubernetes.types.input.core.v1.PodSpec {
  const probe = { httpGet: { path: "/status", port: "health" }, periodSeconds: 10, failureThreshold: 3 };
  return {
    serviceAccountName,
    automountServiceAccountToken: false,
    securityContext: podSecurity(user),
    volumes: [
      { name: "config", configMap: { name: configMap } },
      { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
    ],
    containers: [
      {
        name: "jaeger",
        image,
        args: ["--config=/etc/jaeger/jaeger.yaml"],
        ports: Object.entries(ports).map(([port, containerPort]) => ({ name: port, containerPort })),
        resources: { requests: { cpu: "200m", memory: "1Gi" }, limits: { cpu: "1", memory: "2Gi" } },
        startupProbe: { ...probe, failureThreshold: 30 },
        readinessProbe: probe,
        livenessProbe: probe,
        securityContext: containerSecurity,
        volumeMounts: [
          { name: "config", mountPath: "/etc/jaeger", readOnly: true },
          { name: "traces", mountPath: "/var/jaeger" },
          { name: "tmp", mountPath: "/tmp" },
        ],
      },
    ],
  };
}

function claim(gib: number): kubernetes.types.input.core.v1.PersistentVolumeClaim {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "traces" },
    spec: {
      accessModes: ["ReadWriteOnce"],
      storageClassName: "gp3",
      resources: { requests: { storage: `${gib}Gi` } },
    },
  };
}

/** Configuration of Jaeger, which is a collector with a store: traces go to Badger, a database in files. */
export function jaegerConfig(retentionDays: number): object {
  return {
    service: {
      extensions: ["jaeger_storage", "jaeger_query", "healthcheckv2"],
      pipelines: {
        traces: { receivers: ["otlp"], processors: ["batch"], exporters: ["jaeger_storage_exporter"] },
      },
      telemetry: {
        metrics: {
          level: "normal",
          readers: [{ pull: { exporter: { prometheus: { host: "0.0.0.0", port: ports.metrics } } } }],
        },
      },
    },
    extensions: {
      healthcheckv2: { use_v2: true, http: { endpoint: `0.0.0.0:${ports.health}` } },
      jaeger_query: { storage: { traces: "main" }, http: { endpoint: `0.0.0.0:${ports.query}` } },
      jaeger_storage: {
        backends: {
          main: {
            badger: {
              directories: { keys: "/var/jaeger/keys", values: "/var/jaeger/values" },
              ephemeral: false,
              ttl: { spans: `${retentionDays * 24}h` },
            },
          },
        },
      },
    },
    receivers: { otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${ports["otlp-grpc"]}` } } } },
    processors: { batch: {} },
    exporters: { jaeger_storage_exporter: { trace_storage: "main" } },
  };
}

function faults({ retentionDays, volumeGib }: JaegerArgs): string[] {
  return [
    ...(Number.isInteger(retentionDays) && retentionDays >= 1
      ? []
      : [`retentionDays must be a whole number from 1, got ${retentionDays}`]),
    ...(Number.isInteger(volumeGib) && volumeGib >= 1
      ? []
      : [`volumeGib must be a whole number from 1, got ${volumeGib}`]),
  ];
}
