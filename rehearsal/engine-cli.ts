import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { cache } from "./compile-cache.ts";
import { build } from "./go-build.ts";
import { project } from "./stacks.ts";

/** The Pulumi CLI that a rehearsal runs. */
export interface EngineCli {
  file: string;
  version: string;
  /** Where it was found, for messages. */
  from: string;
}

export interface Search {
  /** Directories that are searched for an installed CLI, as in PATH. */
  path: string;
  /** Directory of built CLIs; each version has a subdirectory. */
  cache: string;
  /** Project whose tools/pulumi/go.mod pins the version and whose node_modules may contain the npm launcher. */
  project: string;
  /** Receives progress messages of a build. */
  report: (line: string) => void;
}

const run = promisify(execFile);

/** Finds the CLI: installed, built earlier, the npm launcher; otherwise builds it. The error lists every attempt. */
export async function engineCli(search: Partial<Search> = {}): Promise<EngineCli> {
  const { path: places, cache: root, project: home, report } = { ...defaults(), ...search };
  const wanted = pinned(home);
  const built = path.join(root, `pulumi-v${wanted}`, executable);
  const candidates = [
    ...places.split(path.delimiter).flatMap((directory) =>
      // npm adds node_modules/.bin to PATH: the launcher there is tried last, because it needs a network.
      directory === "" || directory.includes("node_modules")
        ? []
        : { file: path.join(directory, executable), from: "PATH" },
    ),
    { file: built, from: "built earlier" },
    { file: path.join(home, "node_modules", ".bin", executable), from: "the npm launcher" },
  ];
  const tried: string[] = [];
  for (const { file, from } of candidates) {
    if (!fs.existsSync(file)) continue;
    const version = await versionOf(file);
    if (typeof version !== "string") tried.push(`${file} (${from}): ${version.message}`);
    else if (older(version, wanted)) tried.push(`${file} (${from}): version ${version}, older than ${wanted}`);
    else return { file, version, from };
  }
  tried.push(...(tried.length === 0 ? ["no pulumi on PATH, no earlier build, no npm launcher"] : []));
  await build({
    target: built,
    what: `Pulumi ${wanted}`,
    takes: "6 minutes",
    command: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    linker: `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${wanted}`,
    module: path.join(home, "tools", "pulumi"),
    path: places,
    report,
  }).catch((error: Error) => {
    throw new Error(
      [
        `Found no Pulumi CLI ${wanted} or newer, and could not build it. Tried:`,
        ...[...tried, error.message].map((each) => `  - ${each}`),
        `Install the CLI (https://www.pulumi.com/docs/install) and add it to PATH, or install Go and set GOPROXY to a Go module proxy that this machine can reach.`,
      ].join("\n"),
    );
  });
  return { file: built, version: wanted, from: "built now" };
}

const executable = process.platform === "win32" ? "pulumi.exe" : "pulumi";

function defaults(): Search {
  return { path: process.env["PATH"] ?? "", cache, project, report: (line) => process.stderr.write(`${line}\n`) };
}

/** The version that tools/pulumi/go.mod pins; the rehearsal is tested with it, so older versions are not used. */
function pinned(home: string): string {
  const module = fs.readFileSync(path.join(home, "tools", "pulumi", "go.mod"), "utf8");
  const version = /github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/.exec(module)?.[1];
  if (version === undefined) throw new Error("tools/pulumi/go.mod does not pin github.com/pulumi/pulumi/pkg/v3");
  return version;
}

async function versionOf(file: string): Promise<string | Error> {
  try {
    // The npm launcher downloads the CLI on its first run; the time limit ends it without a network.
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "1" };
    const { stdout } = await run(file, ["version"], { timeout: 120_000, env });
    const version = /v?(\d+\.\d+\.\d+\S*)/.exec(stdout)?.[1];
    return version ?? new Error(`printed "${stdout.trim()}" instead of a version`);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return new Error(`does not run: ${message.trim().split("\n").at(-1)}`);
  }
}

function older(version: string, wanted: string): boolean {
  return version.localeCompare(wanted, "en", { numeric: true }) < 0;
}

if (import.meta.main) {
  try {
    const { file, version, from } = await engineCli();
    console.log(`Pulumi ${version} (${from}): ${file}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
