import type * as auto from "@pulumi/pulumi/automation/index.js";
import type { Cloud } from "./cloud-process.ts";

export interface RehearsalArgs {
  /** Name of the stack; its configuration is the file Pulumi.<stack>.yaml of the project or of its stacks folder. */
  stack: string;
  /**
   * The program, or that of the directory's Pulumi.yaml, whose language host is one of the executables.
   * @default the default export of the project's index.ts
   */
  program?: auto.PulumiFn | "Pulumi.yaml";
  /**
   * Files of language hosts, which the engine finds under their names.
   * @default none: the program runs in this process
   */
  executables?: readonly string[];
  /**
   * Directory with Pulumi.yaml and the stack files.
   * @default this project
   */
  directory?: string;
  /**
   * Directory of the policy pack, or none.
   * @default policy-pack of this project
   */
  policyPack?: string | "none";
  /**
   * File with the configuration of the policy pack.
   * @default the levels of the rules
   */
  policyPackConfig?: string;
  /**
   * Configuration on top of the file's.
   * @default nothing more
   */
  config?: auto.ConfigMap;
  /** Directory of the backend, which the parts of a stack share; who gives it removes it. @default a separate one */
  state?: string | undefined;
  /** A provider process that several rehearsals share. @default a separate one */
  cloud?: Cloud;
  /**
   * Whether the settings for speed are on; the benchmark compares.
   * @default true
   */
  tuning?: boolean;
  /**
   * Whether the engine writes its state after every step, as it does outside the rehearsal: a kill needs it.
   * @default false
   */
  checkpoints?: boolean;
  /**
   * Told what the engine prints, as it prints it.
   * @default no listener
   */
  onText?: (text: string) => void;
}
