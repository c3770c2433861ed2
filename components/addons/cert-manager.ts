import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { IdentityCluster } from "../cluster/kubernetes-cluster.ts";
import type { ImageRegistries } from "../helm/image-registries.ts";
import { release } from "../helm/release.ts";
import { keepOne, resources, serviceAccount, spreadOf } from "../helm/values.ts";
import type { Account } from "../iam/account.ts";
import { WorkloadIdentity } from "../identity/workload-identity.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { AddonNamespace } from "./addon-namespace.ts";
import { type Issuers, issuers, proofStatements } from "./issuers.ts";

/** Arguments of CertManager. */
export interface CertManagerArgs {
  /** Account of the hosted zones. */
  account: Account;
  /** Cluster that cert-manager runs in. */
  cluster: IdentityCluster;
  /** How cert-manager is installed: by this component's chart, or by the EKS add-on, which must exist. */
  installedBy: "chart" | "eksAddon";
  /** Issuers by name; ACME issuers need the chart, since running pods of the add-on get no credentials. */
  issuers: Issuers;
  /** Whether Prometheus scrapes cert-manager; the ServiceMonitor CRD must exist. */
  serviceMonitor: boolean;
  /** Where the chart's images are pulled from. @default the registries that the chart names */
  imageRegistries?: ImageRegistries;
}

/** cert-manager with its issuers; certificates are renewed automatically. */
export class CertManager extends pulumi.ComponentResource {
  /** Names of the issuers, known when they are ready. */
  readonly issuerNames: pulumi.Output<string[]>;

  constructor(name: string, args: CertManagerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:addons:CertManager", name, {}, opts);
    refuse(this, name, faults(args));

    const installed = args.installedBy === "chart" ? [this.install(name, args)] : [];
    const made = issuers(name, args.issuers, args.account, { parent: this, dependsOn: installed });

    this.issuerNames = pulumi.all(made.map(({ metadata }) => metadata)).apply((all) => all.map(({ name }) => name));
    this.registerOutputs(outputs(this));
  }

  private install(name: string, args: CertManagerArgs): kubernetes.helm.v3.Release {
    const { account, cluster } = args;
    const child = { parent: this };
    const ports = [10250, 9402];
    const room = new AddonNamespace(name, { namespace: "cert-manager", ports }, child);
    const statements = proofStatements(args.issuers, account);
    const pods = { namespace: "cert-manager", serviceAccount: "cert-manager" };
    const identity =
      statements.length === 0
        ? []
        : [new WorkloadIdentity(name, { account, cluster, kind: "podIdentity", ...pods, statements }, child)];
    const redundant = (workload: string) => ({
      replicaCount: 2,
      podDisruptionBudget: keepOne,
      topologySpreadConstraints: spreadOf("cert-manager", workload),
    });
    return release(
      name,
      "cert-manager",
      {
        namespace: room.namespace,
        timeout: 300,
        imageRegistries: args.imageRegistries,
        values: {
          // The CRDs are deleted with the release, the secrets of the certificates are kept.
          crds: { enabled: true, keep: false },
          global: { leaderElection: { namespace: "cert-manager" } },
          serviceAccount: serviceAccount("cert-manager"),
          ...redundant("cert-manager"),
          resources: resources("50m", "256Mi"),
          // Propagation checks use the cluster's DNS, since network policies allow no other DNS servers.
          dns01RecursiveNameserversOnly: true,
          dns01RecursiveNameservers: "kube-dns.kube-system.svc.cluster.local:53",
          webhook: { ...redundant("webhook"), resources: resources("20m", "128Mi") },
          cainjector: { ...redundant("cainjector"), resources: resources("50m", "256Mi") },
          startupapicheck: { resources: resources("20m", "64Mi") },
          prometheus: { enabled: true, servicemonitor: { enabled: args.serviceMonitor } },
        },
      },
      { ...child, dependsOn: [room, ...identity] },
    );
  }
}

function faults({ installedBy, issuers }: CertManagerArgs): string[] {
  return Object.entries(issuers).flatMap(([name, issuer]) => [
    ...(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)
      ? []
      : [`issuers must have names of lower-case letters, digits and hyphens, got "${name}"`]),
    ...(issuer.kind === "acme" && installedBy === "eksAddon"
      ? [`issuers.${name}.kind must be clusterAuthority where installedBy is eksAddon, got acme`]
      : []),
    ...(issuer.kind === "acme" && issuer.domains.length === 0
      ? [`issuers.${name}.domains must list at least one domain, got none`]
      : []),
    ...(issuer.kind === "acme" && !issuer.server.startsWith("https://")
      ? [`issuers.${name}.server must be an https URL, got "${issuer.server}"`]
      : []),
  ]);
}
