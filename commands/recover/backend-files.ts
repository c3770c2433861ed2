import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** An empty file that a killed update left in a file backend, and how it is cured. */
export interface EmptyFile {
  file: string;
  cure: string;
  apply: () => void;
}

/** The empty files of a stack in a `file://` backend: with one, every command ends with "failed to load checkpoint". */
export function emptyFiles(backend: string, stack: string): EmptyFile[] {
  const root = directoryOf(backend);
  if (root === undefined) return [];
  const stacks = path.join(root, ".pulumi", "stacks");
  if (!fs.existsSync(stacks)) return [];
  const [name = stack] = stack.split("/").slice(-1);
  const files = fs.readdirSync(stacks, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return files
    .map((each) => path.join(each.parentPath, each.name))
    .filter((file) => path.basename(file).startsWith(`${name}.json`) && fs.statSync(file).size === 0)
    .flatMap((file) => (file.endsWith(".bak") ? [] : [cured(file)]));
}

/** The directory of a backend's URL; `file://~` is the home directory. */
function directoryOf(backend: string): string | undefined {
  if (!backend.startsWith("file://")) return undefined;
  const rest = backend.slice("file://".length);
  if (rest.startsWith("~")) return path.join(process.env["HOME"] ?? "", rest.slice(1));
  return rest.startsWith("/") ? fileURLToPath(backend) : path.resolve(rest);
}

function cured(file: string): EmptyFile {
  // The attributes hold a content type and a checksum: without them, the backend reads the checkpoint as it is.
  if (file.endsWith(".attrs")) return { file, cure: `rm ${file}`, apply: () => fs.rmSync(file) };
  const backup = `${file}.bak`;
  if (!fs.existsSync(backup) || fs.statSync(backup).size === 0)
    return {
      file,
      cure: "restore it from .pulumi/backups of the backend, or from `pulumi stack history`",
      apply: () => {},
    };
  return {
    file,
    cure: `cp ${backup} ${file}`,
    apply: () => {
      fs.copyFileSync(backup, file);
      fs.rmSync(`${file}.attrs`, { force: true });
    },
  };
}
