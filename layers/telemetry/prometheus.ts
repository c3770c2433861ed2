import type * as pulumi from "@pulumi/pulumi";
import type { WorkHours } from "../../components/cost/work-hours.ts";
import { defaultThresholds, type Thresholds } from "../../components/observability/thresholds.ts";
import type { Alerting } from "../../components/telemetry/alertmanager-config.ts";
import { Dashboards, dashboardUrls } from "../../components/telemetry/dashboards.ts";
import type { Jaeger } from "../../components/telemetry/jaeger.ts";
import { kongDashboard } from "../../components/telemetry/kong-dashboard.ts";
import type { Loki } from "../../components/telemetry/loki.ts";
import { PrometheusRules, type PrometheusRulesArgs } from "../../components/telemetry/prometheus-rules.ts";
import { PrometheusStack, type PrometheusStackArgs } from "../../components/telemetry/prometheus-stack.ts";
import type { Context } from "../context.ts";
import type { DeploymentsDefinition } from "../deployments.ts";
import type { FoundationDefinition } from "../foundation.ts";
import { type Everything, monitored, type Sizes } from "../monitored.ts";
import { each } from "../table.ts";
import type { Place } from "./namespace.ts";

/** Prometheus, Alertmanager and Grafana. */
export interface PrometheusDefinition
  extends Pick<PrometheusStackArgs, "storage" | "scrapeTargets">,
    Pick<PrometheusRulesArgs, "team" | "objectives"> {
  /** Group of the recording rules. @default the project of the stack's tags */
  recordings?: string;
  /** Receivers of alerts, and the secret of the stack that has a key for each of them. */
  alerting: Omit<Alerting, "workHours"> & { secret: string };
  /** URL of Grafana, the secret of the stack with the administrator's username and password, and the overview's UID in URLs. */
  grafana: { url: string; adminSecret: string; servicesUid?: string };
}

/** The definition as far as rules and dashboards depend on it. */
export type Observed = Sizes &
  Pick<FoundationDefinition, "cluster"> &
  Pick<DeploymentsDefinition, "deployments"> & {
    thresholds?: Readonly<Partial<Thresholds>>;
    clusterAddons?: { kong?: object };
    workHours?: WorkHours;
  };

/** Prometheus with its rules, and Grafana with a dashboard for each workload and each store. */
export function prometheus(
  context: Context,
  definition: Observed,
  stack: Everything,
  place: Place,
  settings: PrometheusDefinition,
  sources: { secretStore: pulumi.Input<string>; loki: Loki | undefined; jaeger: Jaeger | undefined },
): void {
  const { config } = context;
  const { namespace, opts } = place;
  const { grafana, team, objectives, recordings = context.definition.tags.project } = settings;
  const { servicesUid } = grafana;
  const thresholds = { ...defaultThresholds, ...definition.thresholds };
  const server = new PrometheusStack(
    "prometheus",
    {
      ...serverArgs(context, definition, stack, place, settings, sources),
      labels: {
        cluster: definition.cluster?.clusterName ?? "",
        environment: context.definition.tags.environment,
      },
    },
    place.early,
  );
  const rules = {
    namespace,
    project: recordings,
    team,
    thresholds,
    objectives,
    dashboardUrls: dashboardUrls(grafana.url, servicesUid),
    runbookBaseUrl: config.runbookBaseUrl,
  };
  new PrometheusRules("prometheus-rules", rules, { ...opts, dependsOn: [...opts.dependsOn, server] });
  const dashboards = {
    namespace,
    region: context.home.account.region,
    workloads: each(definition.deployments, (_, row) => ({
      namespace: row.namespace,
      deployment: row.deploymentName,
      app: row.app ?? row.deploymentName,
    })),
    monitored: monitored(context, definition, stack),
    ...(definition.clusterAddons?.kong && { additional: [kongDashboard] }),
    thresholds,
    ...(servicesUid !== undefined && { servicesUid }),
  };
  new Dashboards("dashboards", dashboards, opts);
}

function serverArgs(
  { home: { account }, common: { deletionProtection } }: Context,
  { workHours }: Observed,
  stack: Everything,
  { cluster, namespace, namespaceName, charts }: Place,
  { alerting, grafana, storage, scrapeTargets }: PrometheusDefinition,
  { secretStore, loki, jaeger }: Parameters<typeof prometheus>[5],
): Omit<PrometheusStackArgs, "labels"> {
  const secret = (name: string) => stack.secrets[name]?.arn ?? name;
  return {
    account,
    cluster,
    namespace,
    namespaceName,
    alerting: { ...alerting, ...(workHours && { workHours }) },
    secrets: { store: secretStore, alerting: secret(alerting.secret) },
    grafana: {
      url: grafana.url,
      adminSecret: secret(grafana.adminSecret),
      ...(loki && { lokiUrl: loki.url }),
      ...(jaeger && { jaegerUrl: jaeger.queryUrl }),
    },
    storage,
    ...charts,
    deletionProtection,
    ...(scrapeTargets && { scrapeTargets }),
  };
}
