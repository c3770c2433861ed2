import { Alloy } from "../../components/telemetry/alloy.ts";
import type { CollectorArgs } from "../../components/telemetry/collector.ts";
import { Jaeger, type JaegerArgs } from "../../components/telemetry/jaeger.ts";
import { Loki, type LokiArgs } from "../../components/telemetry/loki.ts";
import { PrometheusCrds } from "../../components/telemetry/prometheus-crds.ts";
import type { Context } from "../context.ts";
import type { Foundation } from "../contracts/handed.ts";
import type { Objects, Workloads } from "../contracts/workloads.ts";
import type { FoundationDefinition } from "../foundation.ts";
import type { WithKubernetes } from "../kubernetes.ts";
import type { Everything } from "../monitored.ts";
import { rowOf } from "../table.ts";
import type { WorkloadsDefinition } from "../workloads.ts";
import { type CollectorDefinition, collector } from "./collector.ts";
import { type Place, type Prepared, telemetryNamespace } from "./namespace.ts";
import { type Observed, type PrometheusDefinition, prometheus } from "./prometheus.ts";

/** Metrics, logs and traces of what runs on the cluster. */
export interface TelemetryDefinition {
  telemetry?: {
    /** Namespace of all of it. */
    namespace: string;
    /** Prometheus, Alertmanager and Grafana. @default none */
    prometheus?: PrometheusDefinition;
    /** Repositories of the stack with copies of images that would otherwise come from Docker Hub. @default {} */
    copies?: { collector?: string; jaeger?: string };
    /** Loki, and Alloy. @default none */
    loki?: Pick<LokiArgs, "replicas" | "retentionDays" | "volumeGib">;
    /** Jaeger. @default none */
    jaeger?: Pick<JaegerArgs, "replicas" | "retentionDays" | "volumeGib">;
    /** OpenTelemetry Collector. @default none */
    collector?: CollectorDefinition;
  };
}

/** The definition as far as telemetry depends on it. */
type Definition = TelemetryDefinition &
  Observed &
  Pick<FoundationDefinition, "network"> &
  Pick<WorkloadsDefinition, "identities">;

/** CRDs of the Prometheus operator: they come before the add-ons, whose charts bring monitors. */
export function prometheusCrds(
  { home }: Context,
  { telemetry: wanted }: TelemetryDefinition,
  { kubernetes, made }: Foundation & WithKubernetes,
): PrometheusCrds | undefined {
  if (wanted?.prometheus === undefined || kubernetes === undefined) return undefined;
  return new PrometheusCrds(
    "prometheus-crds",
    {},
    { ...home.opts, provider: kubernetes.provider, dependsOn: [...made.cluster] },
  );
}

/** Prometheus, Grafana, Loki, Jaeger and the collector, as far as the stack has them. */
export function telemetry(
  context: Context,
  definition: Definition,
  stack: Everything & WithKubernetes & Pick<Workloads, "madeIdentities">,
  prepared: Prepared,
): Objects {
  const wanted = definition.telemetry;
  if (wanted === undefined) return {};
  const place = telemetryNamespace(context, definition, stack, prepared, wanted);
  if (place === undefined) return {};
  const { namespace, opts } = place;
  const { copies = {} } = wanted;

  const { deletionProtection } = context.common;
  const traces = { namespace, deletionProtection, ...copyOf(copies.jaeger, "jaegertracing/jaeger", stack) };
  const jaeger = wanted.jaeger && new Jaeger("jaeger", { ...traces, ...wanted.jaeger }, opts);
  const loki = wanted.loki && lokiWithAlloy(context, place, wanted.loki);
  if (wanted.collector !== undefined) {
    const sources = { jaeger, loki, ...copyOf(copies.collector, "otel/opentelemetry-collector-contrib", stack) };
    collector(context, definition, stack, place, wanted.collector, sources);
  }
  const { secretStore } = prepared;
  if (wanted.prometheus !== undefined && secretStore !== undefined) {
    prometheus(context, definition, stack, place, wanted.prometheus, { secretStore, loki, jaeger });
  }
  return loki === undefined ? {} : { lokiBucketName: loki.bucketName };
}

/** The copy of an image of Docker Hub, in a repository of the stack or in the cache of the account. */
function copyOf(
  name: string | undefined,
  image: string,
  { repositories, images: { imageRegistries } }: Foundation,
): Pick<CollectorArgs, "imageRepository"> {
  const repository = rowOf(repositories, name);
  if (repository !== undefined) return { imageRepository: repository.repositoryUrl };
  return imageRegistries === undefined ? {} : { imageRepository: `${imageRegistries["docker.io"]}/${image}` };
}

/** Loki, and Alloy, which sends it the logs of all pods. */
function lokiWithAlloy(
  { home: { account }, common: { kmsKeyArn, deletionProtection } }: Context,
  { cluster, namespace, namespaceName, charts, early, opts }: Place,
  settings: NonNullable<NonNullable<TelemetryDefinition["telemetry"]>["loki"]>,
): Loki {
  const loki = new Loki(
    "loki",
    { account, cluster, namespace, namespaceName, kmsKeyArn, deletionProtection, ...charts, ...settings },
    early,
  );
  new Alloy("alloy", { namespace, lokiUrl: loki.url, replicas: 2, ...charts }, opts);
  return loki;
}
