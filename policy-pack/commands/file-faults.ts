import { catalogue } from "../catalogue.ts";
import { isObject } from "../checks/schema.ts";
import { exemptions, settings, settingsPolicy } from "../engine/configuration.ts";
import { fault } from "../engine/exemptions.ts";

const names = catalogue.filter(({ kind }) => !["plan", "state"].includes(kind)).map(({ about }) => about.name);
/** Rules that can be selected and exempted. */
const selectable = catalogue.filter(({ rule }) => rule !== undefined).map(({ about }) => about.name);
const levels = ["advisory", "mandatory", "remediate", "disabled"];

/** All faults of a file for --policy-pack-config; the engine reports only the first unknown level. */
export function fileFaults(given: unknown, today: Date): string[] {
  if (!isObject(given)) return ["it must be an object"];
  const keys = Object.entries(given).filter(([key]) => !["$schema", settingsPolicy].includes(key));
  const own = given[settingsPolicy] ?? {};
  const { enforcementLevel, ...said } = isObject(own) ? own : {};
  const late = exemptions(said["exemptions"]).flatMap((each) => {
    const wrong = fault(each, today);
    return wrong === undefined ? [] : [`the exemption from ${each.rule} on ${each.urn} ${wrong}`];
  });
  return [
    ...keys.flatMap(([key, value]) =>
      key === "all" || names.includes(key) ? levelFaults(key, value) : [`${key} is not a rule${near(key)}`],
    ),
    ...levelFaults(settingsPolicy, enforcementLevel),
    ...[...settings(isObject(own) ? said : own, selectable).faults, ...late].map(
      (each) => `${settingsPolicy}: ${each}`,
    ),
  ];
}

/** The faults of a level, or of an object with a level only. */
function levelFaults(key: string, given: unknown): string[] {
  const { enforcementLevel: level, ...more } = isObject(given) ? given : { enforcementLevel: given };
  const unknown = Object.keys(more).map((each) => `${key}: ${each} is unknown`);
  if (level === undefined || (typeof level === "string" && levels.includes(level))) return unknown;
  return [`${key} must be one of ${levels.join(", ")}, got ${JSON.stringify(level)}`, ...unknown];
}

/** Names of rules that are similar to a misspelled one. */
export function near(name: string): string {
  const words = name.split("-");
  const shared = (other: string) => words.filter((word) => other.includes(word)).length;
  const close = catalogue.map(({ about }) => about.name).filter((other) => other.startsWith(words[0] ?? ""));
  const best = close.toSorted((left, right) => shared(right) - shared(left)).slice(0, 3);
  return best.length === 0 ? "" : `; did you mean ${best.join(", ")}`;
}
