import { Guardrail, type GuardrailArgs } from "../components/bedrock/guardrail.ts";
import { InvocationLogging } from "../components/bedrock/invocation-logging.ts";
import { KnowledgeBase, type KnowledgeBaseArgs } from "../components/bedrock/knowledge-base.ts";
import type { Context } from "./context.ts";
import type { Settings } from "./table.ts";

/** What the stack uses of Amazon Bedrock. */
export interface IntelligenceDefinition {
  /** Bedrock knowledge base; its embedding model is in the stack's configuration. */
  knowledgeBase?: Settings<KnowledgeBaseArgs, "embeddingModel" | "accessLogs">;
  /** Guardrail that every workload must apply to invoke a model; it finds it by GUARDRAIL_ID and GUARDRAIL_VERSION. */
  guardrail?: Settings<GuardrailArgs>;
  /** Whether this stack owns Bedrock's invocation log, of which an account has one in a Region. @default false */
  invocationLogging?: boolean;
}

export interface Intelligence {
  knowledgeBase: KnowledgeBase | undefined;
  guardrail: Guardrail | undefined;
}

/** Bedrock's knowledge base, guardrail and invocation log. */
export function intelligence(
  { config, home, common, logs }: Context,
  { knowledgeBase, guardrail, invocationLogging }: IntelligenceDefinition,
): Intelligence {
  if (invocationLogging === true) new InvocationLogging("invocations", { account: home.account, logs }, home.opts);
  return {
    knowledgeBase:
      knowledgeBase &&
      config.embeddingModel &&
      new KnowledgeBase(
        "knowledge",
        { ...common, ...knowledgeBase, embeddingModel: config.embeddingModel },
        home.stateful,
      ),
    guardrail: guardrail && new Guardrail("guardrail", { ...common, ...guardrail }, home.opts),
  };
}
