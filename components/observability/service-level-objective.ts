import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { type BurnRate, budgetSpentPercent, burnRates, daysToExhaustion, errorBudget, span } from "./burn-rates.ts";
import type { Severity } from "./metric-row.ts";
import { objectiveFaults } from "./objective-faults.ts";
import { runbookFaults } from "./runbook.ts";
import { type Indicator, indicatorQueries } from "./service-level-indicator.ts";

/** Arguments of ServiceLevelObjective. */
export interface ServiceLevelObjectiveArgs {
  /** ARN suffix of the load balancer. */
  loadBalancer: pulumi.Input<string>;
  /** ARN suffix of the target group, where the objective is for one route. @default every target group */
  targetGroup?: pulumi.Input<string>;
  /** Service level indicator. */
  indicator: Indicator;
  /** Objective in percent, for example 99.9. */
  objectivePercent: number;
  /** Period of the objective in days. */
  windowDays: number;
  /** Minimum number of requests in a window, below which the burn rate is 0. */
  minimumRequests: number;
  /** ARNs of the SNS topics by severity. */
  topicArns: Readonly<Record<Severity, pulumi.Input<string>>>;
  /** Base URL of the runbooks, without a trailing slash. */
  runbookBaseUrl: string;
  /** Prefix of the composite alarms' names, unique in the account and Region. */
  alarmName: string;
}

/**
 * Burn rate alarms of a service level objective for requests through a load balancer.
 * A composite alarm is critical when a long and a short window agree; alarms of one window send warnings.
 * Six metric alarms and two composite alarms are billed.
 */
export class ServiceLevelObjective extends pulumi.ComponentResource {
  /** ARNs of the composite alarms by severity. */
  readonly alarmArns: Readonly<Record<Severity, pulumi.Output<string>>>;

  constructor(name: string, args: ServiceLevelObjectiveArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:observability:ServiceLevelObjective", name, {}, opts);
    refuse(this, name, faults(args));

    const burning = burnRates.map((burn) => {
      const long = this.window(name, args, burn, burn.longMinutes);
      const short = this.window(name, args, burn, burn.shortMinutes);
      return {
        severity: burn.severity,
        rule: pulumi.interpolate`(ALARM("${long.arn}") AND ALARM("${short.arn}"))`,
      };
    });
    const alarmArn = (severity: Severity) => {
      const rules = burning.flatMap((each) => (each.severity === severity ? [each.rule] : []));
      return this.composite(name, args, severity, rules).arn;
    };

    this.alarmArns = { critical: alarmArn("critical"), warning: alarmArn("warning") };
    this.registerOutputs(outputs(this));
  }

  private window(
    name: string,
    args: ServiceLevelObjectiveArgs,
    burn: BurnRate,
    minutes: number,
  ): aws.cloudwatch.MetricAlarm {
    const window = span(minutes);
    return new aws.cloudwatch.MetricAlarm(
      `${name}-${burn.role}-${window}`,
      {
        alarmDescription: `Error budget of ${name} burns ${burn.rate} times too fast in the last ${window}. Runbook: ${args.runbookBaseUrl}/error-budget-burn`,
        actionsEnabled: true,
        alarmActions: [args.topicArns.warning],
        metricQueries: indicatorQueries(args, errorBudget(args.objectivePercent), minutes * 60),
        comparisonOperator: "GreaterThanThreshold",
        threshold: burn.rate,
        evaluationPeriods: 1,
        // Without requests no budget is spent.
        treatMissingData: "notBreaching",
        tags: { Name: `${name}-${burn.role}-${window}`, severity: "warning", runbook: "error-budget-burn" },
      },
      { parent: this },
    );
  }

  private composite(
    name: string,
    args: ServiceLevelObjectiveArgs,
    severity: Severity,
    rules: pulumi.Output<string>[],
  ): aws.cloudwatch.CompositeAlarm {
    const { alarmName, objectivePercent, runbookBaseUrl, topicArns, windowDays } = args;
    const speeds = burnRates.filter((burn) => burn.severity === severity);
    const told = speeds.map(
      (burn) =>
        `${budgetSpentPercent(burn, windowDays)} % in ${span(burn.longMinutes)}, all of it in ${daysToExhaustion(burn, windowDays)} days`,
    );
    return new aws.cloudwatch.CompositeAlarm(
      `${name}-${severity}`,
      {
        alarmName: `${alarmName}-${severity}`,
        alarmDescription: `The error budget of ${name} (${objectivePercent} % over ${windowDays} days) burns too fast: ${told.join(", or ")}. Runbook: ${runbookBaseUrl}/error-budget-burn`,
        actionsEnabled: true,
        alarmActions: [topicArns[severity]],
        okActions: [topicArns[severity]],
        alarmRule: pulumi.all(rules).apply((either) => either.join(" OR ")),
        tags: { Name: `${name}-${severity}`, severity, runbook: "error-budget-burn" },
      },
      { parent: this },
    );
  }
}

function faults(args: ServiceLevelObjectiveArgs): string[] {
  const { runbookBaseUrl, alarmName } = args;
  return [
    ...objectiveFaults("", args),
    ...runbookFaults(runbookBaseUrl),
    ...(/^[\w-]{1,200}$/.test(alarmName)
      ? []
      : [`alarmName must be 1 to 200 letters, digits, - and _, got ${alarmName}`]),
  ];
}
