import type { StoreArgs } from "../../components/local/store.ts";
import type { StackDefinition } from "../definition.ts";

/** The part of a stack that runs on any cluster: its workloads, and the stores that they use. Nothing of it is in AWS. */
export interface LocalDefinition
  extends Pick<
    StackDefinition,
    "tags" | "repositories" | "secrets" | "databases" | "caches" | "identities" | "namespaces" | "deployments"
  > {
  /** Namespace of the stores, which is one of the stack's, and how big each of them is. */
  stores: { namespace: string } & Pick<StoreArgs, "cpu" | "memory" | "volumeGib">;
}
