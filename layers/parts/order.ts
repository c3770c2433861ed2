/** Parts of a stack, in the order in which they are created. */
export const partNames = ["foundation", "stores", "edge", "workloads", "objects", "operations"] as const;

/** One part of a stack. */
export type PartName = (typeof partNames)[number];

/** The parts whose contracts a part reads; those that read none of each other may be updated side by side. */
export const needs: Readonly<Record<PartName, readonly PartName[]>> = {
  foundation: [],
  stores: ["foundation"],
  edge: ["foundation"],
  workloads: ["foundation", "stores", "edge"],
  objects: ["foundation", "stores", "edge", "workloads"],
  operations: ["foundation", "stores", "edge", "workloads", "objects"],
};

/** One part, and the name of the whole stack that it is a part of. */
export interface StackPart {
  of: string;
  name: PartName;
}

/** The part that a stack is by its name: `prod.stores` is one part of `prod`, and `prod` is whole. */
export function partOf(stack: string): StackPart | undefined {
  const dot = stack.lastIndexOf(".");
  const name = partNames.find((each) => dot > 0 && each === stack.slice(dot + 1));
  return name && { of: stack.slice(0, dot), name };
}

/** Name of the whole stack: the configuration and the definition are its. */
export function wholeOf(stack: string): string {
  return partOf(stack)?.of ?? stack;
}

/** Parts in waves: those of a wave need only those of the waves before it. */
export function waves(): PartName[][] {
  const all: PartName[][] = [];
  for (const part of partNames) {
    const at = 1 + Math.max(-1, ...needs[part].map((need) => all.findIndex((wave) => wave.includes(need))));
    all[at] = [...(all[at] ?? []), part];
  }
  return all;
}
