import { createHash } from "node:crypto";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../refusal.ts";
import { type CollectorConfig, type CollectorSettings, collectorConfig, collectorPorts } from "./collector-config.ts";
import { containerSecurity, labelsOf, podSecurity } from "./pod.ts";

export interface CollectorArgs extends CollectorSettings {
  /** Namespace of the collector. */
  namespace: pulumi.Input<string>;
  /** Who runs it: a Deployment, or the OpenTelemetry Operator, which AWS Distro for OpenTelemetry (ADOT) is. */
  runBy: "deployment" | "operator";
  /** Name of its service account, which a role may trust. */
  serviceAccount: string;
  /** Number of pods; tail sampling needs all spans of a trace in one pod. */
  replicas: number;
}

/** The release that test/validators.ts validates configurations with: what it accepts is what this accepts. */
const image = "otel/opentelemetry-collector-contrib:0.155.0";
const resources = { requests: { cpu: "200m", memory: "1280Mi" }, limits: { cpu: "1", memory: "1536Mi" } };
const user = 10001;

/** The OpenTelemetry Collector: services send it OTLP on 4317 and 4318, and need to know nothing of what is behind it. */
export class Collector extends pulumi.ComponentResource {
  /** Host of the OTLP receivers, for ports 4317 (gRPC) and 4318 (HTTP). */
  readonly host: pulumi.Output<string>;

  constructor(name: string, args: CollectorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:telemetry:Collector", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };
    const { namespace } = args;

    const account = new kubernetes.core.v1.ServiceAccount(
      name,
      { metadata: { name: args.serviceAccount, namespace, labels }, automountServiceAccountToken: false },
      child,
    );
    const config = collectorConfig(args);
    const serviceName =
      args.runBy === "operator"
        ? this.operated(name, args, config, account)
        : this.deployed(name, args, config, account);

    this.host = pulumi.interpolate`${serviceName}.${namespace}.svc`;
    this.registerOutputs({ host: this.host });
  }

  private operated(
    name: string,
    { namespace, replicas, metrics }: CollectorArgs,
    config: CollectorConfig,
    account: kubernetes.core.v1.ServiceAccount,
  ): pulumi.Output<string> {
    const collector = new kubernetes.apiextensions.CustomResource(
      name,
      {
        apiVersion: "opentelemetry.io/v1beta1",
        kind: "OpenTelemetryCollector",
        metadata: { name: "otel", namespace, labels },
        spec: {
          mode: "deployment",
          image,
          replicas,
          serviceAccount: account.metadata.name,
          config,
          resources,
          podSecurityContext: podSecurity(user),
          securityContext: containerSecurity,
          ...(replicas > 1 && { podDisruptionBudget: { minAvailable: 1 } }),
          // The operator makes the monitors; their kind is there only where Prometheus is.
          observability: { metrics: { enableMetrics: metrics.kind === "prometheus" } },
        },
      },
      { parent: this },
    );
    // The operator adds its own ending.
    return pulumi.interpolate`${collector.metadata.name}-collector`;
  }

  private deployed(
    name: string,
    { namespace, replicas, metrics }: CollectorArgs,
    config: CollectorConfig,
    account: kubernetes.core.v1.ServiceAccount,
  ): pulumi.Output<string> {
    const child = { parent: this };
    const metadata = { name: "otel-collector", namespace, labels };
    const text = pulumi.jsonStringify(config);
    const file = new kubernetes.core.v1.ConfigMap(name, { metadata, data: { "collector.yaml": text } }, child);
    const selector = { matchLabels: labels };
    // Pods do not read a changed ConfigMap again: another checksum makes other pods.
    const checksum = text.apply((content) => createHash("sha256").update(content).digest("hex").slice(0, 16));
    const annotations = { "platform/config": checksum };
    const spec = pod(file.metadata.name, account.metadata.name);
    new kubernetes.apps.v1.Deployment(
      name,
      {
        metadata,
        spec: {
          replicas,
          selector,
          strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
          template: { metadata: { labels, annotations }, spec },
        },
      },
      child,
    );
    if (replicas > 1) {
      new kubernetes.policy.v1.PodDisruptionBudget(name, { metadata, spec: { minAvailable: 1, selector } }, child);
    }
    const ports = Object.entries(collectorPorts).flatMap(([port, number]) =>
      port === "health" ? [] : [{ name: port, port: number, targetPort: port }],
    );
    const service = new kubernetes.core.v1.Service(name, { metadata, spec: { selector: labels, ports } }, child);
    if (metrics.kind === "prometheus") this.scraped(name, namespace);
    return service.metadata.name;
  }

  /** Prometheus takes the services' metrics as they are, and the collector's own. */
  private scraped(name: string, namespace: pulumi.Input<string>): void {
    new kubernetes.apiextensions.CustomResource(
      name,
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "ServiceMonitor",
        metadata: { name: "otel-collector", namespace, labels },
        spec: {
          selector: { matchLabels: labels },
          endpoints: [{ port: "prometheus", honorLabels: true }, { port: "metrics" }],
        },
      },
      { parent: this },
    );
  }
}

const labels = labelsOf("otel-collector");

function pod(configMap: pulumi.Input<string>, serviceAccountName: pulumi.Input<string>) {
  const probe = { httpGet: { path: "/", port: "health" }, periodSeconds: 10, failureThreshold: 3 };
  return {
    serviceAccountName,
    automountServiceAccountToken: false,
    securityContext: podSecurity(user),
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: labels },
      },
    ],
    volumes: [{ name: "config", configMap: { name: configMap } }],
    containers: [
      {
        name: "collector",
        image,
        args: ["--config=/etc/collector/collector.yaml"],
        ports: Object.entries(collectorPorts).map(([port, containerPort]) => ({ name: port, containerPort })),
        // Go gives memory back in time when it knows how much there is.
        env: [{ name: "GOMEMLIMIT", value: "1200MiB" }],
        resources,
        startupProbe: { ...probe, periodSeconds: 2, failureThreshold: 30 },
        readinessProbe: probe,
        livenessProbe: probe,
        securityContext: containerSecurity,
        volumeMounts: [{ name: "config", mountPath: "/etc/collector", readOnly: true }],
      },
    ],
  };
}

function faults({ replicas, sampling, traces, logs, attributes }: CollectorArgs): string[] {
  return [
    ...(Number.isInteger(replicas) && replicas >= 1 ? [] : [`replicas must be a whole number from 1, got ${replicas}`]),
    ...(sampling.kind === "tail" && replicas > 1
      ? [`replicas must be 1 with tail sampling, for all spans of a trace have to meet in one pod, got ${replicas}`]
      : []),
    ...(sampling.kind === "tail" && !(sampling.percent >= 0 && sampling.percent <= 100)
      ? [`sampling.percent must be 0 to 100, got ${sampling.percent}`]
      : []),
    ...(traces.kind === "jaeger" && typeof traces.endpoint === "string" && !/^[^\s/]+:\d+$/.test(traces.endpoint)
      ? [`traces.endpoint must be a host and a port, got ${traces.endpoint}`]
      : []),
    ...(logs.kind === "loki" && typeof logs.url === "string" && !/^https?:\/\/[^/]+$/.test(logs.url)
      ? [`logs.url must be a URL without a path, got ${logs.url}`]
      : []),
    ...(Object.keys(attributes).length > 0 ? [] : ["attributes must have at least one, got none"]),
  ];
}
