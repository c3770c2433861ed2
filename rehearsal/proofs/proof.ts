import { Graph, type Made } from "./graph.ts";

/** What must hold of a stack that is up so that it works, although AWS and Kubernetes refuse none of its requests. */
export interface Proof {
  /** What must hold, in words joined by hyphens. */
  name: string;
  /** Page title and URL, or a public issue; "not looked up" for a memory. */
  source: string;
  /** What does not hold, one line each. */
  check(graph: Graph): string[];
  /** Resources of which it holds, and of which it does not. */
  holds: readonly Made[];
  fails: readonly Made[];
}

/** What does not hold of a stack, with the name of the proof in front. */
export function unproven(proofs: readonly Proof[], made: readonly Made[]): string[] {
  const graph = new Graph(made);
  return proofs.flatMap(({ name, check }) => check(graph).map((fault) => `${name}: ${fault}`));
}

/** A resource of a case. */
export function made(type: string, name: string, inputs: Made["inputs"], outputs: Made["outputs"] = {}): Made {
  return { type, name, inputs, outputs };
}
