import { all, includes, matches, oneOf, undecided } from "./conditions.ts";
import { json } from "./json.ts";
import type { Check } from "./rule.ts";
import { hasUnknown, read } from "./values.ts";

const property = "containerDefinitions";

/** Every container of a task definition passes the check; unreadable definitions are undecided. */
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

/** A task on ECS Anywhere, which does not support awsvpc. */
export const isOutside = all(
  includes("requiresCompatibilities", "EXTERNAL"),
  oneOf("networkMode", ["bridge", "none"], "pass"),
);
