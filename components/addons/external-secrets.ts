import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { IdentityCluster } from "../cluster/kubernetes-cluster.ts";
import type { ImageRegistries } from "../helm/image-registries.ts";
import { release } from "../helm/release.ts";
import { keepOne, resources, serviceAccount, spreadOf } from "../helm/values.ts";
import type { Account } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";
import { WorkloadIdentity } from "../identity/workload-identity.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { AddonNamespace } from "./addon-namespace.ts";

/** Arguments of ExternalSecrets. */
export interface ExternalSecretsArgs {
  /** Account of the secrets. */
  account: Account;
  /** Cluster that the secrets are copied to. */
  cluster: IdentityCluster;
  /** ARNs of the Secrets Manager secrets that the role may read, by name; at least one. */
  secretArns: Readonly<Record<string, pulumi.Input<string>>>;
  /** ARN of the KMS key that encrypts the secrets. */
  kmsKeyArn: pulumi.Input<string>;
  /** Namespaces that may use the ClusterSecretStore; each can read every secret of the store. */
  namespaces: readonly string[];
  /** Whether Prometheus scrapes the operator; the ServiceMonitor CRD must exist. */
  serviceMonitor: boolean;
  /** Where the chart's images are pulled from. @default the registries that the chart names */
  imageRegistries?: ImageRegistries;
}

/** External Secrets Operator with a ClusterSecretStore: copies Secrets Manager secrets into the cluster without their values in the program or the state. */
export class ExternalSecrets extends pulumi.ComponentResource {
  /** Name of the ClusterSecretStore, known when it is ready. */
  readonly storeName: pulumi.Output<string>;
  /** ARN of the role that reads the secrets; a secret with a resource policy must allow it. */
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: ExternalSecretsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:addons:ExternalSecrets", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };
    // Ports of the webhook and of the metrics.
    const ports = [10250, 8080];
    const room = new AddonNamespace(name, { namespace: "external-secrets", ports }, child);

    const identity = this.identity(name, args);
    const operator = release(
      name,
      "external-secrets",
      {
        namespace: room.namespace,
        timeout: 300,
        imageRegistries: args.imageRegistries,
        values: {
          installCRDs: true,
          replicaCount: 2,
          leaderElect: true,
          serviceAccount: serviceAccount("external-secrets"),
          resources: resources("50m", "256Mi"),
          podDisruptionBudget: keepOne,
          topologySpreadConstraints: spreadOf("external-secrets"),
          serviceMonitor: { enabled: args.serviceMonitor },
          webhook: {
            replicaCount: 2,
            resources: resources("20m", "128Mi"),
            podDisruptionBudget: keepOne,
            topologySpreadConstraints: spreadOf("external-secrets", "external-secrets-webhook"),
          },
          certController: { resources: resources("20m", "256Mi") },
        },
      },
      { ...child, dependsOn: [room, identity] },
    );
    const store = new kubernetes.apiextensions.CustomResource(
      name,
      {
        apiVersion: "external-secrets.io/v1",
        kind: "ClusterSecretStore",
        metadata: { name: "secrets-manager" },
        spec: {
          provider: { aws: { service: "SecretsManager", region: args.account.region } },
          conditions: [{ namespaces: [...args.namespaces] }],
        },
      },
      { ...child, dependsOn: operator },
    );

    this.storeName = store.metadata.name;
    this.roleArn = identity.roleArn;
    this.registerOutputs(outputs(this));
  }

  private identity(name: string, { account, cluster, secretArns, kmsKeyArn }: ExternalSecretsArgs): WorkloadIdentity {
    const statements: Statement[] = [
      {
        Sid: "ReadSecrets",
        Effect: "Allow",
        Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
        Resource: Object.values(secretArns),
      },
      {
        Sid: "DecryptSecrets",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: kmsKeyArn,
        Condition: { StringEquals: { "kms:ViaService": `secretsmanager.${account.region}.amazonaws.com` } },
      },
    ];
    const pods = { namespace: "external-secrets", serviceAccount: "external-secrets" };
    return new WorkloadIdentity(name, { account, cluster, kind: "podIdentity", ...pods, statements }, { parent: this });
  }
}

function faults({ secretArns, namespaces }: ExternalSecretsArgs): string[] {
  return [
    ...(Object.keys(secretArns).length === 0 ? ["secretArns must hold at least one secret, got none"] : []),
    ...(namespaces.length === 0 ? ["namespaces must list at least one namespace, got none"] : []),
  ];
}
