import * as pulumi from "@pulumi/pulumi";
import { release } from "../helm/release.ts";
import type { Statement } from "../iam/policy-document.ts";
import { WorkloadIdentity } from "../identity/workload-identity.ts";
import { outputs } from "../outputs.ts";
import { within } from "../ranges.ts";
import { refuse } from "../refusal.ts";
import { alertingFaults, receiverSecret } from "./alertmanager-config.ts";
import { externalSecret } from "./external-secret.ts";
import { grafanaAdminSecret, grafanaServiceAccount } from "./grafana-values.ts";
import type { PrometheusStackArgs } from "./prometheus-stack-args.ts";
import { stackValues } from "./prometheus-values.ts";

export type { PrometheusStackArgs } from "./prometheus-stack-args.ts";

/** Prometheus, Alertmanager, Grafana and kube-state-metrics (kube-prometheus-stack). */
export class PrometheusStack extends pulumi.ComponentResource {
  /** URL of Prometheus in the cluster. */
  readonly prometheusUrl: pulumi.Output<string>;

  constructor(name: string, args: PrometheusStackArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:telemetry:PrometheusStack", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };
    const { account, cluster, namespace } = args;
    const { store: secretStore, alerting } = args.secrets;

    const secret = (secretName: string, source: pulumi.Input<string>) =>
      externalSecret(`${name}-${secretName}`, { secretName, namespace, secretStore, source }, child);
    const secrets = [secret(receiverSecret, alerting), secret(grafanaAdminSecret, args.grafana.adminSecret)];
    const identity = new WorkloadIdentity(
      `${name}-grafana`,
      {
        account,
        cluster,
        kind: "podIdentity",
        namespace: args.namespaceName,
        serviceAccount: grafanaServiceAccount,
        statements: [readMetrics],
      },
      child,
    );
    const { imageRegistries } = args;
    const settings = { namespace, timeout: 900, values: stackValues(args), imageRegistries, skipCrds: true };
    const installed = release(name, "kube-prometheus-stack", settings, {
      ...child,
      dependsOn: [identity, ...secrets],
    });

    this.prometheusUrl = pulumi.interpolate`http://${installed.name}-prometheus.${namespace}.svc:9090`;
    this.registerOutputs(outputs(this));
  }
}

/** Read actions of CloudWatch support no resource-level permissions. */
const readMetrics: Statement = {
  Effect: "Allow",
  Action: [
    "cloudwatch:DescribeAlarmsForMetric",
    "cloudwatch:GetMetricData",
    "cloudwatch:GetMetricStatistics",
    "cloudwatch:ListMetrics",
    "ec2:DescribeRegions",
    "tag:GetResources",
  ],
  Resource: "*",
};

function faults({ alerting, grafana, storage, scrapeTargets = {} }: PrometheusStackArgs): string[] {
  return [
    ...alertingFaults(alerting),
    ...(/^https:\/\/[^\s/].*[^/]$/.test(grafana.url)
      ? []
      : [`grafana.url must be an https:// URL that does not end in /, got ${grafana.url}`]),
    ...(["retentionDays", "volumeGib"] as const).flatMap((key) => within(`storage.${key}`, storage[key], 1)),
    ...Object.entries(scrapeTargets).flatMap(([job, target]) =>
      /^[^\s/:]+:\d+$/.test(target) ? [] : [`scrapeTargets.${job} must be a host and a port, got ${target}`],
    ),
  ];
}
