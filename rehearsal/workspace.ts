import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import * as auto from "@pulumi/pulumi/automation/index.js";
import { type Cloud, startCloud } from "./cloud-process.ts";
import { engineCli } from "./engine-cli.ts";
import { engineEnvironment } from "./engine-environment.ts";
import { withoutListeners } from "./listeners.ts";
import { complaint } from "./outcome.ts";
import { beforeSignalEnds } from "./signals.ts";
import { standIns } from "./stand-ins.ts";
import { temporaryDirectory } from "./temporary.ts";

export interface WorkspaceArgs {
  stack: string;
  /** The stack's file; none for a stack without configuration. */
  file: string | undefined;
  /** Pulumi.yaml of the project. */
  projectFile: string;
  config: auto.ConfigMap;
  /** Directory of the backend. @default a separate one */
  state?: string | undefined;
  cloud: Cloud | undefined;
  /** Whether the settings for speed are on. */
  tuning: boolean;
  /** Whether the engine writes its state after every step; without the settings for speed it does. @default false */
  checkpoints?: boolean;
  /** Files of language hosts. @default none */
  executables?: readonly string[];
}

/** Everything around one stack that is gone afterwards: home, backend, CLI and shims, provider process. */
export class Workspace {
  readonly directory: string;
  readonly cloud: Cloud;
  private readonly state: string;
  private readonly env: Record<string, string>;
  private readonly ownCloud: boolean;
  private readonly controller = new AbortController();
  private readonly onExit = () => this.remove();
  private readonly forgetSignals: () => void;
  private running: Promise<unknown> = Promise.resolve();

  private constructor(directory: string, cloud: Cloud, args: WorkspaceArgs) {
    this.directory = directory;
    this.cloud = cloud;
    this.ownCloud = args.cloud === undefined;
    this.state = args.state ?? path.join(directory, "state");
    this.env = engineEnvironment(directory, cloud, { ...args, state: this.state });
    process.on("exit", this.onExit);
    // The engine ends first, since it writes to the directory.
    this.forgetSignals = beforeSignalEnds(() => {
      this.controller.abort();
      return this.running;
    });
  }

  static async create(args: WorkspaceArgs): Promise<Workspace> {
    const starting = args.cloud === undefined ? startCloud() : Promise.resolve(args.cloud);
    const cli = await engineCli().catch(async (error) => {
      if (args.cloud === undefined) (await starting).stop();
      throw error;
    });
    const cloud = await starting;
    const directory = temporaryDirectory("rehearsal");
    const workspace = new Workspace(directory, cloud, args);
    for (const folder of ["bin", "work", "home", "state", "tmp"]) fs.mkdirSync(path.join(directory, folder));
    fs.symlinkSync(cli.file, path.join(directory, "engine"));
    // The engine starts the policy pack with the first `node` it finds: it must be this one.
    fs.symlinkSync(process.execPath, path.join(directory, "bin", "node"));
    for (const file of args.executables ?? []) fs.symlinkSync(file, path.join(directory, "bin", path.basename(file)));
    for (const shim of fs.readdirSync(shims)) fs.symlinkSync(path.join(shims, shim), path.join(directory, "bin", shim));
    // The engine logs every run to this directory; a file in its place switches that off (1.4 s at 500 resources).
    if (args.tuning) fs.writeFileSync(path.join(directory, "home", "logs"), "");
    fs.copyFileSync(args.projectFile, path.join(directory, "work", "Pulumi.yaml"));
    if (args.file !== undefined)
      fs.writeFileSync(path.join(directory, "work", `Pulumi.${args.stack}.yaml`), stackText(args.file));
    return workspace;
  }

