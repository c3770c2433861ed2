import * as models from "@kubernetes-models/opentelemetry-operator/opentelemetry.io/v1beta1/OpenTelemetryCollector";
import { watch } from "./unread.ts";

/** Faults of an OpenTelemetryCollector by its generated validator, which reads `this` and throws its errors. */
export function collectorFaults(object: Readonly<Record<string, unknown>>): string[] {
  const { watched, unread } = watch(object);
  try {
    models.OpenTelemetryCollector.prototype.validate.call(watched);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  return unread().map((path) => `${path} is not a field`);
}
