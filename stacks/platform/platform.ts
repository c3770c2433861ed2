import type { StackDefinition } from "../../layers/definition.ts";
import { entry } from "./edge.ts";
import { ground } from "./foundation.ts";
import { identity } from "./identity.ts";
import { kubernetes } from "./kubernetes.ts";
import { cost, operations, recovery } from "./operations.ts";
import type { Size } from "./size.ts";
import { stores } from "./stores.ts";
import { workloads } from "./workloads.ts";

/** Every capability of the platform, in one size. What holds data is protected: staging is where that is rehearsed. */
export function union(size: Size): StackDefinition {
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
    ...ground(size),
    ...stores(size),
    ...entry(size),
    ...identity(size),
    ...workloads(size),
    ...kubernetes(size),
    recovery: recovery(size),
    ...operations(size),
    ...cost(size),
  };
}
