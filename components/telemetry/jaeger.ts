import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import {
  containerSecurity,
  goodbye,
  imageOf,
  labelsOf,
  type Program,
  podSecurity,
  probes,
  spread,
  takesBack,
} from "../cluster/pod.ts";
import { outputs } from "../outputs.ts";
import { within } from "../ranges.ts";
import { refuse } from "../refusal.ts";
import { jaegerConfig, jaegerPorts } from "./jaeger-config.ts";
import { volumeClaims } from "./volume-claims.ts";

/** Arguments of Jaeger. */
export interface JaegerArgs {
  /** Namespace of Jaeger. */
  namespace: pulumi.Input<string>;
  /** Number of pods, each with all traces. */
  replicas: 1 | 2;
  /** Retention of traces in days. */
  retentionDays: number;
  /** Size of each pod's volume in GiB. */
  volumeGib: number;
  /** Whether the volumes are kept when Jaeger is deleted. */
  deletionProtection: boolean;
  /** URL of a repository with copies of jaegertracing/jaeger. @default Docker Hub */
  imageRepository?: pulumi.Input<string>;
}

/** Jaeger v2; support of v1 ended in 2025. */
const program: Program = { name: "jaeger", repository: "docker.io/jaegertracing/jaeger", version: "2.20.0" };
const labels = labelsOf(program);

/**
 * Jaeger with volumes for traces, as Kubernetes resources, since Jaeger's chart has no persistent volumes.
 */
export class Jaeger extends pulumi.ComponentResource {
  /** Host and port of each pod's OTLP receiver over gRPC. */
  readonly endpoints: pulumi.Output<string>[];
  /** URL of the UI and API in the cluster. */
  readonly queryUrl: pulumi.Output<string>;

  constructor(name: string, args: JaegerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:telemetry:Jaeger", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };
    const { namespace, replicas } = args;
    const metadata = { name: program.name, namespace, labels: labels.all };

    const account = new kubernetes.core.v1.ServiceAccount(
      name,
      { metadata, automountServiceAccountToken: false },
      child,
    );
    const file = new kubernetes.core.v1.ConfigMap(
      name,
      // Pods do not reload a changed ConfigMap, so a change gets a new name and new pods.
      {
        metadata: { namespace, labels: labels.all },
        immutable: true,
        data: { "jaeger.yaml": JSON.stringify(jaegerConfig(args.retentionDays)) },
      },
      child,
    );
    const service = this.service(name, metadata);
    const set = this.pods(name, metadata, args, { file, account, service });
    if (replicas > 1) {
      const spec = { maxUnavailable: 1, selector: { matchLabels: labels.selector } };
      new kubernetes.policy.v1.PodDisruptionBudget(name, { metadata, spec }, child);
    }

    const host = pulumi.interpolate`${service.metadata.name}.${namespace}.svc`;
    const [first, ...others] = Array.from(
      { length: replicas },
      (_, ordinal) => pulumi.interpolate`${set.metadata.name}-${ordinal}.${host}:${jaegerPorts["otlp-grpc"]}`,
    );
    // A single pod is reached through the Service.
    this.endpoints =
      first !== undefined && others.length > 0
        ? [first, ...others]
        : [pulumi.interpolate`${host}:${jaegerPorts["otlp-grpc"]}`];
    this.queryUrl = pulumi.interpolate`http://${host}:${jaegerPorts.query}`;
    this.registerOutputs(outputs(this));
  }

  private service(name: string, metadata: Metadata): kubernetes.core.v1.Service {
    const ports = Object.entries(jaegerPorts).flatMap(([port, number]) =>
      port === "health" ? [] : [{ name: port, port: number, targetPort: port }],
    );
    return new kubernetes.core.v1.Service(
      name,
      // Pods of a StatefulSet have DNS names only with a headless Service.
      { metadata, spec: { clusterIP: "None", selector: labels.selector, ports } },
      { parent: this },
    );
  }

  private pods(
    name: string,
    metadata: Metadata,
    { replicas, volumeGib, imageRepository, deletionProtection }: JaegerArgs,
    { file, account, service }: Parts,
  ): kubernetes.apps.v1.StatefulSet {
    const image = imageOf(program, imageRepository);
    const spec = podSpec(image, file.metadata.name, account.metadata.name);
    const { namespace } = metadata;
    const wanted = { setName: program.name, template: "traces", labels: labels.all, gib: volumeGib };
    const { template, claims } = volumeClaims(
      name,
      { ...wanted, namespace, replicas, deletionProtection },
      { parent: this },
    );
    return new kubernetes.apps.v1.StatefulSet(
      name,
      {
        metadata: { ...metadata, annotations: takesBack },
        spec: {
          serviceName: service.metadata.name,
          replicas,
          selector: { matchLabels: labels.selector },
          template: { metadata: { labels: labels.all }, spec },
          volumeClaimTemplates: [template],
          persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
        },
      },
      { parent: this, dependsOn: claims, ignoreChanges: ["spec.volumeClaimTemplates"] },
    );
  }
}

interface Metadata {
  name: string;
  namespace: pulumi.Input<string>;
  labels: Readonly<Record<string, string>>;
}

interface Parts {
  file: kubernetes.core.v1.ConfigMap;
  account: kubernetes.core.v1.ServiceAccount;
  service: kubernetes.core.v1.Service;
}

function podSpec(
  image: pulumi.Input<string>,
  configMap: pulumi.Input<string>,
  serviceAccountName: pulumi.Input<string>,
): kubernetes.types.input.core.v1.PodSpec {
  return {
    serviceAccountName,
    automountServiceAccountToken: false,
    securityContext: podSecurity(10001),
    topologySpreadConstraints: spread(labels.selector),
    terminationGracePeriodSeconds: 60,
    volumes: [
      { name: "config", configMap: { name: configMap } },
      { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
    ],
    containers: [
      {
        name: "jaeger",
        image,
        args: ["--config=/etc/jaeger/jaeger.yaml"],
        ports: Object.entries(jaegerPorts).map(([port, containerPort]) => ({ name: port, containerPort })),
        resources: { requests: { cpu: "200m", memory: "1Gi" }, limits: { cpu: "1", memory: "2Gi" } },
        ...probes("/status"),
        lifecycle: goodbye,
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

function faults(args: JaegerArgs): string[] {
  return (["retentionDays", "volumeGib"] as const).flatMap((key) => within(key, args[key], 1));
}
