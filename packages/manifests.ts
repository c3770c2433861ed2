import fs from "node:fs";
import path from "node:path";
import { type Entry, optionalPackages } from "./entries.ts";

interface Manifest {
  name: string;
  version: string;
  description: string;
  license: string;
  dependencies: Readonly<Record<string, string>>;
}

const project = path.join(import.meta.dirname, "..");

function manifest(...file: string[]): Manifest {
  return JSON.parse(fs.readFileSync(path.join(project, ...file, "package.json"), "utf8"));
}

/** The package.json of the components; programs bring the packages of Pulumi. */
export function componentsManifest(entries: readonly Entry[]): object {
  const { version, license, dependencies } = manifest();
  const needed = [...new Set(entries.flatMap(({ packages }) => packages))].sort();
  return {
    name: "platform-components",
    version,
    description: "Pulumi components for a production platform on AWS.",
    license,
    type: "module",
    sideEffects: false,
    // From this release on, CommonJS programs can require ES modules.
    engines: { node: ">=22.12" },
    files: ["dist"],
    exports: Object.fromEntries(
      entries.map(({ name, file }) => [`./${name}`, { types: `./dist/${file}.d.ts`, default: `./dist/${file}.js` }]),
    ),
    peerDependencies: Object.fromEntries(needed.map((each) => [each, `^${dependencies[each]}`])),
    peerDependenciesMeta: Object.fromEntries(
      optionalPackages.filter((each) => needed.includes(each)).map((each) => [each, { optional: true }]),
    ),
  };
}

/** The package.json of the policy pack: its executable contains what it needs. */
export function policyManifest(): object {
  const { license } = manifest();
  const { name, version, description } = manifest("policy-pack");
  return {
    name,
    version,
    description,
    license,
    engines: { node: ">=24" },
    files: ["platform-policies", "config.schema.json"],
  };
}

/** The package.json of the Pulumi package, which has the packages of Pulumi in the versions that it is tested with. */
export function pluginManifest(packages: readonly string[]): object {
  const { version, license, dependencies } = manifest();
  return {
    name: "platform",
    version,
    description: "Pulumi components for a production platform on AWS.",
    license,
    private: true,
    type: "module",
    main: "index.cjs",
    engines: { node: ">=22.12" },
    dependencies: Object.fromEntries(packages.map((each) => [each, dependencies[each] ?? ""])),
  };
}
