import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { KongMode } from "./kong.ts";
import { image, type KongPod, labels, migrationPod } from "./kong-pod.ts";

/** User and password of the database, copied into the cluster; the program never sees them. */
export function databaseSecret(
  name: string,
  namespace: pulumi.Input<string>,
  secret: string,
  { secretName, secretStore }: Extract<KongMode, { kind: "postgres" }>,
  child: pulumi.CustomResourceOptions,
): kubernetes.apiextensions.CustomResource {
  return new kubernetes.apiextensions.CustomResource(
    `${name}-database`,
    {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: { name: secret, namespace, labels },
      spec: {
        refreshInterval: "1h",
        secretStoreRef: { kind: "ClusterSecretStore", name: secretStore },
        target: { name: secret, creationPolicy: "Owner" },
        data: ["username", "password"].map((property) => ({
          secretKey: property,
          remoteRef: { key: secretName, property },
        })),
      },
    },
    child,
  );
}

/** Brings the database to this version of Kong before its pods start; another version, or other routes, make another run. */
export function migrations(
  name: string,
  namespace: pulumi.Input<string>,
  pod: KongPod,
  child: pulumi.CustomResourceOptions,
): kubernetes.batch.v1.Job {
  const jobLabels = { ...labels, "app.kubernetes.io/name": "kong-migrations" };
  return new kubernetes.batch.v1.Job(
    `${name}-migrations`,
    {
      metadata: { namespace, labels: jobLabels, annotations: { "platform/image": image } },
      spec: {
        backoffLimit: 5,
        activeDeadlineSeconds: 900,
        ttlSecondsAfterFinished: 604_800,
        template: { metadata: { labels: jobLabels }, spec: migrationPod(pod) },
      },
    },
    child,
  );
}
