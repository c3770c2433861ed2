import { json } from "../checks/json.ts";
import { isObject } from "../checks/schema.ts";

/** A finding as the engine reported it. */
export interface Reported {
  rule: string;
  level: "mandatory" | "advisory";
  severity: string;
  urn: string;
  message: string;
}

/**
 * The findings of `npm run preview -- --json FILE`, of `npm run gate -- --json`, or of engine events as
 * `pulumi policy analyze --json` and `--event-log` write them; nothing when the text is none of them.
 */
export function findings(text: string): Reported[] | undefined {
  const whole = json(text);
  if (isObject(whole)) {
    const listed = whole["violations"] ?? whole["findings"];
    if (Array.isArray(listed)) return listed.flatMap(ofRecord);
  }
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const events = lines.map(json).filter((event) => isObject(event) && typeof event["sequence"] === "number");
  return events.length === 0 || events.length < lines.length ? undefined : events.flatMap(ofEvent);
}

/** Events tell of a resource in another word than our own records. */
function ofEvent(event: unknown): Reported[] {
  const told = isObject(event) ? event["policyEvent"] : undefined;
  if (!isObject(told)) return [];
  return ofRecord({ ...told, rule: told["policyName"], level: told["enforcementLevel"], urn: told["resourceUrn"] });
}

function ofRecord(raw: unknown): Reported[] {
  if (!isObject(raw) || typeof raw["rule"] !== "string") return [];
  const said = (key: string) => (typeof raw[key] === "string" ? raw[key] : "");
  // The engine marks colours in its texts.
  const message = said("message")
    .replace(/<\{%[^%]*%\}>/g, "")
    .trim();
  const level = raw["level"] === "advisory" ? "advisory" : "mandatory";
  return [{ rule: raw["rule"], level, severity: said("severity"), urn: said("urn"), message }];
}

/** The last line: the first one is the rule's description, which reports have elsewhere. */
export function gist({ rule, message }: Reported): string {
  const line = message.split("\n").at(-1) ?? message;
  return line.startsWith(`${rule}: `) ? line.slice(rule.length + 2) : line;
}
