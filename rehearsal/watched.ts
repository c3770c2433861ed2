import type * as auto from "@pulumi/pulumi/automation/index.js";

/** What every operation of the Automation API takes. */
export interface Watched {
  onEvent: (event: auto.EngineEvent) => void;
  onOutput: (text: string) => void;
  onError: (text: string) => void;
  signal: AbortSignal;
  color: "never";
}
