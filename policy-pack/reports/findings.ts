import { json } from "../checks/json.ts";
import { isObject } from "../checks/schema.ts";

/** A finding in the form that the engine reports. */
export interface Reported {
  rule: string;
  level: "mandatory" | "advisory";
  severity: string;
  urn: string;
  message: string;
}

/**
 * The findings of `npm run preview -- --json FILE`, of `npm run gate -- --json`, or of engine events from
 * `pulumi policy analyze --json` and `--event-log`; undefined for other input.
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

/** The finding of an engine event. */
function ofEvent(event: unknown): Reported[] {
  const violation = isObject(event) ? event["policyEvent"] : undefined;
  if (!isObject(violation)) return [];
  return ofRecord({
    ...violation,
    rule: violation["policyName"],
    level: violation["enforcementLevel"],
    urn: violation["resourceUrn"],
  });
}

function ofRecord(raw: unknown): Reported[] {
  if (!isObject(raw) || typeof raw["rule"] !== "string") return [];
  const said = (key: string) => (typeof raw[key] === "string" ? raw[key] : "");
  // The engine marks colors in its messages.
  const message = said("message")
    .replace(/<\{%[^%]*%\}>/g, "")
    .trim();
  const level = raw["level"] === "advisory" ? "advisory" : "mandatory";
  return [{ rule: raw["rule"], level, severity: said("severity"), urn: said("urn"), message }];
}

/** The last line of a message: the first one is the rule's description. */
export function gist({ rule, message }: Reported): string {
  const line = message.split("\n").at(-1) ?? message;
  return line.startsWith(`${rule}: `) ? line.slice(rule.length + 2) : line;
}
