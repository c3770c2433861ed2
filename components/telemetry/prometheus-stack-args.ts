import type * as pulumi from "@pulumi/pulumi";
import type { IdentityCluster } from "../cluster/kubernetes-cluster.ts";
import type { ImageRegistries } from "../helm/image-registries.ts";
import type { Account } from "../iam/account.ts";
import type { Alerting } from "./alertmanager-config.ts";
import type { GrafanaSettings } from "./grafana-values.ts";

/** Arguments of PrometheusStack. */
export interface PrometheusStackArgs {
  /** Account of Grafana's CloudWatch data source. */
  account: Account;
  /** Cluster of Prometheus. */
  cluster: IdentityCluster;
  /** Namespace, which must exist, as must the CRDs of Prometheus Operator. */
  namespace: pulumi.Input<string>;
  /** Name of the namespace, for the trust policy of Grafana's role. */
  namespaceName: string;
  /** Routing of alerts. */
  alerting: Alerting;
  /** Secrets that are copied into the namespace. */
  secrets: {
    /** Name of the ClusterSecretStore. */
    store: pulumi.Input<string>;
    /** Name or ARN of the Secrets Manager secret with a key for each receiver: URL, routing key or password. */
    alerting: pulumi.Input<string>;
  };
  /** Settings of Grafana. */
  grafana: GrafanaSettings;
  /** Replicas, retention and volumes of Prometheus. */
  storage: {
    /** Number of Prometheus pods. */
    replicas: 1 | 2;
    /** Days that series are kept. */
    retentionDays: number;
    /** Size of each volume in GiB. */
    volumeGib: number;
  };
  /** Whether the volumes are kept when Prometheus and Alertmanager are deleted. */
  deletionProtection: boolean;
  /** Additional scrape jobs: host and port by job name. @default {} */
  scrapeTargets?: Readonly<Record<string, string>>;
  /** External labels of alerts, for example cluster and environment. */
  labels: Readonly<Record<string, string>>;
  /** Where the chart's images are pulled from. @default the registries that the chart names */
  imageRegistries?: ImageRegistries;
}
