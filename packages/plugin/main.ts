import fs from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
// Registers its providers, which programs pass to components.
import "@pulumi/kubernetes";
import { packageProvider } from "./provider.ts";

// The process that Pulumi starts for the package: it prints its port, and serves until Pulumi ends it.

const read = (name: string) => JSON.parse(fs.readFileSync(path.join(import.meta.dirname, name), "utf8"));

const served = { schema: read("schema.json"), origins: read("components.json") };
const provider = packageProvider({
  ...served,
  load: (module) => import(new URL(`dist/${module}.js`, import.meta.url).href),
});
await pulumi.provider.main(provider, process.argv.slice(2));
