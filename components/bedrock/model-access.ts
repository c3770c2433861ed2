import type { Input } from "@pulumi/pulumi";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";

/** Prefixes of the geographic inference profiles, which route requests to several Regions. */
const crossRegion = /^(us-gov|us|eu|apac|au|ca|jp|global)\./;

/** A model ID without wildcards. */
const wellFormed = /^[a-z0-9-]+(\.[a-z0-9-]+)+(:[a-z0-9]+)*$/;

/**
 * Statements for invoking models, each given by the ID of a foundation model or of an inference profile such as us.<model>.
 * With a guardrail, only requests that apply a published version of it are allowed.
 */
export function invokeModels(account: Account, models: readonly string[], guardrailArn?: Input<string>): Statement[] {
  const malformed = models.filter((model) => !wellFormed.test(model));
  if (malformed.length > 0) {
    throw new pulumi.RunError(
      `models must be IDs of foundation models or inference profiles without wildcards, got ${malformed.map((model) => `"${model}"`).join(", ")}`,
    );
  }
  const Action = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"];
  const own = models.filter(isFoundationModel);
  // Every version: tasks and pods that still run name the one before.
  const guarded = guardrailArn && {
    ArnLike: { "bedrock:GuardrailIdentifier": pulumi.interpolate`${guardrailArn}:*` },
  };
  const profiles = models.filter((model) => crossRegion.test(model));
  return [
    ...(own.length === 0
      ? []
      : [
          {
            Effect: "Allow" as const,
            Action,
            Resource: own.map((model) => foundationModelArn(account, model)),
            ...(guarded && { Condition: guarded }),
          },
        ]),
    ...profiles.flatMap((profile): Statement[] => {
      const profileArn = `arn:${account.partition}:bedrock:${account.region}:${account.accountId}:inference-profile/${profile}`;
      return [
        { Effect: "Allow", Action, Resource: profileArn, ...(guarded && { Condition: guarded }) },
        {
          Effect: "Allow",
          Action,
          // In every Region of the profile, on the condition that the request uses the profile.
          Resource: foundationModelArn({ ...account, region: "*" }, profile.replace(crossRegion, "")),
          Condition: { StringEquals: { "bedrock:InferenceProfileArn": profileArn }, ...guarded },
        },
      ];
    }),
  ];
}

/** Statement for retrieving from a knowledge base; it does not allow invoking a model. */
export function retrieveFrom(knowledgeBaseArn: Input<string>): Statement {
  return { Effect: "Allow", Action: "bedrock:Retrieve", Resource: knowledgeBaseArn };
}

/** Statements for applying a guardrail, with the KMS key that encrypts it; AWS documents no kms:ViaService for it. */
export function applyGuardrail(guardrailArn: Input<string>, kmsKeyArn: Input<string>): Statement[] {
  return [
    { Effect: "Allow", Action: "bedrock:ApplyGuardrail", Resource: guardrailArn },
    { Effect: "Allow", Action: "kms:Decrypt", Resource: kmsKeyArn },
  ];
}

/** ARN of a foundation model in the account's Region; it has no account ID. */
export function foundationModelArn(
  { partition, region }: Pick<Account, "partition" | "region">,
  model: string,
): string {
  return `arn:${partition}:bedrock:${region}::foundation-model/${model}`;
}

/** Whether an ID is a foundation model's, not an inference profile's or a pattern. */
export function isFoundationModel(model: string): boolean {
  return wellFormed.test(model) && !crossRegion.test(model);
}
