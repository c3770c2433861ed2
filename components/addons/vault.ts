import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { KubernetesCluster } from "../cluster/kubernetes-cluster.ts";
import { release } from "../helm/release.ts";
import type { Account } from "../iam/account.ts";
import { WorkloadIdentity } from "../identity/workload-identity.ts";
import { EncryptionKey } from "../kms/encryption-key.ts";
import { outputs } from "../outputs.ts";
import { within } from "../ranges.ts";
import { refuse } from "../refusal.ts";
import { AddonNamespace } from "./addon-namespace.ts";
import { certificateSecret, namespace, serverNames, vaultValues } from "./vault-values.ts";

export interface VaultArgs {
  /** Account of the key that unseals. */
  account: Account;
  /** Cluster that Vault runs in. */
  cluster: Pick<KubernetesCluster, "clusterName" | "oidcProviderArn">;
  /** Servers, of which a minority may fail; each has a node of its own. */
  replicas: 3 | 5;
  /** Size of each server's volume for data, in GiB; one of the same size takes the audit log. */
  volumeGib: number;
  /** Name of cert-manager's ClusterIssuer that signs the servers' certificate. */
  issuer: pulumi.Input<string>;
  /** Namespaces whose pods may ask Vault; nobody else reaches it. */
  clients: readonly string[];
  /** Whether volumes outlive the release. */
  deletionProtection: boolean;
}

/**
 * HashiCorp Vault with integrated storage, TLS everywhere, and a KMS key that unseals it: an operator runs
 * `vault operator init` once, and turns the audit device on at /vault/audit. It reads a renewed certificate when a pod restarts.
 */
export class Vault extends pulumi.ComponentResource {
  /** URL of Vault inside the cluster; its certificate is the issuer's. */
  readonly url: pulumi.Output<string>;
  /** ARN of the key that unseals: what Vault holds is lost with it. */
  readonly sealKeyArn: pulumi.Output<string>;

  constructor(name: string, args: VaultArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:addons:Vault", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };
    const { account, cluster, clients, issuer } = args;

    const key = new EncryptionKey(name, { account, description: "Unseals Vault" }, child);
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
    const settings = { namespace: room.namespace, timeout: 600, values };
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
    // A rule without a source would admit everybody.
    ...(clients.length > 0 ? [] : ["clients must list at least one namespace, got none"]),
  ];
}
