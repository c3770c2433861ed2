import type * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../iam/policy-document.ts";

/** Managed policy of task execution roles: pull images, write logs. */
export const startManagedPolicies = ["service-role/AmazonECSTaskExecutionRolePolicy"];

/** Statements for reading the secrets of the containers. */
export function startStatements(
  secretArns: readonly pulumi.Input<string>[],
  kmsKeyArn: pulumi.Input<string>,
): Statement[] {
  if (secretArns.length === 0) return [];
  return [
    { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: [...secretArns] },
    { Effect: "Allow", Action: "kms:Decrypt", Resource: kmsKeyArn },
  ];
}
