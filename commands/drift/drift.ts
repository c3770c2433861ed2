import type { EngineEvent, OpType } from "@pulumi/pulumi/automation/index.js";
import { text } from "../inputs.ts";

/** A resource that is not as the last update left it. */
export interface Drift {
  urn: string;
  type: string;
  /** Logical name. */
  name: string;
  id: string;
  /** Whether it is gone. */
  gone: boolean;
  /** Inputs that differ. */
  changed: readonly string[];
  /** Who changed it, where CloudTrail says so. */
  by: readonly string[];
}

/** Collects what a refresh in preview finds, from the events of the engine. */
export function drifts(): { found: Drift[]; record: (event: EngineEvent) => void } {
  const found: Drift[] = [];
  const record = ({ resOutputsEvent }: EngineEvent) => {
    if (resOutputsEvent === undefined) return;
    const { op, urn, type, old, diffs = [], detailedDiff } = resOutputsEvent.metadata;
    const changed = inputsOf(diffs, detailedDiff);
    if (!isDrift(op, changed)) return;
    const name = urn.split("::").slice(3).join("::");
    const id = text(old?.outputs, "id") ?? text(old, "id") ?? "";
    found.push({ urn, type, name, id, gone: op === "delete", changed, by: [] });
  };
  return { found, record };
}

/** What AWS computes changes without a person's doing, such as the number of objects. */
function inputsOf(diffs: readonly string[], detailed: object | undefined | null): string[] {
  const told: [path: string, diff: unknown][] = Object.entries(detailed ?? {});
  if (told.length === 0) return [...diffs];
  const isInput = (diff: unknown) =>
    typeof diff === "object" && diff !== null && "inputDiff" in diff && diff.inputDiff === true;
  return told.filter(([, diff]) => isInput(diff)).map(([path]) => path);
}

function isDrift(op: OpType, changed: readonly string[]): boolean {
  return op === "delete" || (op === "update" && changed.length > 0);
}
