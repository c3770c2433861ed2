import type { Input } from "./sdk.ts";
import type { Property } from "./spec.ts";
import { normal } from "./types.ts";

/**
 * Pairs inputs of the SDK with properties of CloudFormation whose names say the same: equal but for case and plural,
 * then without what both leave out (the resource's own name in front, "id" or "arn" behind, "enabled"). A pair is made
 * only where neither side has a second candidate and the values are of one kind.
 */
export function pairs(
  inputs: readonly Input[],
  properties: readonly Property[],
  subjects: readonly string[],
): [Input, Property][] {
  const found: [Input, Property][] = [];
  const fronts = [...new Set(subjects.flatMap(endings))];
  let [left, right] = [[...inputs], [...properties]];
  for (const key of keys(fronts)) {
    const made = left.flatMap((each): [Input, Property][] => {
      const rivals = left.filter((other) => key(other.name) === key(each.name));
      const [only, ...others] = right.filter((other) => key(other.name) === key(each.name));
      return rivals.length === 1 && only !== undefined && others.length === 0 && fits(each, only) ? [[each, only]] : [];
    });
    found.push(...made);
    left = left.filter((each) => !made.some(([paired]) => paired === each));
    right = right.filter((each) => !made.some(([, paired]) => paired === each));
  }
  return found;
}

/** From the strictest reading of a name to the loosest. */
function keys(fronts: readonly string[]): ((name: string) => string)[] {
  return [
    plain,
    (name) => bare(plain(name), fronts),
    (name) => bare(plain(name), [...fronts, "db", "cache", "preferred", "enabled", "enable"]).replace(/enabled?$/, ""),
    (name) => bare(plain(name), fronts).replace(/(?<=.{4})(identifier|id|arn|document)$/, ""),
  ];
}

/** "DBSubnetGroup" may be left out of a name as "DBSubnetGroup", "SubnetGroup" or "Group". */
function endings(subject: string): string[] {
  const words = subject.match(/[A-Z]+(?![a-z])|[A-Z][a-z0-9]*/g) ?? [];
  return words.map((_, index) => normal(words.slice(index).join("")));
}

function plain(name: string): string {
  return normal(name).replace(/(?<=[^s])s$/, "");
}

function bare(name: string, fronts: readonly string[]): string {
  const front = fronts.find((each) => name.startsWith(each) && name.length > each.length);
  return front === undefined ? name : name.slice(front.length);
}

function fits(input: Input, property: Property): boolean {
  if (input.kind === "object" || property.kind === "object") return input.kind === property.kind;
  if (property.list && !input.list) return false;
  return true;
}
