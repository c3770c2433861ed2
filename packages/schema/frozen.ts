import fs from "node:fs";
import path from "node:path";
import type { LeftComponent } from "./left.ts";
import type { Origin, PackageSchema } from "./schema.ts";

/** Where the frozen schema is. */
export const directory = path.join(import.meta.dirname, "..", "frozen");

/** The schema that programs of other languages rely on, and where its components are. */
export function frozen(): { schema: PackageSchema; origins: Record<string, Origin> } {
  const read = (name: string) => JSON.parse(fs.readFileSync(path.join(directory, name), "utf8"));
  return { schema: read("schema.json"), origins: read("components.json") };
}

/** The components that the package does not have, by type token. */
export function frozenLeft(): Record<string, LeftComponent> {
  return JSON.parse(fs.readFileSync(path.join(directory, "left.json"), "utf8"));
}
