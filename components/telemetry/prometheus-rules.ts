import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { runbookFaults } from "../observability/runbook.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { type Annotated, type RuleGroup, ruleGroups } from "./alert-rules.ts";
import { latencyRecording } from "./latency-recording.ts";
import { nodeAlerts } from "./node-alerts.ts";
import { objectiveRules, type WorkloadObjective, workloadObjectiveFaults } from "./objective-rules.ts";
import { type ServiceThresholds, serviceAlerts } from "./service-alerts.ts";
import { telemetryAlerts } from "./telemetry-alerts.ts";
import { workloadAlerts } from "./workload-alerts.ts";

/** Arguments of PrometheusRules. */
export interface PrometheusRulesArgs extends Annotated {
  /** Namespace of the rules; the CRDs of Prometheus Operator must exist. */
  namespace: pulumi.Input<string>;
  /** Name of the recording rule group. */
  project: string;
  /** Limits of the alerts of services. */
  thresholds: ServiceThresholds;
  /** Service level objectives by name. */
  objectives: Readonly<Record<string, WorkloadObjective>>;
}

/** Recording and alerting rules as PrometheusRules by concern. */
export class PrometheusRules extends pulumi.ComponentResource {
  constructor(name: string, args: PrometheusRulesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:telemetry:PrometheusRules", name, {}, opts);
    refuse(this, name, faults(args));

    for (const [concern, groups] of Object.entries(prometheusRuleGroups(args))) {
      new kubernetes.apiextensions.CustomResource(
        `${name}-${concern}`,
        {
          apiVersion: "monitoring.coreos.com/v1",
          kind: "PrometheusRule",
          metadata: { name: `platform-${concern}`, namespace: args.namespace },
          spec: { groups: ruleGroups(groups, args) },
        },
        { parent: this },
      );
    }

    this.registerOutputs(outputs(this));
  }
}

/** Rule groups by concern. */
export function prometheusRuleGroups(
  args: Pick<PrometheusRulesArgs, "project" | "thresholds" | "objectives">,
): Record<string, RuleGroup[]> {
  const objectives = Object.entries(args.objectives).map(([name, each]) => objectiveRules(name, each));
  return {
    recordings: [latencyRecording(args.project)],
    services: [serviceAlerts(args.thresholds)],
    workloads: [workloadAlerts],
    nodes: [nodeAlerts],
    telemetry: [telemetryAlerts],
    ...(objectives.length > 0 && { objectives }),
  };
}

function faults({ team, dashboardUrls, runbookBaseUrl, objectives }: PrometheusRulesArgs): string[] {
  return [
    ...(team.trim() === "" ? ["team must not be empty, got nothing"] : []),
    ...Object.entries(dashboardUrls).flatMap(([dashboard, url]) =>
      url.startsWith("https://") ? [] : [`dashboardUrls.${dashboard} must be an https:// URL, got ${url}`],
    ),
    ...runbookFaults(runbookBaseUrl),
    ...Object.entries(objectives).flatMap(([name, each]) => workloadObjectiveFaults(`objectives.${name}`, each)),
  ];
}
