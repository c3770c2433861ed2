import fs from "node:fs";
import { loadAwsServiceSpecSync } from "@aws-cdk/aws-service-spec";
import { actions } from "./actions.ts";
import { metrics } from "./metrics.ts";
import { resources } from "./resources.ts";
import { readSdk } from "./sdk.ts";
import { readSpec } from "./spec.ts";

/** The data files of rehearsal/published, by name, made from the packages that are installed. */
export async function files(): Promise<Record<string, string>> {
  const db = loadAwsServiceSpecSync();
  const { services, globals } = await actions();
  return {
    "resources.json": lines(resources(readSdk(), readSpec(db))),
    "metrics.json": lines(metrics(db)),
    "permissions.json": `{"globals":${JSON.stringify(globals)},\n"services":${lines(services).trimEnd()}}\n`,
  };
}

/** One line for each key, so that an update of a package shows as the lines that it changes. */
function lines(table: Record<string, unknown>): string {
  const sorted = Object.entries(table).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{\n${sorted.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",\n")}\n}\n`;
}

if (import.meta.main) {
  for (const [name, text] of Object.entries(await files()))
    fs.writeFileSync(new URL(`../${name}`, import.meta.url), text);
}
