import fs from "node:fs";
import * as auto from "@pulumi/pulumi/automation/index.js";
import type { Checkpoint } from "../../rehearsal/checkpoint.ts";
import { complaint, Outcome } from "../../rehearsal/outcome.ts";

/** The operations of one stack that a deployment needs. */
export interface PartEngine {
  /** A preview with the policy pack; its plan goes to a file. */
  preview(plan: string): Promise<Outcome>;
  /** The update that the plan allows, and nothing else; without a plan, what there is to do. */
  update(plan?: string): Promise<Outcome>;
  /** The state, with its secrets encrypted. */
  state(): Promise<Checkpoint>;
  /** Runs a command of the CLI in the directory of the project. */
  cli(...args: string[]): Promise<void>;
}

/** A stack of the Automation API with the CLI of its project. */
export interface Opened {
  stack: auto.Stack;
  /** Directories of policy packs. */
  policyPacks: readonly string[];
  cli: PartEngine["cli"];
  /** Runs an operation with what it needs besides. @default the operation alone */
  around?: (operation: () => Promise<unknown>) => Promise<unknown>;
}

/** A stack of the Automation API, as a deployment uses it. */
export function partEngine({ stack, policyPacks, cli, around = (operation) => operation() }: Opened): PartEngine {
  const run = async (operation: (options: Watched) => Promise<unknown>): Promise<Outcome> => {
    const outcome = new Outcome();
    let stderr = "";
    const options: Watched = {
      color: "never",
      onEvent: (event) => outcome.record(event),
      onOutput: (text) => {
        outcome.text += text;
      },
      onError: (text) => {
        stderr += text;
      },
    };
    try {
      await around(() => operation(options));
    } catch (error) {
      if (!(error instanceof auto.CommandError)) throw error;
      outcome.failed = true;
      const silent = outcome.errors.length === 0 && outcome.violations.length === 0;
      if (silent) outcome.errors.push(complaint(stderr, outcome.text) || error.message);
    }
    return outcome;
  };
  return {
    preview: (plan) => {
      fs.rmSync(plan, { force: true });
      return run((options) => stack.preview({ ...options, plan, policyPacks: [...policyPacks] }));
    },
    update: (plan) =>
      run((options) => stack.up({ ...options, ...(plan !== undefined && { plan }), policyPacks: [...policyPacks] })),
    state: async () => (await stack.exportStack()).deployment,
    cli,
  };
}

/** What every operation of the Automation API takes. */
interface Watched {
  color: "never";
  onEvent: (event: auto.EngineEvent) => void;
  onOutput: (text: string) => void;
  onError: (text: string) => void;
}
