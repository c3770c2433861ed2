import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Monitored } from "../observability/monitored.ts";
import { panels } from "../observability/panels.ts";
import { defaultThresholds, type Thresholds, thresholdFaults } from "../observability/thresholds.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { type Dashboard, dashboardJson } from "./dashboard.ts";
import { dashboardLabel, folderAnnotation } from "./grafana-values.ts";
import { cloudWatchGraph } from "./graph.ts";
import { nodesDashboard, servicesDashboard, telemetryDashboard } from "./platform-dashboards.ts";
import { type WatchedWorkload, workloadDashboard } from "./workload-dashboard.ts";

/** Arguments of Dashboards. */
export interface DashboardsArgs {
  /** Namespace of the ConfigMaps. */
  namespace: pulumi.Input<string>;
  /** Region of the CloudWatch metrics. */
  region: string;
  /** Workloads by name, each with a dashboard. */
  workloads: Readonly<Record<string, WatchedWorkload>>;
  /** Monitored resources, each with a dashboard of its alarms' metrics. */
  monitored: readonly Monitored[];
  /** Additional dashboards. @default [] */
  additional?: readonly Dashboard[];
  /** Thresholds that differ from the defaults. @default {} */
  thresholds?: Readonly<Partial<Thresholds>>;
  /** UID of the services dashboard. @default "services" */
  servicesUid?: string;
}

/** Grafana dashboards as ConfigMaps: services, nodes, telemetry, workloads and monitored resources. */
export class Dashboards extends pulumi.ComponentResource {
  constructor(name: string, args: DashboardsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:telemetry:Dashboards", name, {}, opts);
    const { thresholds = {}, servicesUid = "services", additional = [] } = args;
    refuse(this, name, faults(args, thresholds));
    const limits = { ...defaultThresholds, ...thresholds };

    const folders = {
      Platform: [servicesDashboard(servicesUid, limits), nodesDashboard, telemetryDashboard, ...additional],
      Workloads: Object.entries(args.workloads).map(([workload, watched]) => workloadDashboard(workload, watched)),
      AWS: args.monitored.map((each) => resourceDashboard(each, args.region, limits)),
    };
    for (const [folder, dashboards] of Object.entries(folders)) {
      for (const dashboard of dashboards) this.configMap(name, args.namespace, folder, dashboard);
    }

    this.registerOutputs(outputs(this));
  }

  private configMap(name: string, namespace: pulumi.Input<string>, folder: string, dashboard: Dashboard): void {
    new kubernetes.core.v1.ConfigMap(
      `${name}-${dashboard.uid}`,
      {
        metadata: {
          name: `dashboard-${dashboard.uid}`,
          namespace,
          labels: dashboardLabel,
          annotations: { [folderAnnotation]: folder },
        },
        data: { [`${dashboard.uid}.json`]: pulumi.jsonStringify(dashboardJson(dashboard)) },
      },
      { parent: this },
    );
  }
}

/** Dashboard of a monitored resource, with a row for each part. */
export function resourceDashboard(of: Monitored, region: string, thresholds: Thresholds): Dashboard {
  const bySubject = Object.groupBy(panels(of, thresholds), ({ subject }) => subject);
  const rows = Object.entries(bySubject).map(([subject, group = []]) => {
    return [subject, group.map((panel) => cloudWatchGraph(region, panel))] as const;
  });
  const [first = of.name] = Object.keys(bySubject);
  const uid = `${of.kind.toLowerCase()}-${of.name}`;
  return { uid, title: first.charAt(0).toUpperCase() + first.slice(1), tags: ["aws"], rows: Object.fromEntries(rows) };
}

/** URLs of the dashboards of alerts. */
export function dashboardUrls(grafanaUrl: string, servicesUid = "services") {
  return {
    services: `${grafanaUrl}/d/${servicesUid}/service-overview`,
    nodes: `${grafanaUrl}/d/${nodesDashboard.uid}/nodes`,
    telemetry: `${grafanaUrl}/d/${telemetryDashboard.uid}/telemetry`,
  };
}

function faults({ workloads, monitored }: DashboardsArgs, thresholds: Partial<Thresholds>): string[] {
  const named = [...Object.keys(workloads), ...monitored.map(({ name }) => name)];
  return [
    ...named.flatMap((each) =>
      // The name is part of a ConfigMap's name and of a UID of at most 40 characters.
      /^[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?$/.test(each)
        ? []
        : [
            `workloads and monitored must have names of at most 30 lower-case letters, digits and hyphens, got "${each}"`,
          ],
    ),
    ...thresholdFaults(thresholds),
  ];
}
