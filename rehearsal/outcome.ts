import fs from "node:fs";
import { stripVTControlCharacters } from "node:util";
import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/index.js";
import type { Refused } from "./account/refusal.ts";

/** A finding of the policy pack. */
export interface Violation {
  rule: string;
  /** mandatory stops the operation, advisory does not. */
  level: string;
  severity: string;
  urn: string;
  message: string;
}

/** What the engine decided about one resource. */
export interface Step {
  op: string;
  urn: string;
  type: string;
  name: string;
  parent: string;
  provider: string;
  protect: boolean;
  inputs: Record<string, unknown>;
  /** Inputs that differ, where the resource exists. */
  changed: string[];
}

export interface Seconds {
  /** The whole operation, as the user waits for it. */
  total: number;
  /** From the program's start until it registers its last resource. */
  program: number;
  /** Start of the policy pack and its work on every request; see stopwatch.ts. */
  policy: number;
  /** The part of it that passes before the first request. */
  policyStart: number;
}

/** What came of one operation of the engine, gathered from its events. */
export class Outcome {
  failed = false;
  steps: Step[] = [];
  violations: Violation[] = [];
  /** Errors of the program, the provider and the engine. */
  errors: string[] = [];
  warnings: string[] = [];
  /** What a preview knows that AWS would refuse; each is among the errors as well. */
  refused: Refused[] = [];
  /** How many resources, by operation. */
  summary: Record<string, number> = {};
  /** Of the stack; an output that only AWS knows is "[unknown]", a secret one "[secret]". */
  outputs: Record<string, unknown> = {};
  /** Everything that the engine printed. */
  text = "";
  seconds: Seconds = { total: 0, program: 0, policy: 0, policyStart: 0 };

  /** Whether the operation ran through and no mandatory rule was violated. */
  get clean(): boolean {
    return !this.failed && this.errors.length === 0 && this.violations.every(({ level }) => level !== "mandatory");
  }

  /** Takes in one event. */
  record(event: EngineEvent): void {
    const { resourcePreEvent: before, resOutputsEvent: after, diagnosticEvent, policyEvent, summaryEvent } = event;
    if (before !== undefined) this.steps.push(step(before.metadata));
    if (after?.metadata.type === "pulumi:pulumi:Stack") this.outputs = shown(after.metadata.new?.outputs ?? {});
    if (diagnosticEvent?.severity === "error") this.blame(plain(diagnosticEvent.message));
    if (diagnosticEvent?.severity === "warning") this.warn(plain(diagnosticEvent.message));
    if (summaryEvent !== undefined) this.summary = { ...summaryEvent.resourceChanges };
    if (policyEvent !== undefined) {
      const { policyName: rule, enforcementLevel: level, resourceUrn: urn = "", message } = policyEvent;
      const severity = "severity" in policyEvent ? String(policyEvent.severity) : "";
      this.violations.push({ rule, level, severity, urn, message: plain(message) });
    }
  }

  /** Takes in what AWS would refuse of a preview. */
  refuse(refused: readonly Refused[]): void {
    this.refused = [...refused];
    for (const { urn, message } of refused) this.errors.push(`${urn}: ${message}`);
  }

  /** The engine tells an error of the program two or three times, with more and less around it; the fullest is kept. */
  private blame(error: string): void {
    // What failed is said by the errors and findings themselves.
    if (/^(preview|update|destroy) failed$/.test(error)) return;
    const bare = error.replace(/^One or more errors occurred: /, "");
    if (this.errors.some((known) => known.includes(bare))) return;
    this.errors = [...this.errors.filter((known) => !error.includes(known)), bare];
  }

  private warn(warning: string): void {
    // The analyzer shim is on PATH on purpose.
    if (!warning.startsWith("using pulumi-analyzer-policy-nodejs from $PATH")) this.warnings.push(warning);
  }

  /** Adds what the policy pack's stopwatch noted. */
  time(seconds: { total: number; program: number }, stopwatch: string): void {
    const notes = fs.existsSync(stopwatch) ? fs.readFileSync(stopwatch, "utf8").split("\n") : [];
    const spent = notes.filter((note) => note !== "").map((note) => JSON.parse(note));
    const sum = (key: "start" | "seconds") => spent.reduce<number>((total, note) => total + (note[key] ?? 0), 0);
    this.seconds = { ...seconds, policy: sum("start") + sum("seconds"), policyStart: sum("start") };
  }
}

function step({ op, urn, type, new: after, old: before, provider, diffs }: StepEventMetadata): Step {
  const state = after ?? before;
  return {
    op,
    urn,
    type,
    name: urn.split("::").slice(3).join("::"),
    parent: state?.parent ?? "",
    provider,
    protect: state?.protect ?? false,
    inputs: state?.inputs ?? {},
    changed: diffs ?? [],
  };
}

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function shown(outputs: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(outputs, (_, value: unknown) => {
      if (value === unknown) return "[unknown]";
      return typeof value === "object" && value !== null && "ciphertext" in value ? "[secret]" : value;
    }),
  );
}

/** The engine's messages without its colour marks. */
function plain(message: string): string {
  return message.replace(/<\{%[^%]*%\}>/g, "").trim();
}

/** What the CLI said when it failed before its first event: its standard error, and the cause from its report. */
export function complaint(stderr: string, text: string): string {
  const [, cause = ""] = stripVTControlCharacters(text).split(/^Diagnostics:$/m);
  const lines = `${stderr}\n${cause}`
    .split("\n")
    .filter((line) => !/^\s*at |warning: using pulumi-analyzer/.test(line));
  return lines
    .join("\n")
    .replace(/\n\s*\n/g, "\n")
    .replace(/^error: /, "")
    .trim();
}
