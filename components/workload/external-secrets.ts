import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { DeploymentArgs } from "./deployment-args.ts";
import type { Named } from "./labels.ts";
import type { SecretReference, Workload } from "./workload.ts";

/** An environment variable with its Secret and key. */
export interface SecretVariable {
  variable: string;
  objectName: string;
  key: string;
  reference: SecretReference;
}

/** Secret and key of each secret of a workload: as named, or a common Secret with the variable as key. */
export function secretVariables(deploymentName: string, secrets: Workload["secrets"]): SecretVariable[] {
  return Object.entries(secrets).map(([variable, reference]) => {
    const { objectName, key = variable } = reference;
    return objectName === undefined
      ? { variable, objectName: `${deploymentName}-secrets`, key: variable, reference }
      : { variable, objectName, key, reference };
  });
}

/** ExternalSecrets for the secrets in Secrets Manager, refreshed every hour; their values are not in the program or its state. */
export function externalSecrets(
  name: string,
  { deploymentName, workload, secretStore }: DeploymentArgs,
  { namespace, labels }: Named,
  child: { parent: pulumi.Resource },
): kubernetes.apiextensions.CustomResource[] {
  const stored = secretVariables(deploymentName, workload.secrets).filter(
    ({ reference }) => reference.secretArn !== undefined,
  );
  const byObject = Object.groupBy(stored, ({ objectName }) => objectName);
  return Object.entries(byObject).map(([objectName, variables = []]) => {
    // Pods wait for their Secret, so the rollout waits as well.
    const annotations = { "pulumi.com/waitFor": "condition=Ready" };
    return new kubernetes.apiextensions.CustomResource(
      `${name}-${objectName}`,
      {
        apiVersion: "external-secrets.io/v1",
        kind: "ExternalSecret",
        metadata: { name: objectName, namespace, labels, annotations },
        spec: {
          refreshInterval: "1h",
          secretStoreRef: { kind: "ClusterSecretStore", name: secretStore },
          target: { name: objectName, creationPolicy: "Owner", deletionPolicy: "Retain" },
          data: variables.map(({ key, reference }) => ({
            secretKey: key,
            remoteRef: {
              key: reference.secretArn,
              ...(reference.key !== undefined && { property: reference.key }),
            },
          })),
        },
      },
      child,
    );
  });
}
