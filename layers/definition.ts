import type { AddonsDefinition } from "./addons.ts";
import type { CostDefinition } from "./cost.ts";
import type { KubernetesDefinition } from "./deployments.ts";
import type { EdgeDefinition } from "./edge.ts";
import type { FoundationDefinition } from "./foundation.ts";
import type { IdentityDefinition } from "./identity.ts";
import type { OperationsDefinition } from "./operations.ts";
import type { RecoveryDefinition } from "./recovery.ts";
import type { StoresDefinition } from "./stores.ts";
import type { TelemetryDefinition } from "./telemetry.ts";
import type { WorkloadsDefinition } from "./workloads.ts";

/** How strict a stack is: it decides tags and the levels of the policy pack. */
export type Environment = "dev" | "staging" | "prod";

/**
 * What a stack is: how big, how safe, which capabilities. Where it runs is in its Pulumi.<stack>.yaml.
 * Every stack answers every question: a table of nothing is {}, a capability that is not there is undefined.
 */
export interface StackDefinition
  extends FoundationDefinition,
    StoresDefinition,
    EdgeDefinition,
    IdentityDefinition,
    WorkloadsDefinition,
    AddonsDefinition,
    KubernetesDefinition,
    TelemetryDefinition,
    RecoveryDefinition,
    OperationsDefinition,
    CostDefinition {
  /** Tags that every resource carries; a system's own come on top. */
  tags: {
    project: string;
    environment: Environment;
    owner: string;
    "cost-center": string;
    "data-class": "public" | "internal" | "confidential";
  } & Readonly<Record<string, string>>;
  /** Whether what holds data or identity refuses to be deleted, in AWS and in Pulumi. */
  deletionProtection: boolean;
  /** Days that log groups keep their events. */
  logRetentionInDays: number;
}
