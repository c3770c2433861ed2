import type { AddonsDefinition } from "./addons.ts";
import type { ContextDefinition } from "./context.ts";
import type { CostDefinition } from "./cost.ts";
import type { DeploymentsDefinition } from "./deployments.ts";
import type { EdgeDefinition } from "./edge.ts";
import type { FoundationDefinition } from "./foundation.ts";
import type { IdentityDefinition } from "./identity.ts";
import type { IntelligenceDefinition } from "./intelligence.ts";
import type { OperationsDefinition } from "./operations.ts";
import type { RecoveryDefinition } from "./recovery.ts";
import type { StoresDefinition } from "./stores.ts";
import type { TelemetryDefinition } from "./telemetry/index.ts";
import type { WorkloadsDefinition } from "./workloads.ts";

/**
 * What a stack is: how big, how safe, which capabilities. Where it runs is in its Pulumi.<stack>.yaml.
 * What a stack leaves out it does not have.
 */
export interface StackDefinition
  extends ContextDefinition,
    FoundationDefinition,
    StoresDefinition,
    EdgeDefinition,
    IntelligenceDefinition,
    IdentityDefinition,
    WorkloadsDefinition,
    AddonsDefinition,
    DeploymentsDefinition,
    TelemetryDefinition,
    OperationsDefinition,
    RecoveryDefinition,
    CostDefinition {}

/** What a definition says under one key. */
export type Part<Key extends keyof StackDefinition> = Required<StackDefinition>[Key];
