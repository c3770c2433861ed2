import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { optionalBuilds } from "../helm/charts.ts";
import type { Account } from "../iam/account.ts";
import { podTrustCondition } from "../iam/pod-trust.ts";
import { ServiceRole } from "../iam/service-role.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import { outputs } from "../outputs.ts";

/** Arguments of ContainerInsights. */
export interface ContainerInsightsArgs {
  /** Account of the cluster. */
  account: Account;
  /** Name of the EKS cluster; it must have nodes for the add-on's pods. */
  clusterName: pulumi.Input<string>;
  /** Retention and KMS key of the log groups. */
  logs: LogRetention;
}

/** Namespace of the add-on's pods, which mount directories of the nodes. */
export const namespace = "amazon-cloudwatch";

const addonName = "amazon-cloudwatch-observability";

/** Service account of the CloudWatch agent and of Fluent Bit. */
const serviceAccount = "cloudwatch-agent";

/** Log groups that the agent and Fluent Bit write to; a group that they create never expires. */
const holdings = ["application", "dataplane", "host", "performance"];

/**
 * Container Insights of an EKS cluster: metrics of nodes and pods, and the logs of all containers, by the EKS add-on
 * amazon-cloudwatch-observability with EKS Pod Identity. CloudWatch bills the metrics by observation.
 */
export class ContainerInsights extends pulumi.ComponentResource {
  /** Names of the log groups, by what they hold, for example application. */
  readonly logGroupNames: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: ContainerInsightsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:observability:ContainerInsights", name, {}, opts);
    const { account, clusterName, logs } = args;
    const child = { parent: this };

    const groups = holdings.map((holds) => {
      const group = pulumi.interpolate`/aws/containerinsights/${clusterName}/${holds}`;
      const inputs = { name: group, retentionInDays: logs.retentionInDays, kmsKeyId: logs.kmsKeyArn };
      return [holds, new aws.cloudwatch.LogGroup(`${name}-${holds}`, inputs, child)] as const;
    });
    const role = new ServiceRole(
      name,
      {
        account,
        service: "pods.eks.amazonaws.com",
        trustCondition: podTrustCondition(account, clusterName, { namespace, serviceAccount }),
        managedPolicies: ["CloudWatchAgentServerPolicy"],
      },
      child,
    );
    new aws.eks.Addon(
      name,
      {
        clusterName,
        addonName,
        addonVersion: optionalBuilds[addonName],
        configurationValues: JSON.stringify(configuration),
        podIdentityAssociations: [{ serviceAccount, roleArn: role.arn }],
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
      },
      { ...child, dependsOn: groups.map(([, group]) => group) },
    );

    this.logGroupNames = Object.fromEntries(groups.map(([holds, group]) => [holds, group.name]));
    this.registerOutputs(outputs(this));
  }
}

/**
 * Requests that leave small nodes their room (amazon-cloudwatch-container-insights#171), and nothing injected into pods. Which
 * metrics are collected is stated: from 6.0 on the chart has OpenTelemetry metrics on by default, in no namespace that alarms
 * read, with a node exporter and kube-state-metrics besides (aws-observability/helm-charts, RELEASE_NOTES; AWS's page says off).
 */
const configuration = {
  containerInsights: { enabled: true },
  otelContainerInsights: { enabled: false },
  agent: {
    resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { cpu: "500m", memory: "512Mi" } },
  },
  applicationSignals: { enabled: false },
  manager: { applicationSignals: { autoMonitor: { monitorAllServices: false } } },
  containerLogs: {
    enabled: true,
    fluentBit: {
      resources: { requests: { cpu: "25m", memory: "50Mi" }, limits: { cpu: "500m", memory: "250Mi" } },
    },
  },
};
