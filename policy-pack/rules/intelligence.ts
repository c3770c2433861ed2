import { all, atMost, either, fail, is, matches, only, onType, set, some } from "../checks/conditions.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";

const agent = "aws:bedrock/agentAgent:AgentAgent";
const throughput = "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput";
const key = "arn:aws:kms:eu-west-1:111122223333:key/1";

/** Models of which somebody knows what they cost: by the request, from makers that the platform has a contract with. */
const knownModel = /(?:^|[./])(?:(?:us|eu|apac|global)\.)?(?:anthropic\.claude|amazon\.(?:nova|titan)|cohere\.)/;

/** Bedrock, and what traces cost. */
export const intelligence: readonly ResourceRule[] = [
  {
    name: "bedrock-agent-cmk",
    types: [agent],
    description: "What an agent is told is encrypted with a customer managed key.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_373"],
    fix: "set customerEncryptionKeyArn",
    check: set("customerEncryptionKeyArn"),
    ok: { customerEncryptionKeyArn: key },
    bad: { agentName: "helper" },
  },
  {
    name: "bedrock-agent-guardrail",
    types: [agent],
    description: "An agent has a guardrail.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_383"],
    fix: "set guardrailConfigurations with an identifier and a version",
    check: some("guardrailConfigurations", all(set("guardrailIdentifier"), set("guardrailVersion"))),
    ok: { guardrailConfigurations: [{ guardrailIdentifier: "g-1", guardrailVersion: "1" }] },
    bad: { guardrailConfigurations: [] },
  },
  {
    name: "bedrock-guardrail-filters",
    types: ["aws:bedrock/guardrail:Guardrail"],
    description:
      "A guardrail stops attacks on the prompt and personal data, and is encrypted with a customer managed key.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set contentPolicyConfig with PROMPT_ATTACK at HIGH, sensitiveInformationPolicyConfig and kmsKeyArn",
    check: all(
      some("contentPolicyConfig.filtersConfigs", all(is("type", "PROMPT_ATTACK"), is("inputStrength", "HIGH"))),
      set("sensitiveInformationPolicyConfig"),
      set("kmsKeyArn"),
    ),
    ok: { ...guardrail("HIGH"), kmsKeyArn: key },
    bad: { ...guardrail("LOW"), kmsKeyArn: key },
  },
  {
    name: "bedrock-invocation-logging",
    types: ["aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration"],
    description: "What models were asked is written down.",
    severity: "medium",
    levels: levels("-/M/M"),
    controls: [],
    fix: "set loggingConfig.cloudwatchConfig or loggingConfig.s3Config",
    check: either(set("loggingConfig.cloudwatchConfig"), set("loggingConfig.s3Config")),
    ok: { loggingConfig: { cloudwatchConfig: { logGroupName: "models", roleArn: "arn" } } },
    bad: { loggingConfig: { textDataDeliveryEnabled: true } },
  },
  {
    name: "bedrock-model-allow-list",
    types: [agent, throughput],
    description: "Models are the ones of which somebody knows the price, paid by the request.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set foundationModel to a model of Anthropic, Amazon or Cohere, and remove provisioned throughput",
    check: all(
      onType([agent], matches("foundationModel", knownModel)),
      onType([throughput], () => fail("is paid by the hour, used or not")),
    ),
    ok: { foundationModel: "eu.anthropic.claude-haiku-4-5-20251001-v1:0" },
    bad: { foundationModel: "somebody.model-x-v1:0" },
  },
  {
    name: "xray-sampling-bounded",
    types: ["aws:xray/samplingRule:SamplingRule"],
    description: "A tenth of the requests in prod is traced at most.",
    severity: "low",
    levels: levels("A/A/M"),
    controls: [],
    fix: "set fixedRate to at most 0.1",
    check: only(["prod"], atMost("fixedRate", 0.1)),
    ok: { fixedRate: 0.05 },
    bad: { fixedRate: 1 },
  },
];

function guardrail(inputStrength: string): Record<string, unknown> {
  return {
    contentPolicyConfig: { filtersConfigs: [{ type: "PROMPT_ATTACK", inputStrength, outputStrength: "NONE" }] },
    sensitiveInformationPolicyConfig: { piiEntitiesConfigs: [{ type: "PASSWORD", action: "BLOCK" }] },
  };
}
