import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { bundle } from "../policy-pack/bundle.ts";
import { Misuse, run, writing } from "../policy-pack/commands/command.ts";
import { compile, sources } from "./compile.ts";
import { entries } from "./entries.ts";
import { componentsManifest, policyManifest } from "./manifests.ts";
import { plugin } from "./plugin.ts";

const usage = `Usage: npm run package [-- DIRECTORY]

Builds packages for other programs, and prints their paths:
  platform-components   the components, as ES modules with type declarations: import { Vpc } from "platform-components/network"
  platform-policies     the policy pack, as one executable: pulumi preview --policy-pack node_modules/platform-policies/platform-policies
  platform              the components as a Pulumi package, for YAML, Python, Go, C# and Java: pulumi package add DIRECTORY/platform
DIRECTORY defaults to .cache/packages.

Exit code: 0 done, 1 the components do not compile, 2 wrong usage
`;

const project = path.join(import.meta.dirname, "..");

/** What was built. */
export interface Packed {
  /** The files that npm installs. */
  files: string[];
  /** Directory of the Pulumi package. */
  plugin: string;
}

/** Builds the npm packages and the Pulumi package in a directory. */
export async function pack(directory: string): Promise<Packed> {
  const within = (name: string) => path.join(directory, name);
  const [components, policies, platform] = [within("components"), within("policies"), within("platform")];
  writing(directory, () => {
    for (const each of [components, policies, platform]) {
      fs.rmSync(each, { recursive: true, force: true });
      fs.mkdirSync(each, { recursive: true });
    }
  });
  const read = sources(path.join(project, "components"), path.join(components, "dist"));
  compile(read);
  const made = entries(read.modules, path.join(components, "dist"));
  write(components, componentsManifest(made), path.join(project, "packages", "components.md"));
  await bundle(policies);
  fs.copyFileSync(path.join(project, "policy-pack", "config.schema.json"), path.join(policies, "config.schema.json"));
  write(policies, policyManifest(), path.join(project, "packages", "policies.md"));
  fs.cpSync(path.join(components, "dist"), path.join(platform, "dist"), { recursive: true });
  await plugin(platform, read);
  return { files: [components, policies].map((each) => npmPack(each, directory)), plugin: platform };
}

function write(directory: string, manifest: object, readme: string): void {
  fs.writeFileSync(path.join(directory, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  fs.copyFileSync(readme, path.join(directory, "README.md"));
  fs.copyFileSync(path.join(project, "LICENSE"), path.join(directory, "LICENSE"));
}

function npmPack(directory: string, destination: string): string {
  const said = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", destination], {
    cwd: directory,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [{ filename }] = JSON.parse(said);
  return path.join(destination, String(filename));
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { help: { type: "boolean" } }, allowPositionals: true });
  const [given = path.join(project, ".cache", "packages"), ...more] = positionals;
  if (more.length > 0) throw new Misuse(`Name one directory, got ${positionals.join(", ")}.`);
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const { files, plugin: platform } = await pack(path.resolve(given));
  for (const each of [...files, platform]) process.stdout.write(`${each}\n`);
  return 0;
}

if (import.meta.main) await run(usage, main);
