import { all, includes, matches, oneOf, undecided } from "./conditions.ts";
import { json } from "./json.ts";
import type { Check } from "./rule.ts";
import { hasUnknown, read } from "./values.ts";

const property = "containerDefinitions";

/** Every container of a task definition satisfies the check; definitions that cannot be read are never taken for good. */
export const eachContainer =
  (check: Check): Check =>
  (scope) => {
    const reading = read(scope.value, property);
    if (reading.state === "absent") return { kind: "pass" };
    const found = reading.state === "known" ? parsed(reading.value) : undefined;
    if (found === undefined) return undecided(property);
    return all(
      ...found.map((container, at): Check => {
        const path = `${property}[${at}]`;
        return () => (hasUnknown(container) ? undecided(path) : check({ ...scope, value: container, path }));
      }),
    )(scope);
  };

function parsed(definitions: unknown): readonly unknown[] | undefined {
  if (typeof definitions !== "string") return undefined;
  const found = json(definitions);
  return Array.isArray(found) ? found : undefined;
}

export const onWindows = matches("runtimePlatform.operatingSystemFamily", /^windows/i);

/** A machine outside AWS has no network interface to give to a task. */
export const isOutside = all(
  includes("requiresCompatibilities", "EXTERNAL"),
  oneOf("networkMode", ["bridge", "none"], "pass"),
);
