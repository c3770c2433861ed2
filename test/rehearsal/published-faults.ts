import { policyFaults } from "../../rehearsal/published/actions.ts";
import type { ValueFault } from "../../rehearsal/published/fault.ts";
import { metricFaults } from "../../rehearsal/published/metrics.ts";
import { patternFaults } from "../../rehearsal/published/patterns.ts";
import { scheduleFaults } from "../../rehearsal/published/schedules.ts";
import { valueFaults } from "../../rehearsal/published/values.ts";
import type { Registered } from "../harness.ts";

/** What AWS's published data refuses in a resource's inputs, one line for each fault. */
export function publishedFaults({ type, name, inputs }: Pick<Registered, "type" | "name" | "inputs">): string[] {
  if (!type.startsWith("aws:")) return [];
  const faults = [...valueFaults(type, inputs), ...texts(inputs).flatMap(documentFaults), ...alarmFaults(type, inputs)];
  return faults.map(({ input, allowed, given }) => `${type} ${name}: ${input} is ${given}, allowed is ${allowed}`);
}

/** Every text in the inputs, with the name that it stands under. */
function texts(value: unknown, key = ""): [string, string][] {
  if (typeof value === "string") return [[key, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => texts(each, Array.isArray(value) ? key : name));
}

function documentFaults([key, text]: [string, string]): ValueFault[] {
  if (key === "eventPattern") return patternFaults(text);
  if (/^(schedule|scheduleExpression)$/.test(key) && text.includes("(")) return scheduleFaults(text);
  return text.startsWith("{") && text.includes('"Statement"') ? policyFaults(text) : [];
}

function alarmFaults(type: string, inputs: Readonly<Record<string, unknown>>): ValueFault[] {
  if (type !== "aws:cloudwatch/metricAlarm:MetricAlarm") return [];
  const queries: unknown = inputs["metricQueries"];
  const metrics = [inputs, ...(Array.isArray(queries) ? queries.map((each: { metric?: unknown }) => each.metric) : [])];
  return metrics.flatMap((metric) => {
    if (typeof metric !== "object" || metric === null || !("namespace" in metric)) return [];
    const {
      namespace,
      metricName,
      dimensions = {},
    }: { namespace?: unknown; metricName?: unknown; dimensions?: unknown } = metric;
    const known = typeof dimensions === "object" && dimensions !== null ? { ...dimensions } : {};
    return metricFaults(String(namespace), String(metricName), known);
  });
}
