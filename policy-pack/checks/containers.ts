import { all, includes, matches, oneOf, undecided } from "./conditions.ts";
import { json } from "./json.ts";
import type { Check } from "./rule.ts";
import { hasUnknown, known, list, read, text } from "./values.ts";

const property = "containerDefinitions";

/** Every container of a task definition passes the check; unreadable definitions are undecided. */
export const eachContainer = (check: Check): Check => eachAmong(() => check);

/** The same for a check that also depends on the other containers of the task. */
export const eachAmong =
  (make: (containers: readonly unknown[]) => Check): Check =>
  (scope) => {
    const reading = read(scope.value, property);
    if (reading.state === "absent") return { kind: "pass" };
    const found = reading.state === "known" ? parsed(reading.value) : undefined;
    if (found === undefined) return undecided(property);
    const check = make(found);
    return all(
      ...found.map((container, at): Check => {
        const path = `${property}[${at}]`;
        return () => (hasUnknown(container) ? undecided(path) : check({ ...scope, value: container, path }));
      }),
    )(scope);
  };

/** Whether a container ends before others start, which depend on its success. */
export function runsFirst(container: unknown, containers: readonly unknown[]): boolean {
  const name = text(container, "name");
  const waiting = containers.flatMap((each) => list(each, "dependsOn"));
  return (
    name !== undefined &&
    known(container, "essential") === false &&
    waiting.some((on) => text(on, "containerName") === name && text(on, "condition") === "SUCCESS")
  );
}

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
