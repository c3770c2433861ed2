import type { Effect } from "../../../packages/reference/effect.ts";
import { frozen, frozenLeft } from "../../../packages/schema/frozen.ts";
import type { Property } from "../../../packages/schema/schema.ts";
import { deploy, type Registered } from "../../harness.ts";
import { Candidates } from "./candidates.ts";
import { compared, together } from "./compared.ts";

const { schema, origins } = frozen();
const left = frozenLeft();
const candidates = new Candidates(schema.types);
/** Values that are tried for one argument of one use, so that the time has a bound. */
const limit = 10;

/** What each argument of a component changes, as far as the component accepts another value in one of its uses. */
export async function componentEffects(token: string, uses: readonly object[]): Promise<Record<string, Effect>> {
  const make = await maker(token);
  const bases = await accepted(make, uses);
  const found: Record<string, Effect> = {};
  for (const [name, spec] of Object.entries(properties(token))) {
    const effects: Effect[] = [];
    for (const { args, registered } of bases)
      for (const value of others(spec, name, args, uses)) {
        const after = await make({ ...args, [name]: value });
        if (after !== undefined) effects.push(compared(registered, after));
      }
    if (effects.length > 0) found[name] = together(effects);
  }
  return found;
}

/** The arguments; of those that no schema has, only the values of other uses are known. */
function properties(token: string): Readonly<Record<string, Property>> {
  const names = Object.keys(left[token]?.arguments ?? {});
  return schema.resources[token]?.inputProperties ?? Object.fromEntries(names.map((name) => [name, {}]));
}

type Make = (args: object) => Promise<readonly Registered[] | undefined>;

/** Creates the component alone; undefined where it refuses its arguments. */
async function maker(token: string): Promise<Make> {
  const { module, name } = origins[token] ?? left[token] ?? { module: "", name: "" };
  const Component: unknown = Reflect.get(await import(`../../../components/${module}.ts`), name);
  return async (args) => {
    const create = () => void (typeof Component === "function" && Reflect.construct(Component, ["main", args, {}]));
    return deploy(create).then(
      ({ resources }) => resources,
      () => undefined,
    );
  };
}

interface Base {
  args: object;
  registered: readonly Registered[];
}

/** The uses with the most and the fewest arguments: between them, each argument is given and left out. */
async function accepted(make: Make, uses: readonly object[]): Promise<Base[]> {
  const sorted = uses.toSorted((one, other) => Object.keys(other).length - Object.keys(one).length);
  const bases: Base[] = [];
  for (const args of new Set([...sorted.slice(0, 2), ...sorted.slice(-1)])) {
    const registered = await make(args);
    if (registered !== undefined) bases.push({ args, registered });
  }
  return bases;
}

/** Other values of an argument: of other uses, of its type, and none where it is optional. */
function others(spec: Property, name: string, args: object, uses: readonly object[]): unknown[] {
  const value: unknown = Reflect.get(args, name);
  const given = uses.map((use): unknown => Reflect.get(use, name)).filter((each) => each !== value);
  return [...new Set(given), ...candidates.of(spec, value)].slice(0, limit);
}
