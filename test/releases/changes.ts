/** A change that an update from a kept release makes, and that is wanted. */
export interface Change {
  /** Release that is updated. */
  from: string;
  /** What happens to the resource. */
  op: "create" | "update" | "replace" | "delete";
  /** Resource type. */
  type: string;
  /** Logical names. @default every resource of the type */
  names?: RegExp;
  /** Stacks. @default every stack */
  stacks?: RegExp;
  /** Why it is wanted, for the release notes. */
  why: string;
}

/** The wanted changes; one that no preview makes is a fault. */
export const changes: readonly Change[] = [];
