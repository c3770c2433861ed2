import { styleText } from "node:util";
import { oneLine, printable } from "../policy-pack/commands/output.ts";
import type { Outcome, Step } from "./outcome.ts";
import type { Dependencies } from "./registrations.ts";

/** The text output of a preview: tree of resources, findings, counts and seconds. */
export function report(outcome: Outcome, unlisted: readonly string[]): string {
  const { errors, warnings, violations, summary, seconds } = outcome;
  const parts = [
    tree(outcome.steps),
    ...warnings.map((warning) => `${paint("yellow", "warning:")} ${printable(warning)}`),
    ...errors.map((error) => `${paint("red", "error:")} ${printable(error)}`),
    ...violations.map(
      ({ rule, level, severity, urn, message }) =>
        `${paint(level === "mandatory" ? "red" : "yellow", `[${[level, severity].filter(Boolean).join(", ")}] ${rule}`)}\n  ${place(urn)}\n  ${printable(message).replaceAll("\n", "\n  ")}`,
    ),
    unlisted.length === 0 ? "" : `Not modelled by the rehearsal's account: ${unlisted.join("; ")}.`,
    `${count(outcome)}; ${counted(violations.length, "policy finding")}; ${round(seconds.total)} s (program ${round(seconds.program)} s, policy pack ${round(seconds.policy)} s)`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;

  function count({ failed, steps }: Outcome): string {
    const operations = Object.entries(summary).map(([operation, number]) => `${number} to ${operation}`);
    // The engine counts the stack itself although its program has failed before its first resource.
    const isPlan = !failed || steps.some(({ type }) => type !== "pulumi:pulumi:Stack");
    if (operations.length > 0 && isPlan) return operations.join(", ");
    return failed ? "no plan" : "no resources";
  }
}

/** The result of a preview as JSON. */
export function json(stack: string, outcome: Outcome, graph: Map<string, Dependencies>, unlisted: readonly string[]) {
  const { outputs, violations, errors, summary, seconds } = outcome;
  const resources = outcome.steps.map(({ op, urn, type, name, parent, provider, inputs, protect, changed }) => ({
    op,
    urn,
    type,
    name,
    parent,
    provider,
    inputs,
    dependencies: graph.get(urn)?.dependencies ?? [],
    propertyDependencies: graph.get(urn)?.propertyDependencies ?? {},
    protect,
    changed,
  }));
  return { stack, resources, outputs, violations, errors, summary, seconds, unlisted };
}

/** Lines of columns, each as wide as its widest cell; numbers are aligned to the right. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === "number" ? cell : oneLine(cell))));
  const widths = (cells[0] ?? []).map((_, column) =>
    cells.reduce((most, row) => Math.max(most, String(row[column] ?? "").length), 0),
  );
  const line = (row: readonly (string | number)[]) =>
    row
      .map((cell, column) =>
        typeof cell === "number" ? String(cell).padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  return cells.map(line).join("\n");
}

/** Seconds with one decimal. */
export function round(seconds: number): string {
  return seconds.toFixed(1);
}

/** The tree that the engine draws on a terminal: operation, type and name, children below their parents. */
function tree(steps: readonly Step[]): string {
  // The engine's order differs between runs; order by type and name makes two runs comparable.
  const sorted = unique(steps).sort((left, right) =>
    `${left.type} ${left.name}`.localeCompare(`${right.type} ${right.name}`),
  );
  const children = Map.groupBy(sorted, ({ parent }) => parent);
  const known = new Set(steps.map(({ urn }) => urn));
  const roots = sorted.filter(({ parent }) => !known.has(parent));
  const draw = (step: Step, stem: string, branch: string): string[] => {
    const below = children.get(step.urn) ?? [];
    const own = `${sign(step.op)} ${stem}${branch}${short(step.type)} ${paint("bold", oneLine(step.name))}${changed(step)}`;
    const next = stem + (branch === "" ? "" : branch.startsWith("└") ? "   " : "│  ");
    return [own, ...below.flatMap((child, index) => draw(child, next, index === below.length - 1 ? "└─ " : "├─ "))];
  };
  return roots.flatMap((root) => draw(root, "", "")).join("\n");
}

/** The first step of each resource, because a replacement has several. */
function unique(steps: readonly Step[]): Step[] {
  return [...new Map([...steps].reverse().map((step) => [step.urn, step])).values()].reverse();
}

function changed({ op, changed: inputs }: Step): string {
  return inputs.length === 0 ? "" : paint("dim", ` ${op}: ${inputs.join(", ")}`);
}

function sign(op: string): string {
  if (op.includes("replace")) return paint("magenta", "±");
  if (op.startsWith("create")) return paint("green", "+");
  if (op.startsWith("delete")) return paint("red", "-");
  return op === "update" ? paint("yellow", "~") : " ";
}

/** Shortens aws:kms/key:Key to aws:kms:Key, as the engine does; kubernetes:apps/v1:Deployment stays. */
function short(type: string): string {
  const [, module = "", file = "", kind = ""] = /^(.+)\/([^/]+):(.+)$/.exec(type) ?? [];
  return file !== "" && file.toLowerCase() === kind.toLowerCase() ? `${module}:${kind}` : type;
}

/** The resource of a finding, or the stack. */
function place(urn: string): string {
  const [, , types = "", ...name] = urn.split("::");
  return urn === "" ? "the stack" : `${short(types.split("$").at(-1) ?? "")} ${oneLine(name.join("::"))}`;
}

function counted(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

/** Colour on a terminal only. */
function paint(style: "red" | "green" | "yellow" | "magenta" | "bold" | "dim", text: string): string {
  return styleText(style, text, { stream: process.stdout });
}
