import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { dashboardBody } from "./dashboard.ts";
import type { Monitored } from "./monitored.ts";
import { monitoredFaults } from "./monitored-faults.ts";
import { panels } from "./panels.ts";
import { defaultThresholds, type Thresholds, thresholdFaults } from "./thresholds.ts";

/** Arguments of MetricsDashboard. */
export interface MetricsDashboardArgs {
  /** Account of the dashboard. */
  account: Account;
  /** Name of the dashboard, unique in the account; CloudWatch overwrites an existing one. */
  dashboardName: string;
  /** Resources with graphs, in this order; at least one. */
  monitored: readonly Monitored[];
  /** ARNs of the alarms of the alarm status widget. @default [] */
  alarmArns?: readonly pulumi.Input<string>[];
  /** Thresholds that differ from the defaults, shown as lines. @default {} */
  thresholds?: Readonly<Partial<Thresholds>>;
}

/**
 * A CloudWatch dashboard of some monitored resources, for example of services or of infrastructure; alarms belong to Observability.
 * CloudWatch bills each dashboard beyond three.
 */
export class MetricsDashboard extends pulumi.ComponentResource {
  /** Name of the dashboard. */
  readonly dashboardName: pulumi.Output<string>;

  constructor(name: string, args: MetricsDashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:observability:MetricsDashboard", name, {}, opts);
    const { alarmArns = [], thresholds = {} } = args;
    refuse(this, name, faults(args, thresholds));

    const graphs = args.monitored.flatMap((each) => panels(each, { ...defaultThresholds, ...thresholds }));
    const body = pulumi.jsonStringify(dashboardBody(args.account.region, graphs, alarmArns));
    const dashboard = new aws.cloudwatch.Dashboard(
      name,
      { dashboardName: args.dashboardName, dashboardBody: body },
      { parent: this },
    );

    this.dashboardName = dashboard.dashboardName;
    this.registerOutputs(outputs(this));
  }
}

function faults({ dashboardName, monitored }: MetricsDashboardArgs, thresholds: Partial<Thresholds>): string[] {
  return [
    ...(/^[\w-]{1,255}$/.test(dashboardName)
      ? []
      : [`dashboardName must be 1 to 255 letters, digits, - and _, got ${dashboardName}`]),
    ...(monitored.length === 0 ? ["monitored must have at least one resource, got none"] : []),
    ...monitoredFaults(monitored),
    ...thresholdFaults(thresholds),
  ];
}
