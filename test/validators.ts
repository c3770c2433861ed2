import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { cache } from "../rehearsal/compile-cache.ts";
import { build } from "../rehearsal/go-build.ts";
import { definitionsDirectory } from "../rehearsal/kubernetes/custom-definitions.ts";
import { project } from "../rehearsal/stacks.ts";

/**
 * Programs that judge what is handed to Prometheus, Alertmanager, the OpenTelemetry Collector, GitHub and Kubernetes: their
 * own, actionlint, and one on the packages of Kubernetes' API server; and Pulumi's host of YAML programs.
 */
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
  "kubernetes-validation": { folder: "kubernetes-validation", command: ".", pin: /k8s\.io\/kubernetes v(\S+)/ },
} as const satisfies Record<string, { folder: string; command: string; pin: RegExp; tags?: string }>;

export type Validator = keyof typeof commands;

/** The file of a validator, whether it is built or not. */
function fileOf(name: Validator): string {
  const { folder, pin, command } = commands[name];
  const module = path.join(project, "tools", folder);
  const version = pin.exec(fs.readFileSync(path.join(module, "go.mod"), "utf8"))?.[1];
  const directory = `${name}-v${version}${command === "." ? `-${sources(module)}` : ""}`;
  return path.join(cache, directory, process.platform === "win32" ? `${name}.exe` : name);
}

/** The file of a validator, built on first use from the version that tools/<folder>/go.mod pins. */
export async function validator(name: Validator): Promise<string> {
  const { folder, pin, ...rest } = commands[name];
  const module = path.join(project, "tools", folder);
  const target = fileOf(name);
  if (fs.existsSync(target)) return target;
  const report = (line: string) => process.stderr.write(`${line}\n`);
  const search = process.env["PATH"] ?? "";
  const what = `${name} ${pin.exec(fs.readFileSync(path.join(module, "go.mod"), "utf8"))?.[1]}`;
  await build({ target, what, takes: "3 minutes", linker: "-s -w", module, path: search, report, ...rest });
  return target;
}

/** The same without waiting for a promise; another process builds it. */
export function validatorSync(name: Validator): string {
  const target = fileOf(name);
  if (!fs.existsSync(target)) execFileSync(process.execPath, [import.meta.filename, name], { stdio: "inherit" });
  return target;
}

/** A hash of the Go sources in a folder: a program that is written here changes without its pinned version. */
function sources(folder: string): string {
  const files = fs.readdirSync(folder).filter((file) => /\.go$|^go\./.test(file));
  const hash = createHash("sha256");
  for (const file of files.sort()) hash.update(fs.readFileSync(path.join(folder, file)));
  return hash.digest("hex").slice(0, 12);
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
    const wanted = process.argv.slice(2);
    for (const name of Object.keys(commands) as Validator[]) {
      if (wanted.length === 0 || wanted.includes(name)) console.log(`${name}: ${await validator(name)}`);
    }
    console.log(`definitions of custom resources: ${definitionsDirectory()}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error("The tests need Go, and a module proxy (GOPROXY) that this machine reaches.");
    process.exitCode = 1;
  }
}
