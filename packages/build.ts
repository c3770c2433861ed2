import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { bundle } from "../policy-pack/bundle.ts";
import { Misuse, run, writing } from "../policy-pack/commands/command.ts";
import { compiled } from "./compile.ts";
import { entries } from "./entries.ts";
import { componentsManifest, policyManifest } from "./manifests.ts";

const usage = `Usage: npm run package [-- DIRECTORY]

Builds two npm packages that other programs install, and prints their files:
  platform-components   the components, as ES modules with type declarations: import { Vpc } from "platform-components/network"
  platform-policies     the policy pack, as one executable: pulumi preview --policy-pack node_modules/platform-policies/platform-policies
DIRECTORY defaults to .cache/packages.

Exit code: 0 done, 1 the components do not compile, 2 wrong usage
`;

const project = path.join(import.meta.dirname, "..");

/** Builds both packages in a directory, and returns the files that npm installs. */
export async function pack(directory: string): Promise<string[]> {
  const [components, policies] = ["components", "policies"].map((name) => path.join(directory, name));
  if (components === undefined || policies === undefined) return [];
  writing(directory, () => {
    for (const each of [components, policies]) {
      fs.rmSync(each, { recursive: true, force: true });
      fs.mkdirSync(each, { recursive: true });
    }
  });
  const modules = compiled(path.join(project, "components"), path.join(components, "dist"));
  const made = entries(modules, path.join(components, "dist"));
  write(components, componentsManifest(made), path.join(project, "packages", "components.md"));
  await bundle(policies);
  fs.copyFileSync(path.join(project, "policy-pack", "config.schema.json"), path.join(policies, "config.schema.json"));
  write(policies, policyManifest(), path.join(project, "packages", "policies.md"));
  return [components, policies].map((each) => npmPack(each, directory));
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
  for (const file of await pack(path.resolve(given))) process.stdout.write(`${file}\n`);
  return 0;
}

if (import.meta.main) await run(usage, main);
