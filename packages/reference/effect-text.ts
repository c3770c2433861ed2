import type { Effect } from "./effect.ts";
import { code } from "./type-text.ts";

/** What a change of an argument does, in one cell. */
export function effectText(effect: Effect | undefined): string {
  if (effect === undefined) return "not known";
  const { replaces = {}, changes = [], adds = [], protects = [] } = effect;
  const replaced = Object.entries(replaces).map(([type, inputs]) => `${short(type)} (${inputs.join(", ")})`);
  const parts = [
    ...(replaced.length > 0 ? [`**replaces** ${replaced.join(", ")}`] : []),
    ...(changes.length > 0 ? [`changes ${changes.map(short).join(", ")}`] : []),
    ...(adds.length > 0 ? [`adds or removes ${adds.map(short).join(", ")}`] : []),
    ...(protects.length > 0 ? [`protects or releases ${protects.map(short).join(", ")}`] : []),
  ];
  return parts.join("; ") || "no resource";
}

/** A resource type as the SDK's class: rds.Instance. */
function short(type: string): string {
  const [provider = "", module = "", name = ""] = type.split(":");
  const space = module.split("/")[0] ?? module;
  const named = provider === "kubernetes" ? name : `${space === "index" ? provider : space}.${name}`;
  return code(named);
}
