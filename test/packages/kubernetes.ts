import fs from "node:fs";
import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";

// Stands in for the Kubernetes plugin, which the CLI otherwise downloads: the package's schema refers to its provider alone.

process.stdin.resume().on("end", () => process.exit());
const file = createRequire(import.meta.url).resolve("@pulumi/kubernetes/package.json");
const { version } = JSON.parse(fs.readFileSync(file, "utf8"));
await pulumi.provider.main({ version, schema: JSON.stringify({ name: "kubernetes", version }) }, []);
