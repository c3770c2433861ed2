import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { AddonValues } from "./addon-values.ts";
import { type Chart, type ChartName, charts } from "./charts.ts";
import type { TelemetryValues } from "./telemetry-values.ts";

/** Values that the program sets, by chart. */
export type ChartValues = AddonValues & TelemetryValues;

/** Settings of a release. */
export interface ReleaseSettings<Name extends ChartName> {
  /** Namespace of the release, which must exist. */
  namespace: pulumi.Input<string>;
  /** Values of the chart. */
  values: ChartValues[Name];
  /** Seconds until a release that is not ready is rolled back. */
  timeout: number;
  /** Whether CRDs of the chart's crds folder are skipped, where another chart has them. */
  skipCrds?: boolean;
}

/**
 * Installs a chart at its pinned version; a failed installation is rolled back (atomic).
 * The release has the chart's name, from which the names of its resources follow.
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
