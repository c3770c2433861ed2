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

/** The engine's step for one resource. */
export interface Step {
  op: string;
  urn: string;
  type: string;
  name: string;
  parent: string;
  provider: string;
  protect: boolean;
  inputs: Record<string, unknown>;
  /** Inputs that differ from those of the existing resource. */
  changed: string[];
}

export interface Seconds {
  /** The whole operation. */
  total: number;
  /** From the program's start until it registers its last resource. */
  program: number;
  /** Start of the policy pack and its work on every request; see stopwatch.ts. */
  policy: number;
  /** The part of it before the first request. */
  policyStart: number;
}

/** Result of one operation of the engine, collected from its events. */
export class Outcome {
  failed = false;
  steps: Step[] = [];
  violations: Violation[] = [];
  /** Errors of the program, the provider and the engine. */
  errors: string[] = [];
  warnings: string[] = [];
  /** Planned requests that AWS would refuse, found by a preview; each is among the errors as well. */
  refused: Refused[] = [];
  /** Number of resources by operation. */
  summary: Record<string, number> = {};
  /** Outputs of the stack; an unknown value is "[unknown]", a secret is "[secret]". */
  outputs: Record<string, unknown> = {};
  /** Text output of the engine. */
  text = "";
  seconds: Seconds = { total: 0, program: 0, policy: 0, policyStart: 0 };

  /** Whether the operation succeeded and no mandatory rule was violated. */
  get clean(): boolean {
    return !this.failed && this.errors.length === 0 && this.violations.every(({ level }) => level !== "mandatory");
  }

  /** Records one event. */
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

  /** Adds the planned requests that AWS would refuse. */
  refuse(refused: readonly Refused[]): void {
    this.refused = [...refused];
    for (const { urn, message } of refused) this.errors.push(`${urn}: ${message}`);
  }

  /** The engine reports an error of the program several times with different surrounding text; the longest is kept. */
  private blame(error: string): void {
    // The errors and findings contain the cause.
    if (/^(preview|update|destroy) failed$|^failed to run remediation: context canceled$/.test(error)) return;
    const bare = error.replace(/^One or more errors occurred: /, "");
    if (this.errors.some((known) => known.includes(bare))) return;
    this.errors = [...this.errors.filter((known) => !error.includes(known)), bare];
  }

  private warn(warning: string): void {
    // The rehearsal puts the analyzer shim on PATH.
    if (!warning.startsWith("using pulumi-analyzer-policy-nodejs from $PATH")) this.warnings.push(warning);
  }

  /** Adds the seconds that the policy pack's stopwatch recorded. */
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

/** The engine's message without colour tags. */
function plain(message: string): string {
  return message.replace(/<\{%[^%]*%\}>/g, "").trim();
}

/** The error of a CLI that failed before its first event: its standard error, and the diagnostics of its report. */
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
