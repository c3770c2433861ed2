import type * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../iam/policy-document.ts";

/** What every role that starts tasks needs: to pull images and to write logs. */
export const startManagedPolicies = ["service-role/AmazonECSTaskExecutionRolePolicy"];

/** What starts a task reads exactly the secrets that it hands to the containers. */
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
