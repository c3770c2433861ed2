import path from "node:path";

/** A resource of the state. */
export interface Stored {
  urn: string;
  type: string;
  id?: string;
  parent?: string;
  provider?: string;
  outputs?: Record<string, unknown>;
  retainOnDelete?: boolean;
  /** URNs with which it is replaced. */
  replaceWith?: string[];
}

/** The state of a stack, as its backend keeps it. */
export interface Checkpoint {
  resources?: Stored[];
  /** What a killed update began and did not end. */
  pending_operations?: { type: string; resource: Stored }[];
}

/** The state of a stack among the files of a backend; empty before its first update. */
export function checkpointOf(files: ReadonlyMap<string, string>, stack: string): Checkpoint {
  const text = [...files].find(([file]) => path.basename(file) === `${stack}.json`)?.[1] ?? "{}";
  return JSON.parse(text).checkpoint?.latest ?? {};
}
