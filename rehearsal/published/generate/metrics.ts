import type { SpecDatabase } from "@aws-cdk/service-spec-types";
import type { Metrics } from "../data.ts";

/** Published metrics: namespace → metric → the sets of dimensions that it is published with. */
export function metrics(db: SpecDatabase): Metrics {
  const found: Metrics = {};
  for (const metric of db.all("metric")) {
    const sets = db
      .follow("usesDimensionSet", metric)
      .map(({ entity }) => entity.dimensions.map((each) => each.name).sort());
    const known = found[metric.namespace] ?? {};
    found[metric.namespace] = { ...known, [metric.name]: [...(known[metric.name] ?? []), ...sets] };
  }
  return found;
}
