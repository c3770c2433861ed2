import { all, either, fail, is, matches, onType, set, some } from "../checks/conditions.ts";
import { customerKey } from "../checks/kms.ts";
import { levels, service } from "../checks/rule.ts";

const agent = "aws:bedrock/agentAgent:AgentAgent";
const throughput = "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput";
const key = "arn:aws:kms:eu-west-1:111122223333:key/1";

const dataSource = "aws:bedrock/agentDataSource:AgentDataSource";

/** The property with the key, where it is not customerEncryptionKeyArn. */
const keyPaths: Readonly<Record<string, string>> = {
  [dataSource]: "serverSideEncryptionConfiguration.kmsKeyArn",
  "aws:bedrock/customModel:CustomModel": "customModelKmsKeyId",
};

/** Models with on-demand prices, of providers that the platform uses. */
const allowedModel = /(?:^|[./])(?:(?:us|eu|apac|global)\.)?(?:anthropic\.claude|amazon\.(?:nova|titan)|cohere\.)/;

export const bedrock = service("Amazon Bedrock", [
  {
    name: "bedrock-agent-cmk",
    types: [agent],
    description: "Bedrock agents are encrypted with a customer managed key.",
    why: "The instructions and session data of the agent are otherwise under a key that AWS controls, so access cannot be restricted or revoked through a key policy.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_373"],
    fix: "set customerEncryptionKeyArn",
    check: customerKey("customerEncryptionKeyArn"),
    ok: { customerEncryptionKeyArn: key },
    bad: { agentName: "helper" },
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "bedrock-agent-guardrail",
    types: [agent],
    description: "Bedrock agents have a guardrail.",
    why: "Without a guardrail, injected prompts can make the agent misuse its tools, and harmful or private content is returned to users unfiltered.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_383"],
    fix: "set guardrailConfigurations with guardrailIdentifier and guardrailVersion",
    check: some("guardrailConfigurations", all(set("guardrailIdentifier"), set("guardrailVersion"))),
    ok: { guardrailConfigurations: [{ guardrailIdentifier: "g-1", guardrailVersion: "1" }] },
    bad: { guardrailConfigurations: [] },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "bedrock-guardrail-filters",
    types: ["aws:bedrock/guardrail:Guardrail"],
    description: "Bedrock guardrails set a high prompt attack filter, a sensitive data policy and a KMS key.",
    why: "Crafted prompts can otherwise override the system prompt or extract personal data, and no key policy controls access to the guardrail's configuration.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set contentPolicyConfig with PROMPT_ATTACK at inputStrength HIGH, sensitiveInformationPolicyConfig and kmsKeyArn",
    check: all(
      some("contentPolicyConfig.filtersConfigs", all(is("type", "PROMPT_ATTACK"), is("inputStrength", "HIGH"))),
      set("sensitiveInformationPolicyConfig"),
      customerKey("kmsKeyArn"),
    ),
    ok: { ...guardrail("HIGH"), kmsKeyArn: key },
    bad: { ...guardrail("LOW"), kmsKeyArn: key },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "bedrock-invocation-logging",
    types: ["aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration"],
    description: "Bedrock model invocation logging writes to CloudWatch Logs or S3.",
    why: "Without a log destination, prompts and responses are not recorded, and abuse of a model or a data leak through it cannot be investigated.",
    severity: "medium",
    levels: levels("-/M/M"),
    controls: [],
    fix: "set loggingConfig.cloudwatchConfig or loggingConfig.s3Config",
    check: either(set("loggingConfig.cloudwatchConfig"), set("loggingConfig.s3Config")),
    ok: { loggingConfig: { cloudwatchConfig: { logGroupName: "models", roleArn: "arn" } } },
    bad: { loggingConfig: { textDataDeliveryEnabled: true } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "bedrock-model-allow-list",
    types: [agent, throughput],
    description: "Bedrock agents use an allowed model, and provisioned throughput is not declared.",
    why: "A model outside the list may come with unreviewed terms or prices, and provisioned throughput is billed by the hour even when no request is made.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set foundationModel to an Anthropic Claude, Amazon Nova, Amazon Titan or Cohere model, and remove ProvisionedModelThroughput",
    check: all(
      onType([agent], matches("foundationModel", allowedModel)),
      onType([throughput], () => fail("reserves capacity at an hourly price")),
    ),
    ok: { foundationModel: "eu.anthropic.claude-haiku-4-5-20251001-v1:0" },
    bad: { foundationModel: "example.model-x-v1:0" },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "bedrock-content-cmk",
    types: [dataSource, "aws:bedrock/customModel:CustomModel", "aws:bedrock/agentPrompt:AgentPrompt"],
    description: "Bedrock data sources, custom models and prompts use a customer managed key.",
    why: "Documents, model weights and prompts hold what the company knows; under a key of the service, no key policy limits who reads them and none can cut access off.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set serverSideEncryptionConfiguration.kmsKeyArn, customModelKmsKeyId or customerEncryptionKeyArn",
    check: (scope) => customerKey(keyPaths[scope.resource.type] ?? "customerEncryptionKeyArn")(scope),
    ok: { serverSideEncryptionConfiguration: { kmsKeyArn: key } },
    bad: { serverSideEncryptionConfiguration: {} },
    absent: "fail",
    unknown: "undecided",
  },
]);

function guardrail(inputStrength: string): Record<string, unknown> {
  return {
    contentPolicyConfig: { filtersConfigs: [{ type: "PROMPT_ATTACK", inputStrength, outputStrength: "NONE" }] },
    sensitiveInformationPolicyConfig: { piiEntitiesConfigs: [{ type: "PASSWORD", action: "BLOCK" }] },
  };
}
