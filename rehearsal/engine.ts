import fs from "node:fs";
import path from "node:path";
import * as auto from "@pulumi/pulumi/automation/index.js";
import type { PartName } from "../layers/parts/order.ts";
import { type Checkpoint, checkpointOf, type Stored } from "./checkpoint.ts";
import { inlineProgram } from "./inline-program.ts";
import { complaint, Outcome, type Step } from "./outcome.ts";
import { type Dependencies, plannedDependencies, Registrations } from "./registrations.ts";
import type { RehearsalArgs } from "./rehearsal-args.ts";
import { declared, project, stackFile } from "./stacks.ts";
import type { Watched } from "./watched.ts";
import { Workspace, type WorkspaceArgs } from "./workspace.ts";

/** One stack in the real engine, offline, with a separate state that `close` removes. */
export class Rehearsal {
  private readonly args: RehearsalArgs;
  private readonly workspace: Workspace;
  private readonly stack: auto.Stack;
  private readonly registrations: Registrations;

  private constructor(args: RehearsalArgs, workspace: Workspace, stack: auto.Stack, registrations: Registrations) {
    this.args = args;
    this.workspace = workspace;
    this.stack = stack;
    this.registrations = registrations;
  }

  /** Creates the workspace: CLI, provider process, backend, configuration. */
  static async open(args: RehearsalArgs): Promise<Rehearsal> {
    const directory = args.directory ?? project;
    const workspaceArgs: WorkspaceArgs = {
      stack: args.stack,
      file: stackFile(args.stack, directory),
      state: args.state,
      projectFile: path.join(directory, "Pulumi.yaml"),
      config: args.config ?? {},
      cloud: args.cloud,
      tuning: args.tuning ?? true,
      checkpoints: args.checkpoints ?? false,
      executables: args.executables ?? [],
    };
    const workspace = await Workspace.create(workspaceArgs);
    try {
      const registrations = new Registrations();
      const program = await inlineProgram(directory, args, registrations);
      const stack = await workspace.stack(workspaceArgs, program);
      await workspace.cloud.account.declare(declared(workspaceArgs.file, workspaceArgs.config));
      return new Rehearsal(args, workspace, stack, registrations);
    } catch (error) {
      workspace.remove();
      throw error;
    }
  }

  /** What would happen, with what AWS would refuse of it for certain. */
  async preview(): Promise<Outcome> {
    const { account } = this.workspace.cloud;
    await account.begin(this.args.stack);
    const outcome = await this.run((options) => this.stack.preview({ ...options, ...this.packs(), plan: this.plan }));
    // Of a preview that ended early, it is not known what it would have planned besides.
    if (outcome.errors.length === 0)
      outcome.refuse(await account.verdicts(this.args.stack), await account.overwrites(this.args.stack));
    return outcome;
  }

  /** Creates or changes the stack: a preview, and when that is clean the update, as `pulumi up` does. */
  async up(): Promise<Outcome> {
    const preview = await this.preview();
    return preview.clean ? this.update() : preview;
  }

  /** The update alone, as `pulumi up --skip-preview`: only what the policy pack says of each resource stops it. */
  update(): Promise<Outcome> {
    return this.run((options) => this.stack.up({ ...options, ...this.packs() }));
  }

  /** Reads every resource again, and keeps in the state what is read, as `pulumi refresh`. */
  refresh(): Promise<Outcome> {
    return this.run((options) => this.stack.refresh(options));
  }

  /** The update without the policy pack, which refuses a production stack without protection. */
  updateWithoutPack(): Promise<Outcome> {
    return this.run((options) => this.stack.up(options));
  }

  /** Destroys the stack, as `pulumi destroy`; protection has to be off. */
  destroy(): Promise<Outcome> {
    return this.run((options) => this.stack.destroy(options));
  }

  /** Runs a command of the Pulumi CLI for the stack. */
  command(...args: string[]): Promise<void> {
    return this.workspace.cli(...args, "--stack", this.args.stack);
  }

  /** The resources that exist, as the stored checkpoint has them: secrets are encrypted. */
  resources(): Stored[] {
    return this.checkpoint().resources ?? [];
  }

  /** What a killed update began and did not end. */
  pending(): { type: string; resource: Stored }[] {
    return this.checkpoint().pending_operations ?? [];
  }

  private checkpoint(): Checkpoint {
    return checkpointOf(this.workspace.stored(), this.args.stack);
  }

  /** The files of the backend by path. */
  files(): Map<string, string> {
    return this.workspace.stored();
  }

  /** What the URN of every resource of this stack begins with. */
  get urnPrefix(): string {
    return `urn:pulumi:${this.args.stack}::`;
  }

  /** The file with the process ID of the engine that ran last. */
  get engineFile(): string {
    return this.workspace.engineFile;
  }

  /** Everything that the backend stored, as text: checkpoint, backups, history. */
  stored(): string {
    return [...this.workspace.stored().values()].join("\n");
  }

  /**
   * The dependencies of each resource by URN, which the events do not tell: from the plan of the preview, and when that
   * failed and left none, as the program registered them (then the children of awsx and eks components are missing).
   */
  dependencies(): Map<string, Dependencies> {
    const planned = plannedDependencies(this.plan);
    return planned.size > 0 ? planned : this.registrations.dependencies;
  }

  /** The part of the whole stack that each resource of the last run belongs to, by URN. */
  parts(steps: readonly Step[]): Map<string, PartName> {
    return this.registrations.partsOf(steps);
  }

  /** Types that the account does not know all about, with what it does not know. */
  unlisted(): string[] {
    return [...this.workspace.cloud.unlisted].sort();
  }

  /** Removes the state, and ends the provider process unless it is shared. */
  close(): void {
    this.workspace.remove();
  }

  private get plan(): string {
    return path.join(this.workspace.directory, "plan.json");
  }

  private packs(): Pick<auto.UpOptions, "policyPacks" | "policyPackConfigs"> {
    const { policyPack: pack = path.join(project, "policy-pack"), policyPackConfig: config } = this.args;
    return pack === "none" ? {} : { policyPacks: [pack], ...(config !== undefined && { policyPackConfigs: [config] }) };
  }

  private async run(operation: (options: Watched) => Promise<unknown>): Promise<Outcome> {
    const outcome = new Outcome();
    const started = performance.now();
    const limit = Error.stackTraceLimit;
    // The SDK captures a stack for every resource; a single frame saves half of the program's time.
    if (this.args.tuning ?? true) Error.stackTraceLimit = 1;
    fs.rmSync(this.plan, { force: true });
    fs.rmSync(this.workspace.stopwatch, { force: true });
    const onEvent = (event: auto.EngineEvent) => outcome.record(event);
    let stderr = "";
    const onError = (text: string) => {
      stderr += text;
    };
    const onOutput = (text: string) => {
      outcome.text += text;
      this.args.onText?.(text);
    };
    try {
      await this.workspace.run((signal) => operation({ onEvent, onOutput, onError, signal, color: "never" }));
    } catch (error) {
      if (!(error instanceof auto.CommandError)) throw error;
      outcome.failed = true;
      const silent = outcome.errors.length === 0 && outcome.violations.length === 0;
      if (silent) outcome.errors.push(complaint(stderr, outcome.text));
    } finally {
      Error.stackTraceLimit = limit;
    }
    const total = (performance.now() - started) / 1_000;
    outcome.time({ total, program: this.registrations.seconds }, this.workspace.stopwatch);
    return outcome;
  }
}
