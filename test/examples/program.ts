import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { resolveEntries } from "./entries.ts";

/** The folder of the examples, which has their Pulumi.yaml. */
export const directory = path.join(import.meta.dirname, "..", "..", "examples");

/** The examples in TypeScript. */
export const files = fs
  .globSync("*/index.ts", { cwd: directory })
  .sort()
  .map((file) => path.join(directory, file));

/** What the examples name by ID, which the account has already. */
const named = files.flatMap(
  (file) => fs.readFileSync(file, "utf8").match(/"(?:vpc|subnet|sg|arn:aws:iam|Z)[^"]+"/g) ?? [],
);

/** Together, the examples have more VPCs, and vCPUs of On-Demand Instances, than a new account may have. */
const quotas = ["L-F678F1CE: 10", "L-1216C47A: 32"];

/** Configuration of their stack. */
// The pack takes the environment of other projects from their configuration.
export const config = {
  "examples:existing": { value: [...named, ...quotas].join(" ") },
  "platform:definition": { value: "dev" },
};

/** All examples as one program, for the engine and the policy pack start once: names of resources differ from example to example. */
export function exampleProgram(): () => Promise<void> {
  resolveEntries();
  let run = 0;
  return async () => {
    run += 1;
    for (const file of files) await import(`${pathToFileURL(file).href}?${run}`);
  };
}
