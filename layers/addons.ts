import type * as pulumi from "@pulumi/pulumi";
import { Admission, type AdmissionArgs } from "../components/addons/admission.ts";
import { CertManager, type CertManagerArgs } from "../components/addons/cert-manager.ts";
import { ClusterAutoscaler } from "../components/addons/cluster-autoscaler.ts";
import { ExternalDns, type ExternalDnsArgs } from "../components/addons/external-dns.ts";
import { ExternalSecrets, type ExternalSecretsArgs } from "../components/addons/external-secrets.ts";
import { Karpenter, type KarpenterArgs } from "../components/addons/karpenter.ts";
import {
  LoadBalancerController,
  type LoadBalancerControllerArgs,
} from "../components/addons/load-balancer-controller.ts";
import { Vault, type VaultArgs } from "../components/addons/vault.ts";
import { VolumeSnapshots } from "../components/addons/volume-snapshots.ts";
import { ClusterBackup, type ClusterBackupArgs } from "../components/recovery/cluster-backup.ts";
import type { Context } from "./context.ts";
import type { Edge } from "./edge.ts";
import type { Foundation } from "./foundation.ts";
import { apiGateway, type KongDefinition } from "./kong.ts";
import type { Stores } from "./stores.ts";
import type { Settings } from "./table.ts";
import type { Workloads } from "./workloads.ts";

type Wired = "cluster" | "tags" | "serviceMonitor";

/** What runs in the cluster for all of its workloads. */
export interface AddonsDefinition {
  clusterAddons:
    | {
        /** What makes nodes when pods need them; never two, for they would undo each other's work. */
        autoscaler:
          | ({ kind: "karpenter" } & Settings<KarpenterArgs, Wired>)
          | { kind: "clusterAutoscaler" }
          | { kind: "none" };
        /** What the AWS Load Balancer Controller may change. */
        loadBalancerController: LoadBalancerControllerArgs["manages"] | undefined;
        /** Secrets of the stack that External Secrets copies, and the namespaces that may have them. */
        externalSecrets: (Pick<ExternalSecretsArgs, "namespaces"> & { secrets: readonly string[] }) | undefined;
        /** cert-manager and its issuers. */
        certManager: Settings<CertManagerArgs, Wired> | undefined;
        /** Records in the stack's hosted zone, where the configuration names one. */
        externalDns: Pick<ExternalDnsArgs, "policy"> | undefined;
        /** Whether pods mount EFS file systems. */
        fileSystemDriver: boolean;
        /** Policies of the API server; the stack's own registry is always allowed. */
        admission: Settings<AdmissionArgs, Wired | "exemptNamespaces"> | undefined;
        /** Velero, its schedules, and the stack's bucket that it writes to. */
        clusterBackup: (Pick<ClusterBackupArgs, "schedules"> & { bucket: string }) | undefined;
        /** Vault, where secrets are not Secrets Manager's alone. */
        vault: (Settings<VaultArgs, Wired> & { issuer: string }) | undefined;
        /** Kong behind the gateway's route that is named. */
        kong: KongDefinition | undefined;
      }
    | undefined;
}

export interface Addons {
  /** What workloads wait for, and outlive on their way out: their nodes, targets and secrets need all of it. */
  ready: readonly pulumi.Resource[];
  secretStore?: pulumi.Output<string> | undefined;
  issuerNames?: pulumi.Output<string[]> | undefined;
  /** URL of Kong inside the cluster. */
  kongUrl?: pulumi.Output<string> | undefined;
}

type Wanted = NonNullable<AddonsDefinition["clusterAddons"]>;
type Made = Foundation & Stores & Edge & Partial<Pick<Workloads, "fileSystemDriver">>;
type Cluster = NonNullable<Foundation["cluster"]>;

/** What every add-on of a cluster starts from. */
interface Ground {
  context: Context;
  made: Made;
  cluster: Cluster;
  wanted: Wanted;
  opts: pulumi.ComponentResourceOptions;
  /** Account, key, cluster, network, tags and monitoring, which most add-ons take. */
  shared: ReturnType<typeof sharedArgs>;
}

