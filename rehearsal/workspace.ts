import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import * as auto from "@pulumi/pulumi/automation/index.js";
import { type Cloud, startCloud } from "./cloud-process.ts";
import { compileCache } from "./compile-cache.ts";
import { engineCli } from "./engine-cli.ts";

export interface WorkspaceArgs {
  stack: string;
  /** The stack's file; none for a stack without configuration. */
  file: string | undefined;
  /** Pulumi.yaml of the project. */
  projectFile: string;
  config: auto.ConfigMap;
  cloud: Cloud | undefined;
  /** Whether the settings for speed are on. */
  tuning: boolean;
}

/** Everything around one stack that is gone afterwards: home, backend, CLI and shims, provider process. */
export class Workspace {
  readonly directory: string;
  readonly cloud: Cloud;
  private readonly env: Record<string, string>;
  private readonly ownCloud: boolean;
  private readonly controller = new AbortController();
  private readonly onExit = () => this.remove();
  private readonly onSignal = (signal: NodeJS.Signals) => this.interrupt(signal);
  private running: Promise<unknown> = Promise.resolve();

  private constructor(directory: string, cloud: Cloud, args: WorkspaceArgs) {
    this.directory = directory;
    this.cloud = cloud;
    this.ownCloud = args.cloud === undefined;
    this.env = { ...neutral(), ...environment(directory, cloud), ...(args.tuning ? tuning : {}) };
    process.on("exit", this.onExit);
    process.on("SIGINT", this.onSignal);
    process.on("SIGTERM", this.onSignal);
  }

  static async create(args: WorkspaceArgs): Promise<Workspace> {
    const starting = args.cloud === undefined ? startCloud() : Promise.resolve(args.cloud);
    const cli = await engineCli().catch(async (error) => {
      if (args.cloud === undefined) (await starting).stop();
      throw error;
    });
    const cloud = await starting;
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "rehearsal-"));
    const workspace = new Workspace(directory, cloud, args);
    for (const folder of ["bin", "work", "home", "state", "tmp"]) fs.mkdirSync(path.join(directory, folder));
    fs.symlinkSync(cli.file, path.join(directory, "bin", "pulumi"));
    // The engine starts the policy pack with the first `node` it finds: it must be this one.
    fs.symlinkSync(process.execPath, path.join(directory, "bin", "node"));
    for (const shim of fs.readdirSync(shims)) fs.symlinkSync(path.join(shims, shim), path.join(directory, "bin", shim));
    // The engine logs every run to this directory; a file in its place switches that off (1.4 s at 500 resources).
    if (args.tuning) fs.writeFileSync(path.join(directory, "home", "logs"), "");
    fs.copyFileSync(args.projectFile, path.join(directory, "work", "Pulumi.yaml"));
    if (args.file !== undefined)
      fs.writeFileSync(path.join(directory, "work", `Pulumi.${args.stack}.yaml`), stackText(args.file));
    return workspace;
  }

  /** The stack in this workspace's own backend, configured as its file says. */
  async stack({ stack: name, file, config }: WorkspaceArgs, program: auto.PulumiFn): Promise<auto.Stack> {
    const work = path.join(this.directory, "work");
    const workspace = await auto.LocalWorkspace.create({
      workDir: work,
      program,
      pulumiHome: path.join(this.directory, "home"),
      pulumiCommand: await auto.PulumiCommand.get({ root: this.directory }),
      envVars: this.env,
    });
    const secrets = file === undefined ? {} : await hidden(workspace, name);
    const stack = await auto.Stack.create(name, workspace);
    const all = { ...secrets, ...config };
    if (Object.keys(all).length > 0) await stack.setAllConfig(all);
    return stack;
  }

  /** Runs the CLI beside the Automation API, for what that does not offer. */
  async cli(...args: string[]): Promise<void> {
    const env = { ...process.env, ...this.env, PULUMI_HOME: path.join(this.directory, "home") };
    const command = path.join(this.directory, "bin", "pulumi");
    await promisify(execFile)(command, [...args, "--non-interactive"], { cwd: path.join(this.directory, "work"), env });
  }

  /** Runs an operation that a signal interrupts. */
  async run<T>(operation: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const operated = operation(this.controller.signal);
    this.running = operated.catch(() => {});
    return operated;
  }

  /** Where the policy pack's stopwatch writes. */
  get stopwatch(): string {
    return path.join(this.directory, "stopwatch");
  }

  /** The backend's files by path. */
  stored(): Map<string, string> {
    const state = path.join(this.directory, "state");
    const files = fs.readdirSync(state, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map((entry) => path.join(entry.parentPath, entry.name));
    return new Map(paths.map((file) => [file, fs.readFileSync(file, "utf8")]));
  }

  remove(): void {
    process.off("exit", this.onExit);
    process.off("SIGINT", this.onSignal);
    process.off("SIGTERM", this.onSignal);
    if (this.ownCloud) this.cloud.stop();
    fs.rmSync(this.directory, { recursive: true, force: true });
  }

  /** The engine ends first, since it writes to the directory; it gets five seconds. */
  private async interrupt(signal: NodeJS.Signals): Promise<void> {
    this.controller.abort();
    await Promise.race([this.running, new Promise((resolve) => setTimeout(resolve, 5_000))]);
    process.exit(signal === "SIGINT" ? 130 : 143);
  }
}

const shims = path.join(import.meta.dirname, "shims");

/** The engine of the offline rehearsal has no use for what the shell says about a real one. */
function neutral(): Record<string, string> {
  return Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => name.startsWith("PULUMI_"))
      .map((name) => [name, ""]),
  );
}

function environment(directory: string, cloud: Cloud): Record<string, string> {
  return {
    PULUMI_BACKEND_URL: `file://${path.join(directory, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "rehearsal",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DEBUG_PROVIDERS: cloud.attach,
    // The pack's runner leaves a directory of ts-node behind.
    TMPDIR: path.join(directory, "tmp"),
    PATH: [path.join(directory, "bin"), process.env["PATH"] ?? ""].join(path.delimiter),
    REHEARSAL_STOPWATCH: path.join(import.meta.dirname, "stopwatch.ts"),
    REHEARSAL_STOPWATCH_FILE: path.join(directory, "stopwatch"),
  };
}

const tuning = {
  GOGC: "400",
  NODE_COMPILE_CACHE: compileCache,
  PULUMI_SKIP_CHECKPOINTS: "true",
  PULUMI_EXPERIMENTAL: "true",
};

/** To the engine a stack file without a word says nothing; the Automation API cannot read it. */
function stackText(file: string): string {
  const text = fs.readFileSync(file, "utf8");
  return /^\s*[^\s#]/m.test(text) ? text : "config: {}\n";
}

/** Nothing here can open the secrets of a stack file: each is replaced by a secret that says so. */
async function hidden(workspace: auto.LocalWorkspace, stack: string): Promise<auto.ConfigMap> {
  const { config = {} } = await workspace.stackSettings(stack).catch((error) => {
    throw new Error(`Pulumi.${stack}.yaml cannot be read: ${error instanceof Error ? error.message : error}`);
  });
  const secret = Object.entries(config).filter(
    ([, value]) => typeof value === "object" && value !== null && "secure" in value,
  );
  const open = Object.entries(config).filter(([key]) => !secret.some(([name]) => name === key));
  await workspace.saveStackSettings(stack, { config: Object.fromEntries(open) });
  return Object.fromEntries(secret.map(([key]) => [key, { value: "secret-of-the-rehearsal", secret: true }]));
}