  /** The stack in this workspace's own backend, configured as its file says. */
  async stack({ stack: name, file, config }: WorkspaceArgs, program?: auto.PulumiFn): Promise<auto.Stack> {
    const workspace = await auto.LocalWorkspace.create({
      workDir: path.join(this.directory, "work"),
      ...(program !== undefined && { program }),
      pulumiHome: path.join(this.directory, "home"),
      pulumiCommand: await auto.PulumiCommand.get({ root: this.directory }),
      envVars: this.env,
    });
    const { top, nested } = file === undefined ? standIns({}) : await hidden(workspace, name);
    const stack = await auto.Stack.createOrSelect(name, workspace);
    const all = { ...top, ...config };
    if (Object.keys(all).length > 0) await stack.setAllConfig(all);
    if (Object.keys(nested).length > 0) await stack.setAllConfig(nested, true);
    return stack;
  }

  /** Runs the CLI beside the Automation API, for what that does not offer. */
  async cli(...args: string[]): Promise<void> {
    // Beside the program's own runs only: with a language plugin, the engine starts policy packs in another way.
    const PATH = [path.join(import.meta.dirname, "language-plugin"), this.env["PATH"]].join(path.delimiter);
    const env = { ...process.env, ...this.env, PATH, PULUMI_HOME: path.join(this.directory, "home") };
    const command = path.join(this.directory, "bin", "pulumi");
    const cwd = path.join(this.directory, "work");
    await this.run((signal) =>
      promisify(execFile)(command, [...args, "--non-interactive"], { cwd, env, signal }).catch((error) => {
        throw new Error(`pulumi ${args[0]}: ${complaint(String(error.stderr), String(error.stdout)) || error.message}`);
      }),
    );
  }

  /** Runs an operation that a signal interrupts. */
  async run<T>(operation: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const operated = withoutListeners(() => operation(this.controller.signal));
    this.running = operated.catch(() => {});
    try {
      return await operated;
    } catch (error) {
      throw this.explained(error);
    } finally {
      // A signal ends the process now: what was cut off is no result, and is not reported as one.
      if (this.controller.signal.aborted) await new Promise(() => {});
    }
  }

  /** The CLI answers an empty file of attributes with EOF alone. */
  private explained(error: unknown): unknown {
    if (!/\bEOF\b/.test(String(error))) return error;
    const [empty] = [...this.stored()].find(([file, text]) => file.endsWith(".attrs") && text === "") ?? [];
    return empty === undefined
      ? error
      : new Error(
          `${empty} is empty: an update was killed while it wrote there. Delete this file; the state beside it is whole.`,
        );
  }

  /** The file with the process ID of the engine that ran last. */
  get engineFile(): string {
    return path.join(this.directory, "engine.pid");
  }

  /** Where the policy pack's stopwatch writes. */
  get stopwatch(): string {
    return path.join(this.directory, "stopwatch");
  }

  /** The backend's files by path. */
  stored(): Map<string, string> {
    const files = fs
      .readdirSync(this.state, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile());
    const paths = files.map((entry) => path.join(entry.parentPath, entry.name));
    return new Map(paths.map((file) => [file, fs.readFileSync(file, "utf8")]));
  }

  remove(): void {
    process.off("exit", this.onExit);
    this.forgetSignals();
    if (this.ownCloud) this.cloud.stop();
    fs.rmSync(this.directory, { recursive: true, force: true });
  }
}

const shims = path.join(import.meta.dirname, "shims");

/** To the engine a stack file without a word says nothing; the Automation API cannot read it. */
function stackText(file: string): string {
  const text = fs.readFileSync(file, "utf8");
  return /^\s*[^\s#]/m.test(text) ? text : "config: {}\n";
}

/** Takes the secrets out of the stack's file; returns what stands in for them. */
async function hidden(workspace: auto.LocalWorkspace, stack: string) {
  const { config = {} } = await workspace.stackSettings(stack).catch((error) => {
    throw new Error(`Pulumi.${stack}.yaml cannot be read: ${error instanceof Error ? error.message : error}`);
  });
  const found = standIns(config);
  await workspace.saveStackSettings(stack, { config: found.open });
  return found;
}
