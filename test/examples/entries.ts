import fs from "node:fs";
import { registerHooks } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const components = path.join(import.meta.dirname, "..", "..", "components");
const scheme = "platform-components:";

/** Lets programs import the package's entries, which then are the sources: all classes and functions of a folder. */
export function resolveEntries(): void {
  registerHooks({
    resolve: (specifier, context, next) => {
      const [, folder] = /^platform-components\/(.+)$/.exec(specifier) ?? [];
      return folder === undefined ? next(specifier, context) : { url: `${scheme}${folder}`, shortCircuit: true };
    },
    load: (url, context, next) =>
      url.startsWith(scheme)
        ? { format: "module", source: entry(url.slice(scheme.length)), shortCircuit: true }
        : next(url, context),
  });
}

function entry(folder: string): string {
  const module = path.join(components, `${folder}.ts`);
  // What needs the package awsx or eks is an entry alone.
  if (fs.existsSync(module)) return `export * from ${JSON.stringify(pathToFileURL(module).href)};`;
  const directory = path.join(components, folder);
  const lines = fs.readdirSync(directory).flatMap((file) => {
    const text = fs.readFileSync(path.join(directory, file), "utf8");
    // As the package does, without what needs the packages awsx and eks.
    if (/from "@pulumi\/(awsx|eks)"/.test(text)) return [];
    const names = [...text.matchAll(/^export (?:class (\w+) extends|function (account)\b)/gm)];
    const exported = names.map(([, component, named]) => component ?? named);
    const url = pathToFileURL(path.join(directory, file)).href;
    return exported.length === 0 ? [] : [`export { ${exported.join(", ")} } from ${JSON.stringify(url)};`];
  });
  return lines.join("\n");
}
