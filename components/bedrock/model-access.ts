import type { Input } from "@pulumi/pulumi";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";

/** Geographies whose inference profiles route a request to any of their Regions; a profile's ID begins with one. */
const crossRegion = /^(us-gov|us|eu|apac|au|ca|jp|global)\./;

/** IDs as Bedrock gives them; a wildcard would admit to models that nobody chose. */
const wellFormed = /^[a-z0-9-]+(\.[a-z0-9-]+)+(:[a-z0-9]+)*$/;

/** Statements that let a role invoke models; each is the ID of a foundation model, or of an inference profile such as us.<model>. */
export function invokeModels(account: Account, models: readonly string[]): Statement[] {
  const malformed = models.filter((model) => !wellFormed.test(model));
  if (malformed.length > 0) {
    throw new pulumi.RunError(
      `models must be IDs of foundation models or inference profiles without wildcards, got ${malformed.map((model) => `"${model}"`).join(", ")}`,
    );
  }
  const Action = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"];
  const own = models.filter(isFoundationModel);
  const profiles = models.filter((model) => crossRegion.test(model));
  return [
    ...(own.length === 0
      ? []
      : [{ Effect: "Allow" as const, Action, Resource: own.map((model) => foundationModelArn(account, model)) }]),
    ...profiles.flatMap((profile): Statement[] => {
      const profileArn = `arn:${account.partition}:bedrock:${account.region}:${account.accountId}:inference-profile/${profile}`;
      return [
        { Effect: "Allow", Action, Resource: profileArn },
        {
          Effect: "Allow",
          Action,
          // In whichever Region the profile sends the request to, and only when it comes through the profile.
          Resource: foundationModelArn({ ...account, region: "*" }, profile.replace(crossRegion, "")),
          Condition: { StringEquals: { "bedrock:InferenceProfileArn": profileArn } },
        },
      ];
    }),
  ];
}

/** Statement that lets a role retrieve passages from a knowledge base; answering with a model is a permission of its own. */
export function retrieveFrom(knowledgeBaseArn: Input<string>): Statement {
  return { Effect: "Allow", Action: "bedrock:Retrieve", Resource: knowledgeBaseArn };
}

/** Statements that let a role pass its model calls through a guardrail, which is read with the key that encrypts it. */
export function applyGuardrail(guardrailArn: Input<string>, kmsKeyArn: Input<string>): Statement[] {
  return [
    { Effect: "Allow", Action: "bedrock:ApplyGuardrail", Resource: guardrailArn },
    { Effect: "Allow", Action: "kms:Decrypt", Resource: kmsKeyArn },
  ];
}

/** ARN of a foundation model in the account's Region; models belong to no account. */
export function foundationModelArn(
  { partition, region }: Pick<Account, "partition" | "region">,
  model: string,
): string {
  return `arn:${partition}:bedrock:${region}::foundation-model/${model}`;
}

/** Whether an ID is that of a foundation model, and not of an inference profile or a pattern. */
export function isFoundationModel(model: string): boolean {
  return wellFormed.test(model) && !crossRegion.test(model);
}
