import fs from "node:fs";
import path from "node:path";
import { catalogue, type Entry } from "../catalogue.ts";
import { isObject } from "../checks/schema.ts";

/** The rules of one file: a page of the reference. */
export interface Area {
  /** The file's name. */
  name: string;
  title: string;
  entries: Entry[];
}

const folder = path.join(import.meta.dirname, "..", "rules");

/** Every area by name; what is about the pack and the plan comes last. */
export async function areas(): Promise<Area[]> {
  const byName = new Map(catalogue.map((entry) => [entry.about.name, entry]));
  const found: Area[] = [];
  for (const file of fs.readdirSync(folder).sort()) {
    if (file === "index.ts") continue;
    const module: unknown = await import(path.join(folder, file));
    const name = path.basename(file, ".ts");
    const lists = isObject({ ...Object(module) }) ? Object.values(Object(module)).filter(Array.isArray) : [];
    const entries = lists.flat().flatMap((rule) => byName.get(isObject(rule) ? String(rule["name"]) : "") ?? []);
    if (entries.length > 0) found.push({ name, title: titled(name), entries });
  }
  const placed = new Set(found.flatMap(({ entries }) => entries));
  const rest = catalogue.filter((entry) => !placed.has(entry));
  return [...found, { name: "pack-and-plan", title: "The pack itself, plans and states", entries: rest }];
}

function titled(name: string): string {
  const words = name.replaceAll("-", " ").replace(/\biam\b/, "IAM");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
