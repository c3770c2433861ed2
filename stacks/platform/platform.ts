import type { StackDefinition } from "../../layers/definition.ts";
import { edge } from "./edge.ts";
import { foundation } from "./foundation.ts";
import { identity, intelligence } from "./identity.ts";
import { kubernetes } from "./kubernetes.ts";
import { cost, operations, recovery } from "./operations.ts";
import type { Size } from "./size.ts";
import { stores } from "./stores.ts";
import { workloads } from "./workloads.ts";

/** Every capability of the platform, in one size. Data is protected in staging too, where changes are tried first. */
export function platform(size: Size): StackDefinition {
  return {
    tags: {
      project: "platform",
      environment: size.environment,
      owner: "platform-engineering",
      "cost-center": "platform",
      "data-class": "confidential",
    },
    deletionProtection: true,
    logRetentionInDays: size.retentionDays.logs,
    ...foundation(size),
    ...stores(size),
    ...edge(size),
    ...intelligence(),
    ...identity(size),
    ...workloads(size),
    ...kubernetes(size),
    recovery: recovery(size),
    ...operations(size),
    ...cost(size),
  };
}
