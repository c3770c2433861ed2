import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { AddonValues } from "./addon-values.ts";
import { type Chart, type ChartName, charts } from "./charts.ts";
import type { TelemetryValues } from "./telemetry-values.ts";

/** The values that the program sets, by chart; the charts have many more. */
export type ChartValues = AddonValues & TelemetryValues;

/** What of a release is not its chart's. */
export interface ReleaseSettings<Name extends ChartName> {
  /** Namespace of what the chart installs; it exists before. */
  namespace: pulumi.Input<string>;
  /** Values of the chart. */
  values: ChartValues[Name];
  /** Seconds until an installation that does not become ready is taken back. */
  timeout: number;
  /** Whether the CRDs in the chart's own crds folder are left out, since another chart brings them. */
  skipCrds?: boolean;
}

/**
 * Installs a chart at its pinned version, whole or not at all: what fails is taken back, so that the next run starts clean.
 * The release carries the chart's name, for the names of everything inside it follow from that.
 */
export function release<Name extends ChartName>(
  name: string,
  chartName: Name,
  { namespace, values, timeout, skipCrds = false }: ReleaseSettings<Name>,
  child: pulumi.CustomResourceOptions & { parent: pulumi.Resource },
): kubernetes.helm.v3.Release {
  const { chart, repository, version }: Chart = charts[chartName];
  return new kubernetes.helm.v3.Release(
    name,
    {
      name: chartName,
      chart,
      version,
      ...(repository !== undefined && { repositoryOpts: { repo: repository } }),
      namespace,
      values,
      timeout,
      skipCrds,
      atomic: true,
      cleanupOnFail: true,
      maxHistory: 5,
    },
    child,
  );
}