/** Add-ons in the order of what needs what; with the CRDs of the Prometheus operator, each brings its ServiceMonitor. */
export function clusterAddons(
  context: Context,
  made: Made,
  wanted: AddonsDefinition["clusterAddons"],
  monitorCrds?: pulumi.Resource,
): Addons {
  const { cluster } = made;
  if (wanted === undefined || cluster === undefined) return { ready: [] };
  const { home } = context;
  // Not only the provider: an add-on of EKS needs the nodes too.
  const dependsOn = monitorCrds === undefined ? [cluster] : [cluster, monitorCrds];
  const opts = { ...home.opts, provider: cluster.provider, dependsOn };
  const shared = sharedArgs(context, made, cluster, monitorCrds !== undefined);
  const ground = { context, made, cluster, wanted, opts, shared };

  const nodes = autoscaler(ground);
  const balancer = wanted.loadBalancerController && loadBalancers(ground, wanted.loadBalancerController);
  const secrets = wanted.externalSecrets && externalSecrets(ground, wanted.externalSecrets);
  const certificates =
    wanted.certManager && new CertManager("cert-manager", { ...shared, ...wanted.certManager }, opts);
  const names = wanted.externalDns && externalDns(ground, wanted.externalDns);
  const rules = wanted.admission && admission(ground, wanted.admission);
  const backups = wanted.clusterBackup && backup(ground, wanted.clusterBackup);
  const vault = wanted.vault && secretServer(ground, wanted.vault, certificates);
  const waits = { ...opts, dependsOn: [...opts.dependsOn, ...[balancer, secrets].filter(isMade)] };
  const kong = wanted.kong && apiGateway(context, made, wanted.kong, secrets?.storeName, waits);
  return {
    ready: [nodes, balancer, secrets, certificates, names, made.fileSystemDriver, rules, backups, vault, kong].filter(
      isMade,
    ),
    secretStore: secrets?.storeName,
    issuerNames: certificates?.issuerNames,
    kongUrl: kong?.url,
  };
}

function isMade<Each>(each: Each | undefined): each is Each {
  return each !== undefined;
}

function sharedArgs({ definition, common }: Context, { network }: Made, cluster: Cluster, serviceMonitor: boolean) {
  return { ...common, cluster, network, tags: definition.tags, serviceMonitor };
}

function autoscaler({ context, wanted, shared, opts }: Ground): Karpenter | ClusterAutoscaler | undefined {
  const version = context.definition.cluster?.version;
  if (wanted.autoscaler.kind === "karpenter") {
    const { kind: _, ...settings } = wanted.autoscaler;
    return new Karpenter("karpenter", { ...shared, ...settings }, opts);
  }
  if (wanted.autoscaler.kind === "none" || version === undefined) return undefined;
  return new ClusterAutoscaler("cluster-autoscaler", { ...shared, version }, opts);
}

/** Target groups are known by the tags that set this stack apart from others in the account. */
function loadBalancers({ context, shared, opts }: Ground, manages: LoadBalancerControllerArgs["manages"]) {
  const { project, environment } = context.definition.tags;
  const args = { ...shared, manages, tags: { project, environment } };
  return new LoadBalancerController("load-balancer-controller", args, opts);
}

function externalSecrets(
  { made, shared, opts, wanted }: Ground,
  { secrets, namespaces }: NonNullable<Wanted["externalSecrets"]>,
): ExternalSecrets {
  const named = secrets.flatMap((name) => {
    const secret = made.secrets[name];
    return secret === undefined ? [] : [[name, secret.arn] as const];
  });
  const secretArns = Object.fromEntries(named);
  const served = wanted.kong?.mode.kind === "postgres" ? [...namespaces, "kong"] : namespaces;
  return new ExternalSecrets("external-secrets", { ...shared, secretArns, namespaces: served }, opts);
}

function externalDns({ context, shared, opts }: Ground, { policy }: NonNullable<Wanted["externalDns"]>) {
  const { domain, hostedZoneId } = context.config;
  if (domain === undefined || hostedZoneId === undefined) return undefined;
  return new ExternalDns("external-dns", { ...shared, domain, hostedZoneId, policy }, opts);
}

/** Add-ons come as their projects make them, into namespaces that enforce the restricted standard anyway. */
function admission({ context, shared, opts }: Ground, settings: NonNullable<Wanted["admission"]>): Admission {
  const { accountId, region } = context.home.account;
  const { telemetry } = context.definition;
  const exemptNamespaces = [...addonNamespaces, ...(telemetry === undefined ? [] : [telemetry.namespace])];
  const registries = [`${accountId}.dkr.ecr.${region}.amazonaws.com`, ...settings.registries];
  return new Admission("admission", { ...shared, ...settings, registries, exemptNamespaces }, opts);
}

const addonNamespaces = ["cert-manager", "external-dns", "external-secrets", "karpenter", "kong", "vault", "velero"];

/** It holds data, and comes after the issuer that signs its certificate. */
function secretServer(
  { context, shared, opts }: Ground,
  settings: NonNullable<Wanted["vault"]>,
  certificates: CertManager | undefined,
): Vault {
  const dependsOn = [shared.cluster, ...[certificates].filter(isMade)];
  const stateful = { ...opts, protect: context.definition.deletionProtection, dependsOn };
  return new Vault("vault", { ...shared, ...settings }, stateful);
}

function backup(
  { made, cluster, shared, opts }: Ground,
  { bucket: name, schedules }: NonNullable<Wanted["clusterBackup"]>,
): ClusterBackup | undefined {
  const bucket = made.buckets[name];
  if (bucket === undefined) return undefined;
  const snapshots = new VolumeSnapshots("volume-snapshots", { clusterName: cluster.clusterName }, opts);
  const args = { ...shared, bucket, schedules };
  return new ClusterBackup("cluster-backup", args, { ...opts, dependsOn: [cluster, snapshots] });
}
