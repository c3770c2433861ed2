import fs from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import type { Sources } from "./compile.ts";
import { isSpecial } from "./entries.ts";
import { pluginManifest } from "./manifests.ts";
import { type Made, packageSchema } from "./schema/package-schema.ts";

const project = path.join(import.meta.dirname, "..");
const root = path.join(project, "components");

/** The schema of the components that need no package besides those that most programs have. */
export function schemaOf({ program, modules }: Sources): Made {
  const { version, license } = JSON.parse(fs.readFileSync(path.join(project, "package.json"), "utf8"));
  const description = "Pulumi components for a production platform on AWS.";
  const names = modules.filter((each) => !isSpecial(each)).map(({ name }) => name);
  return packageSchema(program, root, names.toSorted(), { name: "platform", version, description, license });
}

/** Completes a directory that has the compiled modules to a Pulumi plugin. */
export async function plugin(directory: string, sources: Sources): Promise<void> {
  const { schema, origins } = schemaOf(sources);
  const { modules } = sources;
  const packages = new Set(modules.filter((each) => !isSpecial(each)).flatMap((each) => [...each.packages]));
  const write = (name: string, text: string, mode = 0o644) =>
    fs.writeFileSync(path.join(directory, name), text, { mode });
  write("schema.json", json(schema));
  write("components.json", json(origins));
  write("package.json", json(pluginManifest([...packages].sort())));
  write("PulumiPlugin.yaml", "runtime: nodejs\n");
  // Pulumi's Node.js host requires the main file of a plugin.
  write("index.cjs", 'import("./main.js");\n');
  // A plugin with an executable needs no language host.
  write("pulumi-resource-platform", '#!/bin/sh\nexec node "$(dirname "$0")/main.js" "$@"\n', 0o755);
  fs.copyFileSync(path.join(project, "packages", "plugin.md"), path.join(directory, "README.md"));
  fs.copyFileSync(path.join(project, "LICENSE"), path.join(directory, "LICENSE"));
  await build({
    entryPoints: [path.join(project, "packages", "plugin", "main.ts")],
    outfile: path.join(directory, "main.js"),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node22",
    logLevel: "error",
  });
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
