import { fail, pass, undecided } from "./conditions.ts";
import type { Check } from "./rule.ts";
import { hasUnknown, list, read, word } from "./values.ts";

/** One rule of a Kubernetes role. */
export interface Grant {
  groups: readonly string[];
  resources: readonly string[];
  verbs: readonly string[];
  /** The resourceNames of the rule; empty for every object. */
  names: readonly string[];
}

const words = (value: unknown, path: string) => list(value, path).map(word);

/** No rule of the role has an objection. */
export const grants =
  (objection: (grant: Grant) => string | undefined): Check =>
  ({ value: props }) => {
    const reading = read(props, "rules");
    if (reading.state === "unknown" || hasUnknown(reading.state === "known" && reading.value))
      return undecided("rules");
    for (const rule of list(props, "rules")) {
      const [groups, resources] = [words(rule, "apiGroups"), words(rule, "resources")];
      const wrong = objection({ groups, resources, verbs: words(rule, "verbs"), names: words(rule, "resourceNames") });
      if (wrong !== undefined) return fail(wrong);
    }
    return pass;
  };

/** Whether a rule allows one of these verbs on one of these resources, wildcards included. */
export function permits(grant: Grant, resources: readonly string[], verbs: readonly string[]): boolean {
  const some = (granted: readonly string[], wanted: readonly string[]) =>
    granted.some((each) => each === "*" || wanted.includes(each));
  const parts = resources.filter((each) => each.includes("/")).map((each) => each.replace(/^[^/]+/, "*"));
  return some(grant.resources, [...resources, ...parts]) && some(grant.verbs, verbs);
}
