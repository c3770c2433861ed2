import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { cache } from "../rehearsal/compile-cache.ts";
import { build } from "../rehearsal/go-build.ts";
import { project } from "../rehearsal/stacks.ts";

/** Programs that judge what is handed to Prometheus, Alertmanager, the OpenTelemetry Collector and GitHub, and Pulumi's host of YAML programs. */
const commands = {
  promtool: {
    folder: "prometheus",
    command: "github.com/prometheus/prometheus/cmd/promtool",
    pin: /github\.com\/prometheus\/prometheus v(\S+)/,
    // Targets are found in Kubernetes alone; the SDKs of all the other places are most of what there is to compile.
    tags: "remove_all_sd,enable_kubernetes_sd",
  },
  amtool: {
    folder: "prometheus",
    command: "github.com/prometheus/alertmanager/cmd/amtool",
    pin: /github\.com\/prometheus\/alertmanager v(\S+)/,
  },
  actionlint: {
    folder: "actionlint",
    command: "github.com/rhysd/actionlint/cmd/actionlint",
    pin: /github\.com\/rhysd\/actionlint v(\S+)/,
  },
  collector: { folder: "collector", command: ".", pin: /go\.opentelemetry\.io\/collector\/otelcol v(\S+)/ },
  "pulumi-language-yaml": {
    folder: "yaml-language",
    command: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    pin: /github\.com\/pulumi\/pulumi-yaml v(\S+)/,
  },
} as const satisfies Record<string, { folder: string; command: string; pin: RegExp; tags?: string }>;

export type Validator = keyof typeof commands;

/** The file of a validator, built on first use from the version that tools/<folder>/go.mod pins. */
export async function validator(name: Validator): Promise<string> {
  const { folder, pin, ...rest } = commands[name];
  const module = path.join(project, "tools", folder);
  const version = pin.exec(fs.readFileSync(path.join(module, "go.mod"), "utf8"))?.[1];
  const target = path.join(cache, `${name}-v${version}`, process.platform === "win32" ? `${name}.exe` : name);
  if (fs.existsSync(target)) return target;
  const report = (line: string) => process.stderr.write(`${line}\n`);
  const search = process.env["PATH"] ?? "";
  const what = `${name} ${version}`;
  await build({ target, what, takes: "3 minutes", linker: "-s -w", module, path: search, report, ...rest });
  return target;
}

const run = promisify(execFile);

/** A component that signs its requests wants to see credentials, and must not look for any. */
const nobody = {
  AWS_ACCESS_KEY_ID: "nobody",
  AWS_SECRET_ACCESS_KEY: "nobody",
  AWS_EC2_METADATA_DISABLED: "true",
};

/** Runs a validator; its complaint becomes the error. */
export async function validate(name: Validator, ...args: string[]): Promise<string> {
  const file = await validator(name);
  try {
    const { stdout, stderr } = await run(file, args, {
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, ...nobody },
    });
    return `${stdout}${stderr}`;
  } catch (error) {
    if (error instanceof Error && "stdout" in error && "stderr" in error) {
      throw new Error(`${name} ${args.join(" ")}\n${error.stdout}${error.stderr}`);
    }
    throw error;
  }
}

if (import.meta.main) {
  try {
    for (const name of Object.keys(commands) as Validator[]) console.log(`${name}: ${await validator(name)}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error("The tests need Go, and a module proxy (GOPROXY) that this machine reaches.");
    process.exitCode = 1;
  }
}
