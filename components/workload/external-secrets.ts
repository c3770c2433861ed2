import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { DeploymentArgs } from "./deployment-args.ts";
import type { Named } from "./labels.ts";
import type { SecretReference, Workload } from "./workload.ts";

/** An environment variable, and the key of the Secret that holds its value. */
export interface SecretVariable {
  variable: string;
  objectName: string;
  key: string;
  reference: SecretReference;
}

/** Where each secret of a workload is found: under its own key in the Secret that it names, or under its variable in a common one. */
export function secretVariables(deploymentName: string, secrets: Workload["secrets"]): SecretVariable[] {
  return Object.entries(secrets).map(([variable, reference]) => {
    const { objectName, key = variable } = reference;
    return objectName === undefined
      ? { variable, objectName: `${deploymentName}-secrets`, key: variable, reference }
      : { variable, objectName, key, reference };
  });
}

/** External Secrets makes each Secret that is in Secrets Manager, and makes it again within an hour of a new value; none passes through Pulumi. */
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
    // Pods that cannot find their Secret do not start, so that the rollout waits until it is there.
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
