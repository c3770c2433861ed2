import type * as pulumi from "@pulumi/pulumi";
import type { GrafanaValues } from "../helm/telemetry-values.ts";
import { resources, serviceAccount } from "../helm/values.ts";

/** Settings of Grafana. */
export interface GrafanaSettings {
  /** URL of Grafana for users, without a trailing slash. */
  url: string;
  /** Name or ARN of the Secrets Manager secret with the administrator's user name and password. */
  adminSecret: pulumi.Input<string>;
  /** URL of Loki. @default no logs */
  lokiUrl?: pulumi.Input<string>;
  /** URL of Jaeger's user interface. @default no traces */
  jaegerUrl?: pulumi.Input<string>;
}

/** Service account and administrator Secret of Grafana. */
export const grafanaServiceAccount = "grafana";
/** Name of the Secret with the administrator's user name and password. */
export const grafanaAdminSecret = "grafana-admin";

/** Label of dashboard ConfigMaps, and annotation with the folder. */
export const dashboardLabel = { grafana_dashboard: "1" } as const;
/** Annotation with the folder of a dashboard. */
export const folderAnnotation = "grafana_folder";

/** Newest patch of Grafana 12.4, supported until May 2027; its version is that of @grafana/schema. */
const tag = "12.4.11";

/** Values of Grafana; its configuration is code, so it needs no volume. */
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
    // Namespaced RBAC, so that the sidecar cannot read Secrets of the cluster.
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
      // Alerts are evaluated by Prometheus, not by Grafana.
      unified_alerting: { enabled: false },
    },
  };
}

/** UID of the data sources, which panels refer to. */
export type DataSource = "prometheus" | "cloudwatch" | "loki" | "jaeger";

function source(name: string, type: DataSource, url: pulumi.Input<string>): object {
  return { name, type, uid: type, access: "proxy", url, editable: false };
}

/** Authenticates with the IAM role of Grafana's service account. */
function cloudWatch(defaultRegion: string): object {
  const jsonData = { authType: "default", defaultRegion };
  return { name: "CloudWatch", type: "cloudwatch", uid: "cloudwatch", access: "proxy", editable: false, jsonData };
}
