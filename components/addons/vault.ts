import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { IdentityCluster } from "../cluster/kubernetes-cluster.ts";
import type { ImageRegistries } from "../helm/image-registries.ts";
import { release } from "../helm/release.ts";
import type { Account } from "../iam/account.ts";
import { WorkloadIdentity } from "../identity/workload-identity.ts";
import { EncryptionKey } from "../kms/encryption-key.ts";
import { outputs } from "../outputs.ts";
import { within } from "../ranges.ts";
import { refuse } from "../refusal.ts";
import { AddonNamespace } from "./addon-namespace.ts";
import { certificateSecret, namespace, serverNames, vaultValues } from "./vault-values.ts";

/** Arguments of Vault. */
export interface VaultArgs {
  /** Account of the KMS key. */
  account: Account;
  /** Cluster that Vault runs in. */
  cluster: IdentityCluster;
  /** Number of servers, each on a separate node; the cluster tolerates the loss of a minority. */
  replicas: 3 | 5;
  /** Size in GiB of each server's data volume and of its audit log volume. */
  volumeGib: number;
  /** Name of cert-manager's ClusterIssuer that signs the servers' certificate. */
  issuer: pulumi.Input<string>;
  /** Namespaces whose pods may connect to Vault; network policies deny all others. */
  clients: readonly string[];
  /** Whether volumes are kept when the release is deleted. */
  deletionProtection: boolean;
  /** Where the chart's images are pulled from. @default the registries that the chart names */
  imageRegistries?: ImageRegistries;
}

/**
 * HashiCorp Vault with integrated storage, TLS and auto-unseal by a KMS key. An operator runs `vault operator init` once
 * and enables the audit device at /vault/audit; a renewed certificate is loaded when a pod restarts.
 */
export class Vault extends pulumi.ComponentResource {
  /** URL of Vault in the cluster; the issuer signs its certificate. */
  readonly url: pulumi.Output<string>;
  /** ARN of the KMS key for auto-unseal; without it the data of Vault cannot be read. */
  readonly sealKeyArn: pulumi.Output<string>;

  constructor(name: string, args: VaultArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:addons:Vault", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };
    const { account, cluster, clients, issuer } = args;

    const key = new EncryptionKey(
      name,
      { account, description: "Unseals Vault", deletionProtection: args.deletionProtection },
      child,
    );
    const identity = new WorkloadIdentity(
      name,
      {
        account,
        cluster,
        kind: "podIdentity",
        namespace,
        serviceAccount: "vault",
        statements: [{ Effect: "Allow", Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt"], Resource: key.arn }],
      },
      child,
    );
    const room = new AddonNamespace(name, { namespace, ports: [] }, child);
    const inside = { ...child, dependsOn: room };
    const policy = admitClients(name, clients, inside);
    const certificate = serverCertificate(name, issuer, args.replicas, inside);
    const values = vaultValues({ ...args, region: account.region, sealKeyArn: key.arn });
    const settings = { namespace: room.namespace, timeout: 600, values, imageRegistries: args.imageRegistries };
    const ready = { ...child, dependsOn: [room, identity, policy, certificate] };
    const installed = release(name, "vault", settings, ready);

    this.url = pulumi.interpolate`https://${installed.name}.${namespace}.svc:8200`;
    this.sealKeyArn = key.arn;
    this.registerOutputs(outputs(this));
  }
}

function admitClients(
  name: string,
  clients: readonly string[],
  child: pulumi.CustomResourceOptions,
): kubernetes.networking.v1.NetworkPolicy {
  const from = clients.map((client) => ({
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": client } },
  }));
  return new kubernetes.networking.v1.NetworkPolicy(
    `${name}-clients`,
    {
      metadata: { name: "clients", namespace },
      spec: {
        podSelector: { matchLabels: { "app.kubernetes.io/name": "vault", component: "server" } },
        policyTypes: ["Ingress"],
        ingress: [{ from, ports: [{ protocol: "TCP", port: 8200 }] }],
      },
    },
    child,
  );
}

function serverCertificate(
  name: string,
  issuer: pulumi.Input<string>,
  replicas: number,
  child: pulumi.CustomResourceOptions,
): kubernetes.apiextensions.CustomResource {
  return new kubernetes.apiextensions.CustomResource(
    name,
    {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: { name: "vault", namespace },
      spec: {
        secretName: certificateSecret,
        commonName: "vault",
        dnsNames: serverNames(replicas),
        ipAddresses: ["127.0.0.1"],
        usages: ["server auth", "client auth"],
        duration: "8760h",
        renewBefore: "1440h",
        privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
        issuerRef: { name: issuer, kind: "ClusterIssuer", group: "cert-manager.io" },
      },
    },
    child,
  );
}

function faults({ volumeGib, clients }: VaultArgs): string[] {
  return [
    ...within("volumeGib", volumeGib, 1),
    // A network policy rule without a source would allow every source.
    ...(clients.length > 0 ? [] : ["clients must list at least one namespace, got none"]),
  ];
}
