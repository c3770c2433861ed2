import { file } from "../checks/json.ts";
import { isObject } from "../checks/schema.ts";

/** One planned operation on a resource. */
export interface Step {
  op: string;
  urn: string;
  type: string;
  /** Whether it is removed from the state and retained in the cloud. */
  retained: boolean;
  /** Inputs that require a replacement. */
  reasons: string[];
}

/**
 * The steps of a plan: of `pulumi preview --save-plan FILE`, of `pulumi preview --json`, of `npm run preview -- --json FILE`,
 * or of a log of engine events (`--event-log`); undefined for other input. Components are omitted, because they have no cloud resource.
 */
export function steps(text: string): Step[] | undefined {
  const whole = file(text);
  if (whole !== undefined) return isObject(whole) ? ofDigest(whole) : undefined;
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const events = lines.map(file).filter(isObject);
  return events.length === 0 || events.length < lines.length ? undefined : events.flatMap(ofEvent);
}

/** The definition that the configuration in a plan, or in the first event of a log, names as platform:definition. */
export function definitionOf(text: string): string | undefined {
  const whole = file(text);
  const parts = whole === undefined ? text.split("\n").map(file) : [whole];
  for (const part of parts) {
    if (!isObject(part)) continue;
    const config = isObject(part["preludeEvent"]) ? part["preludeEvent"]["config"] : part["config"];
    const given = isObject(config) ? config["platform:definition"] : undefined;
    const value = isObject(given) ? given["value"] : given;
    if (typeof value === "string") return value;
  }
  return undefined;
}

function ofDigest(digest: Record<string, unknown>): Step[] | undefined {
  if (isObject(digest["resourcePlans"])) return Object.entries(digest["resourcePlans"]).flatMap(ofSaved);
  const listed = digest["steps"] ?? digest["resources"];
  // A preview that fails before its first step has no steps, but a duration.
  if (listed === undefined) return "changeSummary" in digest || "duration" in digest ? [] : ofEvents(digest);
  if (!Array.isArray(listed) || !listed.every((each) => isObject(each) && typeof each["op"] === "string"))
    return undefined;
  return listed.flatMap((each) => (isObject(each) ? step(each) : []));
}

/** Components of the platform and of the packages that it can stand on; a saved plan does not say that of what it deletes. */
const component = /^(?:platform|awsx|eks):/;

/** The steps of one resource in a saved plan, which names neither the inputs that replace it nor what is retained. */
function ofSaved([urn, plan]: [string, unknown]): Step[] {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  if (!isObject(plan) || !Array.isArray(plan["steps"]) || component.test(type)) return [];
  if (isObject(plan["goal"]) && plan["goal"]["custom"] === false) return [];
  return plan["steps"].map((op) => ({ op: String(op), urn, type, retained: false, reasons: [] }));
}

/** A log with a single event is one JSON document. */
function ofEvents(event: Record<string, unknown>): Step[] | undefined {
  return "sequence" in event || "resourcePreEvent" in event ? ofEvent(event) : undefined;
}

function ofEvent({ resourcePreEvent: event }: Record<string, unknown>): Step[] {
  const metadata = isObject(event) ? event["metadata"] : undefined;
  return isObject(metadata) ? step(metadata) : [];
}

function step(raw: Record<string, unknown>): Step[] {
  const { op, urn, type } = raw;
  if (typeof op !== "string" || typeof urn !== "string") return [];
  const state = [raw["oldState"], raw["newState"], raw["old"], raw["new"]].find(isObject) ?? {};
  if (state["custom"] === false || raw["provider"] === "") return [];
  const reasons = [raw["replaceReasons"], raw["keys"], raw["diffReasons"], raw["changed"]].find(Array.isArray) ?? [];
  const kind = typeof type === "string" ? type : (urn.split("::")[2]?.split("$").at(-1) ?? "");
  return [{ op, urn, type: kind, retained: state["retainOnDelete"] === true, reasons: reasons.map(String) }];
}
