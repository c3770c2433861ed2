import type { Published } from "../data.ts";
import { renamedInputs } from "./inputs.ts";
import { pairs } from "./match.ts";
import type { Input, Sdk } from "./sdk.ts";
import type { Property, SpecType } from "./spec.ts";
import { byName, cloudFormationType } from "./types.ts";

/** What is published about every type of the SDK, by the SDK's names. */
export function resources(sdk: Sdk, spec: ReadonlyMap<string, SpecType>): Record<string, Published> {
  const known = byName([...spec.keys()]);
  return Object.fromEntries(
    [...sdk.types].map(([type, inputs]) => {
      const facts: Facts = { replaces: [], maybe: [], values: {}, references: {} };
      const own = spec.get(cloudFormationType(type, known) ?? "");
      const identity = own === undefined ? {} : ofCloudFormation(facts, type, sdk, own);
      alongside(facts, inputs);
      const named = inputs.some((each) => each.name === "name") ? { named: true as const } : {};
      return [type, { ...identity, ...named, ...filled(facts) }];
    }),
  );
}

/** Notes what CloudFormation's schema says, and gives what it says of the resource as a whole. */
function ofCloudFormation(facts: Facts, type: string, sdk: Sdk, own: SpecType): Published {
  const subjects = [own.name.split("::")[2] ?? "", type.split(":")[2] ?? ""];
  const paired = topPairs(type, sdk.types.get(type) ?? [], own.properties, subjects);
  collect(facts, sdk, paired, "", new Set());
  const name = (path: string) => paired.find(([, property]) => property.name === path)?.[0].name ?? path;
  return {
    cloudFormation: own.name,
    ...(own.identifiers.length > 0 ? { identifiers: own.identifiers.map(name) } : {}),
    ...(own.arn === undefined ? {} : { arn: own.arn }),
    ...(own.stateful ? { stateful: true as const } : {}),
  };
}

/** Inputs that replace by the provider's own rules: a name's prefix, the Region, and what its documentation says. */
function alongside(facts: Facts, inputs: readonly Input[]): void {
  const replaces = new Set(facts.replaces);
  for (const { name, documentation } of inputs) {
    const prefixed = name.endsWith("Prefix") && replaces.has(name.slice(0, -"Prefix".length));
    if (prefixed || name === "region" || said.test(documentation)) replaces.add(name);
  }
  facts.replaces.splice(0, Infinity, ...[...replaces].sort());
}

/** The provider's documentation of an input that replaces whatever else is set. */
const said =
  /(^|[.)] )(Changing (this|the|any)?( value| argument)?( ?`\w+`)? ?(will )?forces? |Forces (new resource|replacement)\b)/;

type Facts = Required<Pick<Published, "replaces" | "maybe" | "values" | "references">>;

function filled(facts: Facts): Partial<Facts> {
  const { replaces, maybe, values, references } = facts;
  return {
    ...(replaces.length > 0 ? { replaces } : {}),
    ...(maybe.length > 0 ? { maybe } : {}),
    ...(Object.keys(values).length > 0 ? { values } : {}),
    ...(Object.keys(references).length > 0 ? { references } : {}),
  };
}

function topPairs(
  type: string,
  inputs: readonly Input[],
  properties: readonly Property[],
  subjects: readonly string[],
): [Input, Property][] {
  const named = Object.entries(renamedInputs[type] ?? {}).flatMap(([input, property]): [Input, Property][] => {
    const left = inputs.find((each) => each.name === input);
    const right = properties.find((each) => each.name === property);
    return left === undefined || right === undefined ? [] : [[left, right]];
  });
  const left = inputs.filter((each) => !named.some(([input]) => input === each));
  const right = properties.filter((each) => !named.some(([, property]) => property === each));
  const direct = pairs(left, right, subjects);
  const rest = left.filter((each) => !direct.some(([input]) => input === each));
  const wrapped = right
    .filter((each) => !direct.some(([, property]) => property === each) && isWrapper(each, subjects))
    .flatMap((wrapper) =>
      wrapper.members().map((each) => (wrapper.replaces === "yes" ? { ...each, replaces: wrapper.replaces } : each)),
    );
  return [...named, ...direct, ...pairs(rest, wrapped, subjects)];
}

/** BackupPlan.BackupPlan, Distribution.DistributionConfig and LaunchTemplate.LaunchTemplateData hold the inputs. */
function isWrapper(property: Property, subjects: readonly string[]): boolean {
  if (property.kind !== "object" || property.list) return false;
  return subjects.some((each) => [each, `${each}Config`, `${each}Data`].includes(property.name));
}

/** Notes what is published about the pairs and about the pairs of their members. */
function collect(
  facts: Facts,
  sdk: Sdk,
  paired: readonly [Input, Property][],
  scope: string,
  open: ReadonlySet<string>,
  covered = false,
): void {
  for (const [input, property] of paired) {
    const path = `${scope}${input.name}`;
    note(facts, path, covered ? { ...property, replaces: "no" } : property);
    const nested = input.nested ?? "";
    if (input.kind !== "object" || open.has(nested)) continue;
    const members = pairs(sdk.nested.get(nested) ?? [], property.members(), [property.name]);
    collect(facts, sdk, members, `${path}.`, new Set([...open, nested]), covered || property.replaces === "yes");
  }
}

function note(facts: Facts, path: string, { replaces, values, refers }: Property): void {
  if (replaces === "yes") facts.replaces.push(path);
  if (replaces === "maybe") facts.maybe.push(path);
  if (values !== undefined) facts.values[path] = [...values];
  if (refers.length > 0) facts.references[path] = [...refers];
}
