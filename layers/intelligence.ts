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

/** What the stack has of Bedrock, as components. */
export interface MadeIntelligence {
  knowledgeBase: KnowledgeBase | undefined;
  guardrail: Guardrail | undefined;
}

/** Bedrock's knowledge base, guardrail and invocation log. */
export function intelligence(
  context: Context,
  { knowledgeBase, guardrail, invocationLogging }: IntelligenceDefinition,
): MadeIntelligence {
  const { config, home, common, logs } = context;
  if (invocationLogging === true) new InvocationLogging("invocations", { account: home.account, logs }, home.opts);
  return {
    knowledgeBase:
      knowledgeBase &&
      config.embeddingModel &&
      new KnowledgeBase(
        "knowledge",
        { ...common, ...knowledgeBase, ...vectors(context, knowledgeBase), embeddingModel: config.embeddingModel },
        home.opts,
      ),
    guardrail: guardrail && new Guardrail("guardrail", { ...common, ...guardrail }, home.opts),
  };
}

/** Vector buckets have a name in the account and Region: the stacks there must not all have the component's. */
function vectors({ definition: { tags } }: Context, { store }: Pick<KnowledgeBaseArgs, "store">) {
  const bucketName = `${tags.project}-${tags.environment}-knowledge`;
  return { store: store.kind === "s3Vectors" ? { ...store, bucketName } : store };
}
