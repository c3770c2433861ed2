import { type Inputs, text } from "../inputs.ts";

/** The inputs that an ID to import consists of, and what joins them. */
interface Derived {
  paths: readonly string[];
  separator?: string;
}

/**
 * Types whose creation writes settings under a name that Pulumi may have made: creating them again makes a double with
 * another name. Their IDs follow from their inputs, so that no API has to be asked: the refresh tells what exists.
 */
const derived: Readonly<Record<string, Derived>> = {
  "aws:cfg/deliveryChannel:DeliveryChannel": { paths: ["name"] },
  "aws:cfg/recorder:Recorder": { paths: ["name"] },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": { paths: ["alarmName"] },
  "aws:cloudwatch/dashboard:Dashboard": { paths: ["dashboardName"] },
  "aws:cloudwatch/eventRule:EventRule": { paths: ["eventBusName", "name"], separator: "/" },
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": { paths: ["logGroupName", "name"], separator: ":" },
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": { paths: ["policyName"] },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { paths: ["name"] },
  "aws:iam/rolePolicy:RolePolicy": { paths: ["role", "name"], separator: ":" },
  "aws:appautoscaling/policy:Policy": {
    paths: ["serviceNamespace", "resourceId", "scalableDimension", "name"],
    separator: "/",
  },
};

/** The ID by which a resource is imported, if it follows from its inputs. */
export function derivedId(type: string, inputs: Inputs): string | undefined {
  const row = derived[type];
  if (row === undefined) return undefined;
  const { paths, separator = "" } = row;
  const parts = paths.map((path) => text(inputs, path) ?? (path === "eventBusName" ? "default" : undefined));
  return parts.every((part) => part !== undefined) ? parts.join(separator) : undefined;
}
