import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Settings of an ExternalSecret. */
export interface ExternalSecretSettings {
  /** Name of the Secret. */
  secretName: string;
  namespace: pulumi.Input<string>;
  /** Name of the ClusterSecretStore. */
  secretStore: pulumi.Input<string>;
  /** Name or ARN of the JSON secret in Secrets Manager; each key becomes a key of the Secret. */
  source: pulumi.Input<string>;
}

/** An ExternalSecret; its values are not in the program or its state. */
export function externalSecret(
  name: string,
  { secretName, namespace, secretStore, source }: ExternalSecretSettings,
  child: pulumi.CustomResourceOptions,
): kubernetes.apiextensions.CustomResource {
  return new kubernetes.apiextensions.CustomResource(
    name,
    {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      // Pods that mount the Secret wait for it.
      metadata: { name: secretName, namespace, annotations: { "pulumi.com/waitFor": "condition=Ready" } },
      spec: {
        refreshInterval: "1h",
        secretStoreRef: { kind: "ClusterSecretStore", name: secretStore },
        target: { name: secretName, creationPolicy: "Owner", deletionPolicy: "Retain" },
        dataFrom: [{ extract: { key: source } }],
      },
    },
    child,
  );
}
