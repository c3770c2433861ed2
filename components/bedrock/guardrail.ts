import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";

/** Action for sensitive information: the whole message is blocked, or the information is masked. */
export type SensitiveAction = "BLOCK" | "ANONYMIZE";

/** Arguments of Guardrail. */
export interface GuardrailArgs {
  /** Strength of the filters for hate, insults, sexual content, violence and misconduct. @default "HIGH" */
  contentStrength?: "LOW" | "MEDIUM" | "HIGH";
  /** Action by PII entity type, for example EMAIL. @default {} */
  personalData?: Readonly<Record<string, SensitiveAction>>;
  /** Definitions of denied topics, by name. @default {} */
  deniedTopics?: Readonly<Record<string, string>>;
  /** Message in place of a blocked prompt. @default "This request cannot be answered." */
  blockedInputMessage?: string;
  /** Message in place of a blocked response. @default "This answer was withheld." */
  blockedOutputMessage?: string;
  /** ARN of the KMS key of the guardrail; callers need kms:Decrypt. */
  kmsKeyArn: pulumi.Input<string>;
}

/**
 * A Bedrock guardrail against prompt attacks, harmful content and credentials in messages.
 * Bedrock bills each policy that text is evaluated against.
 */
export class Guardrail extends pulumi.ComponentResource {
  /** ARN of the guardrail. */
  readonly arn: pulumi.Output<string>;
  /** ID of the guardrail. */
  readonly guardrailId: pulumi.Output<string>;
  /** Version for model invocations; a change publishes a new one and keeps the older ones. */
  readonly version: pulumi.Output<string>;

  constructor(name: string, args: GuardrailArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:bedrock:Guardrail", name, {}, opts);
    refuse(this, name, guardrailFaults(args));
    const child = { parent: this };

    const rules = guardrailRules(args);
    const guardrail = new aws.bedrock.Guardrail(
      name,
      { ...rules, kmsKeyArn: args.kmsKeyArn, tags: { Name: name } },
      child,
    );
    const version = new aws.bedrock.GuardrailVersion(
      name,
      {
        guardrailArn: guardrail.guardrailArn,
        // A version is a snapshot of the guardrail, so it is replaced with every change.
        description: `Rules ${createHash("sha256").update(JSON.stringify(rules)).digest("hex").slice(0, 12)}`,
        skipDestroy: true,
      },
      { ...child, replaceOnChanges: ["description"] },
    );

    this.arn = guardrail.guardrailArn;
    this.guardrailId = guardrail.guardrailId;
    this.version = version.version;
    this.registerOutputs(outputs(this));
  }
}

const harmful = ["HATE", "INSULTS", "SEXUAL", "VIOLENCE", "MISCONDUCT"];
const credentials = ["AWS_ACCESS_KEY", "AWS_SECRET_KEY", "PASSWORD"];

/** Policies of the guardrail as plain data, from which the version's replacement is triggered. */
function guardrailRules(args: GuardrailArgs) {
  const {
    contentStrength = "HIGH",
    personalData = {},
    deniedTopics = {},
    blockedInputMessage = "This request cannot be answered.",
    blockedOutputMessage = "This answer was withheld.",
  } = args;
  const topics = Object.entries(deniedTopics);
  const entities = [...credentials.map((type) => [type, "BLOCK"] as const), ...Object.entries(personalData)];
  return {
    blockedInputMessaging: blockedInputMessage,
    blockedOutputsMessaging: blockedOutputMessage,
    contentPolicyConfig: {
      filtersConfigs: [
        ...harmful.map((type) => ({ type, inputStrength: contentStrength, outputStrength: contentStrength })),
        // Prompt attacks are filtered in prompts only; Bedrock accepts no output strength for them.
        { type: "PROMPT_ATTACK", inputStrength: "HIGH", outputStrength: "NONE" },
      ],
    },
    sensitiveInformationPolicyConfig: { piiEntitiesConfigs: entities.map(([type, action]) => ({ type, action })) },
    ...(topics.length > 0 && {
      topicPolicyConfig: { topicsConfigs: topics.map(([name, definition]) => ({ name, definition, type: "DENY" })) },
    }),
  };
}

function guardrailFaults(args: GuardrailArgs): string[] {
  const { personalData = {}, deniedTopics = {} } = args;
  return [
    ...Object.keys(personalData).flatMap((type) => {
      if (credentials.includes(type)) return [`personalData must not name ${type}, which is always blocked`];
      return /^[A-Z]+(_[A-Z]+)*$/.test(type)
        ? []
        : [`personalData must name PII entities such as EMAIL, got "${type}"`];
    }),
    ...Object.entries(deniedTopics).flatMap(([topic, definition]) => [
      ...(/^[0-9a-zA-Z _!?.-]{1,100}$/.test(topic)
        ? []
        : [`deniedTopics must have names of 1 to 100 letters, digits, spaces and _!?.-, got "${topic}"`]),
      ...(definition.length >= 1 && definition.length <= 200
        ? []
        : [`deniedTopics ${topic}: definition must have 1 to 200 characters, got ${definition.length}`]),
    ]),
    ...messageFaults("blockedInputMessage", args.blockedInputMessage),
    ...messageFaults("blockedOutputMessage", args.blockedOutputMessage),
  ];
}

function messageFaults(path: string, message: string | undefined): string[] {
  return message === undefined || (message.length >= 1 && message.length <= 500)
    ? []
    : [`${path} must have 1 to 500 characters, got ${message.length}`];
}
