import type * as pulumi from "@pulumi/pulumi";
import type { GrafanaValues } from "../helm/telemetry-values.ts";
import { resources, serviceAccount } from "../helm/values.ts";

/** Grafana: where its users find it, and where its data comes from. */
export interface GrafanaSettings {
  /** URL at which its users find it, without a slash at its end. */
  url: string;
  /** Name or ARN of the secret in Secrets Manager with the administrator's username and password. */
  adminSecret: pulumi.Input<string>;
  /** URL of Loki. @default no logs */
  lokiUrl?: pulumi.Input<string>;
  /** URL of Jaeger's user interface. @default no traces */
  jaegerUrl?: pulumi.Input<string>;
}

/** Service account and Secret of Grafana. */
export const grafanaServiceAccount = "grafana";
export const grafanaAdminSecret = "grafana-admin";

/** Label of ConfigMaps that Grafana takes dashboards from, and the annotation with the folder that they go to. */
export const dashboardLabel = { grafana_dashboard: "1" } as const;
export const folderAnnotation = "grafana_folder";

/** The newest patch of 12.4, which is supported until May 2027; dashboards are checked against the types of the same. */
const tag = "12.4.11";

/** Values of Grafana: all that it shows is code, so that it has no volume and its pod may go at any time. */
export function grafanaValues(
  { url, lokiUrl, jaegerUrl }: GrafanaSettings,
  { region, namespace }: { region: string; namespace: string },
): GrafanaValues {
  return {
    enabled: true,
    image: { tag },
    admin: { existingSecret: grafanaAdminSecret, userKey: "username", passwordKey: "password" },
    service: { port: 3000 },
    serviceAccount: serviceAccount(grafanaServiceAccount),
    resources: resources("100m", "512Mi"),
    // The chart would let it read every Secret of the cluster, in search of dashboards.
    rbac: { namespaced: true },
    defaultDashboardsEnabled: false,
    initChownData: { enabled: false },
    testFramework: { enabled: false },
    sidecar: {
      dashboards: {
        enabled: true,
        label: Object.keys(dashboardLabel).join(),
        labelValue: dashboardLabel.grafana_dashboard,
        folderAnnotation,
        searchNamespace: namespace,
        resource: "configmap",
        provider: { foldersFromFilesStructure: true },
      },
      datasources: { defaultDatasourceEnabled: true, alertmanager: { enabled: true }, resource: "configmap" },
    },
    additionalDataSources: [
      cloudWatch(region),
      ...(lokiUrl === undefined ? [] : [source("Loki", "loki", lokiUrl)]),
      ...(jaegerUrl === undefined ? [] : [source("Jaeger", "jaeger", jaegerUrl)]),
    ],
    "grafana.ini": {
      server: { root_url: url },
      analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false },
      "auth.anonymous": { enabled: false },
      users: { allow_sign_up: false },
      security: { cookie_secure: true, cookie_samesite: "strict", disable_gravatar: true },
      // Prometheus alerts; a second place for alerts would be one that nobody looks at.
      unified_alerting: { enabled: false },
    },
  };
}

/** Panels name their data source by this identity. */
export type DataSource = "prometheus" | "cloudwatch" | "loki" | "jaeger";

function source(name: string, type: DataSource, url: pulumi.Input<string>): object {
  return { name, type, uid: type, access: "proxy", url, editable: false };
}

/** Signs in with the role of Grafana's service account. */
function cloudWatch(defaultRegion: string): object {
  const jsonData = { authType: "default", defaultRegion };
  return { name: "CloudWatch", type: "cloudwatch", uid: "cloudwatch", access: "proxy", editable: false, jsonData };
}
