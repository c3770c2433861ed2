import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Cloud } from "./cloud-process.ts";
import { compileCache } from "./compile-cache.ts";

/** The environment of the engine in a workspace; tuning makes it faster. */
export function engineEnvironment(directory: string, cloud: Cloud, tuned: boolean): Record<string, string> {
  return {
    ...neutral(),
    // The engine reads a URL: in a plain path, %, # and ? would end or change it.
    PULUMI_BACKEND_URL: pathToFileURL(path.join(directory, "state")).href,
    PULUMI_CONFIG_PASSPHRASE: "rehearsal",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DEBUG_PROVIDERS: cloud.attach,
    // The pack's runner would make a directory for ts-node, even when this one has just been removed.
    TS_NODE_CACHE: "false",
    TMPDIR: path.join(directory, "tmp"),
    PATH: [path.join(directory, "bin"), process.env["PATH"] ?? ""].join(path.delimiter),
    REHEARSAL_STOPWATCH: pathToFileURL(path.join(import.meta.dirname, "stopwatch.ts")).href,
    REHEARSAL_STOPWATCH_FILE: path.join(directory, "stopwatch"),
    ...(tuned ? tuning : {}),
  };
}

/** The engine of the offline rehearsal has no use for what the shell says about a real one. */
function neutral(): Record<string, string> {
  const names = Object.keys(process.env).filter((name) => name.startsWith("PULUMI_"));
  return Object.fromEntries(names.map((name) => [name, ""]));
}

const tuning = {
  GOGC: "400",
  NODE_COMPILE_CACHE: compileCache,
  PULUMI_SKIP_CHECKPOINTS: "true",
  PULUMI_EXPERIMENTAL: "true",
};
