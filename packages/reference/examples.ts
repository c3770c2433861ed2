import fs from "node:fs";
import path from "node:path";
import type { Origin } from "../schema/schema.ts";

/** A program of examples/. */
export interface Example {
  /** Name of its folder. */
  name: string;
  /** Path from the root of the project. */
  file: string;
  text: string;
}

const root = path.join(import.meta.dirname, "..", "..");

/** The programs of examples/, in the order of their names. */
export function examples(): Example[] {
  const files = fs.globSync("examples/*/{index.ts,Pulumi.yaml}", { cwd: root }).sort();
  return files.map((file) => {
    const posix = file.split(path.sep).join("/");
    return {
      name: path.basename(path.dirname(file)),
      file: posix,
      text: fs.readFileSync(path.join(root, file), "utf8"),
    };
  });
}

/** Whether a program creates a component. */
export function creates({ file, text }: Example, token: string, { name }: Pick<Origin, "name">): boolean {
  if (file.endsWith(".yaml")) return new RegExp(`^ +type: ${token}$`, "m").test(text);
  // A class of the same name may come from another package or folder.
  const [, folder = ""] = token.split(":");
  const imported = new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from "platform-components/${folder}(?:/[\\w-]+)?"`);
  return imported.test(text) && text.includes(`new ${name}(`);
}
