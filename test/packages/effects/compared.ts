import type { Effect } from "../../../packages/reference/effect.ts";
import { changes, replacingPaths } from "../../../rehearsal/replacement.ts";
import type { Registered } from "../../harness.ts";

type Known = ReadonlyMap<string, Registered>;

/** What the engine does to the resources of a program whose registrations are others now. */
export function compared(before: readonly Registered[], after: readonly Registered[]): Effect {
  const [old, now] = [byUrn(before), byUrn(after)];
  const kept = [...now.values()].filter(({ urn }) => old.has(urn));
  const replaced = replacements(old, kept);
  const moved = [...added(old, now), ...added(now, old)];
  const changed = kept.filter((each) => {
    const earlier = old.get(each.urn);
    return earlier !== undefined && !replaced.has(each.urn) && changes(earlier.inputs, each.inputs).length > 0;
  });
  const replaces: Record<string, string[]> = {};
  for (const { type, urn } of kept) {
    const inputs = replaced.get(urn);
    if (inputs !== undefined) replaces[type] = [...new Set([...(replaces[type] ?? []), ...inputs])].sort();
  }
  const guarded = kept.filter((each) => guard(each) !== guard(old.get(each.urn)));
  return effect(replaces, { changes: types(changed), adds: types(moved), protects: types(guarded) });
}

/** One effect that has what each of several has. */
export function together(effects: readonly Effect[]): Effect {
  const replaces: Record<string, string[]> = {};
  for (const [type, inputs] of effects.flatMap((each) => Object.entries(each.replaces ?? {})))
    replaces[type] = [...new Set([...(replaces[type] ?? []), ...inputs])].sort();
  const all = (key: Listed) => [...new Set(effects.flatMap((each) => each[key] ?? []))].sort();
  return effect(replaces, { changes: all("changes"), adds: all("adds"), protects: all("protects") });
}

type Listed = Exclude<keyof Effect, "replaces">;

function effect(replaces: Record<string, string[]>, lists: Readonly<Record<Listed, readonly string[]>>): Effect {
  const sorted = Object.entries(replaces).sort(([one], [other]) => (one < other ? -1 : 1));
  const given = Object.entries(lists).filter(([, list]) => list.length > 0);
  return { ...(sorted.length > 0 && { replaces: Object.fromEntries(sorted) }), ...Object.fromEntries(given) };
}

/** Options with which Pulumi keeps a resource. */
function guard(resource: Registered | undefined): string {
  return JSON.stringify([resource?.protect, resource?.retainOnDelete]);
}

/** Resources that are replaced, with the inputs that cause it; what refers to a replaced one in such an input is too. */
function replacements(old: Known, kept: readonly Registered[]): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const each of kept) {
    // The providers of the components' clusters let ConfigMaps change: components/cluster/provider-options.ts.
    const paths = replacingPaths(each.type, old.get(each.urn)?.inputs ?? {}, each.inputs, true);
    if (paths.length > 0) found.set(each.urn, paths);
  }
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const each of kept.filter(({ urn }) => !found.has(urn))) {
      const inputs = following(each, found);
      if (inputs.length > 0) found.set(each.urn, inputs);
    }
  }
  return found;
}

/** Inputs that come from a replaced resource and cannot change in place. */
function following({ type, inputs, propertyDependencies }: Registered, replaced: Map<string, unknown>): string[] {
  const later = Object.entries(propertyDependencies).filter(([, urns]) => urns.some((urn) => replaced.has(urn)));
  const unknown = Object.fromEntries(later.map(([input]) => [input, "known after the replacement"]));
  return replacingPaths(type, inputs, { ...inputs, ...unknown }, true);
}

function added(old: Known, now: Known): Registered[] {
  return [...now.values()].filter(({ urn }) => !old.has(urn));
}

/** Types of resources that are of AWS, Kubernetes or another provider: components have no counterpart there. */
function types(resources: readonly Registered[]): string[] {
  return [...new Set(resources.map(({ type }) => type))].sort();
}

function byUrn(resources: readonly Registered[]): Map<string, Registered> {
  return new Map(resources.filter(({ custom }) => custom).map((each) => [each.urn, each]));
}
