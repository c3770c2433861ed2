import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Cloud } from "./cloud-process.ts";
import { compileCache } from "./compile-cache.ts";

interface Settings {
  /** Directory of the backend. */
  state: string;
  tuning: boolean;
  checkpoints?: boolean;
}

/** The environment of the engine in a workspace; tuning makes it faster, and so does a state that is written at the end alone. */
export function engineEnvironment(
  directory: string,
  cloud: Cloud,
  { state, tuning, checkpoints = false }: Settings,
): Record<string, string> {
  return {
    ...neutral(),
    // The engine reads a URL: in a plain path, %, # and ? would end or change it.
    PULUMI_BACKEND_URL: pathToFileURL(state).href,
    PULUMI_CONFIG_PASSPHRASE: "rehearsal",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DEBUG_PROVIDERS: cloud.attach,
    // The pack's runner would make a directory for ts-node, even when this one has just been removed.
    TS_NODE_CACHE: "false",
    TMPDIR: path.join(directory, "tmp"),
    PATH: [path.join(directory, "bin"), process.env["PATH"] ?? ""].join(path.delimiter),
    REHEARSAL_LANGUAGE: path.join(import.meta.dirname, "language-plugin", "language.ts"),
    REHEARSAL_STOPWATCH: pathToFileURL(path.join(import.meta.dirname, "stopwatch.ts")).href,
    REHEARSAL_STOPWATCH_FILE: path.join(directory, "stopwatch"),
    ...(tuning ? tuned : {}),
    ...(tuning && !checkpoints ? { PULUMI_SKIP_CHECKPOINTS: "true", PULUMI_EXPERIMENTAL: "true" } : {}),
  };
}

/** The engine of the offline rehearsal has no use for what the shell says about a real one. */
function neutral(): Record<string, string> {
  const names = Object.keys(process.env).filter((name) => name.startsWith("PULUMI_"));
  return Object.fromEntries(names.map((name) => [name, ""]));
}

const tuned = { GOGC: "400", NODE_COMPILE_CACHE: compileCache };
