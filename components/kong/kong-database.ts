import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { KongMode } from "./kong-args.ts";
import { type KongPod, metadata, migrationPod } from "./kong-pod.ts";

/** User name and password of the database, copied by External Secrets; their values are not in the program. */
export function databaseSecret(
  name: string,
  secret: string,
  { secretName, secretStore }: Extract<KongMode, { kind: "postgres" }>,
  child: pulumi.CustomResourceOptions,
): kubernetes.apiextensions.CustomResource {
  return new kubernetes.apiextensions.CustomResource(
    `${name}-database`,
    {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: metadata(secret, "database"),
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

/** A Job that migrates the database before Kong's pods start; another version or other routes start another Job. */
export function migrations(name: string, pod: KongPod, child: pulumi.CustomResourceOptions): kubernetes.batch.v1.Job {
  const { labels } = metadata(undefined, "migrations");
  return new kubernetes.batch.v1.Job(
    `${name}-migrations`,
    {
      metadata: metadata(undefined, "migrations"),
      spec: {
        backoffLimit: 5,
        activeDeadlineSeconds: 900,
        ttlSecondsAfterFinished: 604_800,
        template: { metadata: { labels }, spec: migrationPod(pod) },
      },
    },
    child,
  );
}
