import type * as pulumi from "@pulumi/pulumi";
import { defaultThresholds } from "../components/observability/thresholds.ts";
import type { Alerting } from "../components/telemetry/alertmanager-config.ts";
import { Alloy } from "../components/telemetry/alloy.ts";
import { Collector, type CollectorArgs } from "../components/telemetry/collector.ts";
import { Dashboards, dashboardUrls } from "../components/telemetry/dashboards.ts";
import { Jaeger, type JaegerArgs } from "../components/telemetry/jaeger.ts";
import { kongDashboard } from "../components/telemetry/kong-dashboard.ts";
import { Loki, type LokiArgs } from "../components/telemetry/loki.ts";
import { PrometheusCrds } from "../components/telemetry/prometheus-crds.ts";
import { PrometheusRules, type PrometheusRulesArgs } from "../components/telemetry/prometheus-rules.ts";
import { PrometheusStack, type PrometheusStackArgs } from "../components/telemetry/prometheus-stack.ts";
import { TelemetryNamespace } from "../components/telemetry/telemetry-namespace.ts";
import type { Context } from "./context.ts";
import type { KubernetesDefinition } from "./deployments.ts";
import type { Foundation } from "./foundation.ts";
import { type Everything, monitored } from "./monitored.ts";
import { each } from "./table.ts";
import { collectorDestinations, type DestinationsDefinition } from "./telemetry-destinations.ts";

/** What watches the cluster from inside. */
export interface TelemetryDefinition {
  telemetry:
    | {
        /** Namespace of all of it. */
        namespace: string;
        /** Prometheus, Alertmanager and Grafana. */
        prometheus: PrometheusDefinition | undefined;
        /** Repositories of the stack with copies of images, where not everything may come from Docker Hub. */
        copies: { collector?: string; jaeger?: string };
        /** Loki, and Alloy. */
        loki: Pick<LokiArgs, "replicas" | "retentionDays" | "volumeGib"> | undefined;
        /** Jaeger. */
        jaeger: Pick<JaegerArgs, "replicas" | "retentionDays" | "volumeGib"> | undefined;
        /** OpenTelemetry Collector. */
        collector: CollectorDefinition | undefined;
      }
    | undefined;
}

interface PrometheusDefinition
  extends Pick<PrometheusStackArgs, "storage" | "scrapeTargets">,
    Pick<PrometheusRulesArgs, "team" | "objectives"> {
  /** Group of the rules that calculate in advance. @default the project of the stack's tags */
  recordings?: string;
  /** Who hears of alerts, and the secret of the stack that has a key for each receiver. */
  alerting: Alerting & { secret: string };
  /** URL of Grafana, the secret of the stack with the administrator's username and password, and the overview's identity in URLs. */
  grafana: { url: string; adminSecret: string; servicesUid?: string };
}

interface CollectorDefinition
  extends Pick<CollectorArgs, "runBy" | "replicas" | "sampling" | "attributes">,
    DestinationsDefinition {
  /** Identity of the stack that signs what goes to AWS, for the same namespace. */
  identity: string | undefined;
}

type Wanted = NonNullable<TelemetryDefinition["telemetry"]>;
type Made = Everything;
type Cluster = NonNullable<Foundation["cluster"]>;
/** The definition, as far as telemetry reads it. */
type Telemetric = Context & { definition: TelemetryDefinition & Pick<KubernetesDefinition, "deployments"> };

/** What telemetry waits for. */
export interface Prepared {
  /** CRDs of Prometheus Operator. */
  crds: pulumi.Resource | undefined;
  /** Name of the ClusterSecretStore. */
  secretStore: pulumi.Input<string> | undefined;
  /** Add-ons: nodes for its pods, and what fills its Secrets. */
  addons: readonly pulumi.Resource[];
}

/** CRDs of Prometheus Operator: they come before the add-ons, whose charts bring monitors. */
export function prometheusCrds({ definition, home }: Telemetric, { cluster }: Foundation): PrometheusCrds | undefined {
  if (definition.telemetry?.prometheus === undefined || cluster === undefined) return undefined;
  return new PrometheusCrds("prometheus-crds", {}, { ...home.opts, provider: cluster.provider, dependsOn: cluster });
}

