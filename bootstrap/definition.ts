import type { ContextDefinition } from "../layers/context.ts";

/** What an account has before its first stack: the state backend, trust in GitHub, and the roles of its stacks. */
export interface AccountDefinition extends Pick<ContextDefinition, "tags" | "logRetentionInDays"> {
  /** The roles of each stack in the account, by the name of the stack. */
  stacks: Readonly<Record<string, StackRoles>>;
}

/** The roles by which the workflows preview and update one stack. */
export interface StackRoles {
  /** Name of the role for updates, which is platform:deployer of the stack. */
  deployer: string;
  /** Name of the role for previews, which is in platform:previewers of the stack. */
  previewer: string;
  /**
   * Whether each part of the stack has a deployer role besides, with the permissions of this part alone; its name is the
   * deployer's with the part after a hyphen.
   */
  parts: boolean;
}
