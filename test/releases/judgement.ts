import { classOf } from "../../policy-pack/gate/replacement-risk.ts";
import type { Step } from "../../rehearsal/outcome.ts";
import type { Change } from "./changes.ts";

/** What is updated: a release of a stack. */
export interface Subject {
  release: string;
  stack: string;
}

/** What an update does to one resource, as the engine's steps say. */
export interface Planned extends Pick<Step, "urn" | "type" | "name"> {
  op: Change["op"];
}

const operations: Readonly<Record<string, Change["op"]>> = {
  create: "create",
  update: "update",
  delete: "delete",
  replace: "replace",
};

/** The resources that an update changes: a replacement counts once, and components have none. */
export function planned(steps: readonly Step[]): Planned[] {
  return steps.flatMap(({ op, urn, type, name, provider }) => {
    const means = operations[op];
    const isProvider = type.startsWith("pulumi:providers:");
    return means === undefined || (provider === "" && !isProvider) ? [] : [{ op: means, urn, type, name }];
  });
}

/** Whether a wanted change is what happens. */
export function covers(change: Change, { release, stack }: Subject, { op, type, name }: Planned): boolean {
  const { names = /^/, stacks = /^/ } = change;
  return change.from === release && change.op === op && change.type === type && names.test(name) && stacks.test(stack);
}

/** What is wrong with the changes of an update: what is not wanted, and what loses data or an identity in any case. */
export function faults(subject: Subject, all: readonly Planned[], wanted: readonly Change[]): string[] {
  return all.flatMap((each) => {
    const { op, type, name } = each;
    const what = `${op} ${type} ${name}`;
    const kind = classOf(type) ?? "unclassified";
    if ((op === "replace" || op === "delete") && kind !== "disposable") return [`${what}: ${risk(each, all, kind)}`];
    return wanted.some((change) => covers(change, subject, each)) ? [] : [`${what}: not in test/releases/changes.ts`];
  });
}

/** Why a resource must stay; a new one of its type may be the same under another name. */
function risk({ op, type }: Planned, all: readonly Planned[], kind: string): string {
  const created = op === "delete" ? all.find((each) => each.op === "create" && each.type === type) : undefined;
  const kept =
    kind === "stateful" ? "it holds data" : kind === "identity" ? "others use its name" : "it is unclassified";
  return created === undefined ? kept : `${kept}; if ${created.name} is the same under another name, give it an alias`;
}