/** Prometheus, Grafana, Loki, Jaeger and the collector, as far as the stack has them. */
export function clusterTelemetry(context: Telemetric, made: Made, prepared: Prepared): void {
  const { definition, home } = context;
  const { cluster } = made;
  const wanted = definition.telemetry;
  if (wanted === undefined || cluster === undefined) return;
  // Among the add-ons of EKS is the operator that runs collectors.
  const kinds = [prepared.crds, made.optionalAddons].filter((each) => each !== undefined);
  const before = [cluster, ...prepared.addons, ...kinds];
  const opts = { ...home.opts, provider: cluster.provider, dependsOn: before };
  const place = { namespaceName: wanted.namespace, nodeCidr: definition.network.cidrBlock };
  const { namespace } = new TelemetryNamespace("telemetry", place, opts);
  const copy = (name: string | undefined) => {
    const repository = name === undefined ? undefined : made.repositories[name];
    return repository && { imageRepository: repository.repositoryUrl };
  };
  const jaeger =
    wanted.jaeger && new Jaeger("jaeger", { namespace, ...wanted.jaeger, ...copy(wanted.copies.jaeger) }, opts);
  const loki =
    wanted.loki && new Loki("loki", { ...lokiArgs(context, cluster, wanted, namespace), ...wanted.loki }, opts);
  if (loki !== undefined) new Alloy("alloy", { namespace, lokiUrl: loki.url, replicas: 2 }, opts);
  if (wanted.collector !== undefined) {
    const { identity, traces, metrics, logs, ...settings } = wanted.collector;
    const destinations = collectorDestinations(context, made, { traces, metrics, logs }, { jaeger, loki });
    const account = identity === undefined ? undefined : definition.identities[identity];
    const serviceAccount = account?.serviceAccount ?? "otel-collector";
    const waits = account === undefined ? opts : { ...opts, dependsOn: [...before, ...Object.values(made.identities)] };
    const args = { ...settings, ...destinations, ...copy(wanted.copies.collector), namespace, serviceAccount };
    new Collector("collector", args, waits);
  }
  if (wanted.prometheus !== undefined && prepared.secretStore !== undefined) {
    const ground = { context, made, cluster, namespace, secretStore: prepared.secretStore, opts };
    prometheus(ground, wanted, wanted.prometheus, { lokiUrl: loki?.url, jaegerUrl: jaeger?.queryUrl });
  }
}

function lokiArgs({ home, common }: Context, cluster: Cluster, wanted: Wanted, namespace: pulumi.Output<string>) {
  return {
    account: home.account,
    cluster,
    namespace,
    namespaceName: wanted.namespace,
    kmsKeyArn: common.kmsKeyArn,
  };
}

interface Ground {
  context: Telemetric;
  made: Made;
  cluster: Cluster;
  namespace: pulumi.Output<string>;
  secretStore: pulumi.Input<string>;
  opts: pulumi.ComponentResourceOptions;
}

function prometheus(
  { context, made, cluster, namespace, secretStore, opts }: Ground,
  wanted: Wanted,
  settings: PrometheusDefinition,
  urls: { lokiUrl: pulumi.Output<string> | undefined; jaegerUrl: pulumi.Output<string> | undefined },
): void {
  const { config, definition, home } = context;
  const { account } = home;
  const { alerting, grafana, storage, scrapeTargets, team, objectives } = settings;
  const { servicesUid } = grafana;
  const thresholds = { ...defaultThresholds, ...definition.thresholds };
  const secret = (name: string) => made.secrets[name]?.arn ?? name;
  const stack = new PrometheusStack(
    "prometheus",
    {
      account,
      cluster,
      namespace,
      namespaceName: wanted.namespace,
      secretStore,
      alerting,
      alertingSecret: secret(alerting.secret),
      grafana: {
        url: grafana.url,
        adminSecret: secret(grafana.adminSecret),
        ...(urls.lokiUrl && { lokiUrl: urls.lokiUrl }),
        ...(urls.jaegerUrl && { jaegerUrl: urls.jaegerUrl }),
      },
      storage,
      ...(scrapeTargets && { scrapeTargets }),
      labels: { cluster: definition.cluster?.clusterName ?? "", environment: definition.tags.environment },
    },
    opts,
  );
  const args = {
    namespace,
    project: settings.recordings ?? definition.tags.project,
    team,
    thresholds,
    objectives,
    dashboardUrls: dashboardUrls(grafana.url, servicesUid),
    runbookBaseUrl: config.runbookBaseUrl,
  };
  new PrometheusRules("prometheus-rules", args, { ...opts, dependsOn: stack });
  const workloads = each(definition.deployments, (_, row) => ({
    namespace: row.namespace,
    deployment: row.deploymentName,
    app: row.app ?? row.deploymentName,
  }));
  new Dashboards(
    "dashboards",
    {
      namespace,
      region: account.region,
      workloads,
      monitored: monitored(context, made),
      ...(definition.clusterAddons?.kong && { additional: [kongDashboard] }),
      thresholds,
      ...(servicesUid !== undefined && { servicesUid }),
    },
    opts,
  );
}
