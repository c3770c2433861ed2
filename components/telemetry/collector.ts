import { createHash } from "node:crypto";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { containerSecurity, imageOf, spread } from "../cluster/pod.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import type { CollectorArgs } from "./collector-args.ts";
import { type CollectorConfig, collectorConfig, collectorPorts, peerPort } from "./collector-config.ts";
import { collectorFaults } from "./collector-faults.ts";
import { collectorPod, labels, program, resources, security } from "./collector-pod.ts";

export type { CollectorArgs } from "./collector-args.ts";

/** The OpenTelemetry Collector, which receives OTLP on 4317 and 4318. */
export class Collector extends pulumi.ComponentResource {
  /** Host name of the OTLP receivers, for ports 4317 (gRPC) and 4318 (HTTP). */
  readonly host: pulumi.Output<string>;

  constructor(name: string, args: CollectorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:telemetry:Collector", name, {}, opts);
    refuse(this, name, collectorFaults(args));
    const { namespace, serviceAccount, sampling, replicas } = args;

    const account = new kubernetes.core.v1.ServiceAccount(
      name,
      { metadata: { name: serviceAccount, namespace, labels: labels.all }, automountServiceAccountToken: false },
      { parent: this },
    );
    const shared = sampling.kind === "tail" && replicas > 1;
    const config = collectorConfig(args, shared ? this.peers(name, namespace) : undefined);
    const made = args.runBy === "operator" ? this.operated : this.deployed;
    const serviceName = made.call(this, name, args, config, account.metadata.name);

    this.host = pulumi.interpolate`${serviceName}.${namespace}.svc`;
    this.registerOutputs(outputs(this));
  }

  /** A headless Service, whose name resolves to all pods; each span goes to the pod of its trace. */
  private peers(name: string, namespace: pulumi.Input<string>): pulumi.Output<string> {
    const peers = `${program.name}-peers`;
    new kubernetes.core.v1.Service(
      `${name}-peers`,
      {
        metadata: { name: peers, namespace, labels: labels.all },
        spec: {
          clusterIP: "None",
          selector: labels.selector,
          ports: [{ name: "otlp-peers", port: peerPort, targetPort: peerPort }],
        },
      },
      { parent: this },
    );
    return pulumi.interpolate`${peers}.${namespace}.svc`;
  }

  private operated(
    name: string,
    { namespace, replicas, metrics, imageRepository }: CollectorArgs,
    config: CollectorConfig,
    serviceAccount: pulumi.Output<string>,
  ): pulumi.Output<string> {
    const collector = new kubernetes.apiextensions.CustomResource(
      name,
      {
        apiVersion: "opentelemetry.io/v1beta1",
        kind: "OpenTelemetryCollector",
        metadata: { name: "otel", namespace, labels: labels.all },
        spec: {
          mode: "deployment",
          image: imageOf(program, imageRepository),
          replicas,
          serviceAccount,
          config,
          resources,
          podSecurityContext: security,
          securityContext: containerSecurity,
          topologySpreadConstraints: spread({ "app.kubernetes.io/name": program.name }),
          ...(replicas > 1 && { podDisruptionBudget: { maxUnavailable: 1 } }),
          // ServiceMonitors need the CRD, which exists only with Prometheus.
          observability: { metrics: { enableMetrics: metrics.kind === "prometheus" } },
        },
      },
      { parent: this },
    );
    // The operator appends -collector.
    return pulumi.interpolate`${collector.metadata.name}-collector`;
  }

  private deployed(
    name: string,
    { namespace, replicas, metrics, imageRepository }: CollectorArgs,
    config: CollectorConfig,
    serviceAccount: pulumi.Output<string>,
  ): pulumi.Output<string> {
    const child = { parent: this };
    const metadata = { name: program.name, namespace, labels: labels.all };
    const text = pulumi.jsonStringify(config);
    const file = new kubernetes.core.v1.ConfigMap(name, { metadata, data: { "collector.yaml": text } }, child);
    const selector = { matchLabels: labels.selector };
    // Pods do not reload a changed ConfigMap, so its checksum is an annotation.
    const checksum = text.apply((content) => createHash("sha256").update(content).digest("hex").slice(0, 16));
    const template = { metadata: { labels: labels.all, annotations: { "platform/config": checksum } } };
    const spec = collectorPod(imageOf(program, imageRepository), file.metadata.name, serviceAccount);
    const strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
    new kubernetes.apps.v1.Deployment(
      name,
      { metadata, spec: { replicas, selector, strategy, template: { ...template, spec } } },
      child,
    );
    if (replicas > 1) {
      new kubernetes.policy.v1.PodDisruptionBudget(name, { metadata, spec: { maxUnavailable: 1, selector } }, child);
    }
    const ports = Object.entries(collectorPorts).flatMap(([port, number]) =>
      port === "health" ? [] : [{ name: port, port: number, targetPort: port }],
    );
    const service = new kubernetes.core.v1.Service(
      name,
      { metadata, spec: { selector: labels.selector, ports } },
      child,
    );
    if (metrics.kind === "prometheus") this.scraped(name, metadata);
    return service.metadata.name;
  }

  /** ServiceMonitors for exported metrics and internal metrics. */
  private scraped(name: string, metadata: kubernetes.types.input.meta.v1.ObjectMeta): void {
    new kubernetes.apiextensions.CustomResource(
      name,
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "ServiceMonitor",
        metadata,
        spec: {
          selector: { matchLabels: labels.selector },
          endpoints: [{ port: "prometheus", honorLabels: true }, { port: "metrics" }],
        },
      },
      { parent: this },
    );
  }
}
