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
import { chartsAfter, podsAfter } from "../components/cluster/after.ts";
import { ClusterBackup, type ClusterBackupArgs } from "../components/recovery/cluster-backup.ts";
import { addonNamespaces } from "./addon-namespaces.ts";
import type { Context } from "./context.ts";
import type { Edge } from "./contracts/edge.ts";
import type { Foundation } from "./contracts/handed.ts";
import type { Stores } from "./contracts/stores.ts";
import type { Workloads } from "./contracts/workloads.ts";
import type { EdgeDefinition } from "./edge.ts";
import type { FoundationDefinition } from "./foundation.ts";
import { apiGateway, type KongDefinition } from "./kong.ts";
import type { WithKubernetes } from "./kubernetes.ts";
import { rowOf, type Settings } from "./table.ts";

type Wired = "cluster" | "tags" | "serviceMonitor" | "imageRegistries";

/** What runs in the cluster for all of its workloads. */
export interface AddonsDefinition {
  clusterAddons?: {
    /** What makes nodes when pods need them; a cluster has one at most. @default none */
    autoscaler?: ({ kind: "karpenter" } & Settings<KarpenterArgs, Wired>) | { kind: "clusterAutoscaler" };
    /** What the AWS Load Balancer Controller may change. @default none, there is no controller */
    loadBalancerController?: LoadBalancerControllerArgs["manages"];
    /** Secrets of the stack that External Secrets copies, and the namespaces that may have them. @default none */
    externalSecrets?: Pick<ExternalSecretsArgs, "namespaces"> & { secrets: readonly string[] };
    /** cert-manager and its issuers. @default none */
    certManager?: Settings<CertManagerArgs, Wired>;
    /** Records in the stack's hosted zone, where the configuration names one. @default none */
    externalDns?: Pick<ExternalDnsArgs, "policy">;
    /** Whether pods mount EFS file systems. @default false */
    fileSystemDriver?: boolean;
    /** Policies of the API server; the stack's own registry is always allowed. @default none */
    admission?: Settings<AdmissionArgs, Wired | "exemptNamespaces">;
    /** Velero, its schedules, and the stack's bucket that it writes to. @default none */
    clusterBackup?: Pick<ClusterBackupArgs, "schedules"> & { bucket: string };
    /** Vault, for secrets that are not in Secrets Manager. @default none */
    vault?: Settings<VaultArgs, Wired> & { issuer: string };
    /** Kong behind the gateway's route that is named. @default none */
    kong?: KongDefinition;
  };
}

export interface Addons {
  /** What workloads wait for, and what is deleted after them: their nodes, targets and secrets need all of it. */
  ready: readonly pulumi.Resource[];
  secretStore?: pulumi.Output<string> | undefined;
  issuerNames?: pulumi.Output<string[]> | undefined;
  /** URL of Kong inside the cluster. */
  kongUrl?: pulumi.Output<string> | undefined;
}

/** The definition as far as add-ons depend on it; the telemetry's pods are exempt from admission policies. */
type Definition = AddonsDefinition &
  Pick<FoundationDefinition, "network" | "cluster"> &
  Pick<EdgeDefinition, "gateway"> & { telemetry?: { namespace: string; prometheus?: object } };
type Stack = Foundation & Stores & Edge & WithKubernetes & Pick<Workloads, "madeDriver">;
type Cluster = NonNullable<Foundation["cluster"]>;

/** What every add-on of a cluster starts from. */
interface Setup {
  context: Context;
  definition: Definition;
  stack: Stack;
  wanted: NonNullable<AddonsDefinition["clusterAddons"]>;
  opts: pulumi.ComponentResourceOptions & { transformations: pulumi.ResourceTransformation[] };
  /** Account, key, cluster, network, tags and monitoring, which most add-ons take. */
  shared: ReturnType<typeof sharedArgs>;
}

/** Add-ons in the order of their dependencies; with the CRDs of the Prometheus operator, each brings its ServiceMonitor. */
export function addons(
  context: Context,
  definition: Definition,
  stack: Stack,
  prometheusCrds?: pulumi.Resource,
): Addons {
  const { cluster, kubernetes, made, madeDriver } = stack;
  const wanted = definition.clusterAddons;
  if (wanted === undefined || cluster === undefined || kubernetes === undefined) return { ready: [] };
  const before = [prometheusCrds, ...made.images].filter(isMade);
  const opts = {
    ...context.home.opts,
    provider: kubernetes.provider,
    transformations: [...kubernetes.newNamespaces, podsAfter(before)],
  };
  const shared = sharedArgs(context, stack, cluster, prometheusCrds !== undefined);
  const setup = { context, definition, stack, wanted, opts, shared };

  const nodes = autoscaler({
    ...setup,
    // Telemetry and workloads wait for the nodes that Karpenter starts, so its CRDs wait for nothing.
    opts: { ...opts, transformations: [...kubernetes.newNamespaces, chartsAfter(before)] },
  });
  const targets = loadBalancerController(setup);
  const secrets = externalSecrets(setup);
  const certificates = certManager(setup);
  const records = externalDns(setup);
  const policies = admission(setup);
  const backups = clusterBackup(setup);
  const secretServer = vault(setup, certificates);
  const afterTargets = { ...opts, dependsOn: [...made.cluster, targets, secrets].filter(isMade) };
  const kong = wanted.kong && apiGateway(context, definition, stack, wanted.kong, secrets?.storeName, afterTargets);
  const drivers = [nodes, targets, secrets, certificates, records, ...madeDriver, policies, backups, secretServer];
  return {
    ready: [...drivers, kong].filter(isMade),
    secretStore: secrets?.storeName,
    issuerNames: certificates?.issuerNames,
    kongUrl: kong?.url,
  };
}

function isMade<Each>(each: Each | undefined): each is Each {
  return each !== undefined;
}

function sharedArgs({ definition, common }: Context, stack: Stack, cluster: Cluster, serviceMonitor: boolean) {
  return { ...common, ...stack.images, cluster, network: stack.network, tags: definition.tags, serviceMonitor };
}

function autoscaler({ definition, wanted, shared, opts }: Setup): Karpenter | ClusterAutoscaler | undefined {
  const version = definition.cluster?.version;
  if (wanted.autoscaler?.kind === "karpenter") {
    const { kind: _, ...settings } = wanted.autoscaler;
    return new Karpenter("karpenter", { ...shared, ...settings }, opts);
  }
  if (wanted.autoscaler === undefined || version === undefined) return undefined;
  return new ClusterAutoscaler("cluster-autoscaler", { ...shared, version }, opts);
}

/** Target groups are known by the tags that set this stack apart from others in the account. */
function loadBalancerController({ context, wanted, shared, opts }: Setup): LoadBalancerController | undefined {
  if (wanted.loadBalancerController === undefined) return undefined;
  const { project, environment } = context.definition.tags;
  const args = { ...shared, manages: wanted.loadBalancerController, tags: { project, environment } };
  return new LoadBalancerController("load-balancer-controller", args, opts);
}

function externalSecrets({ stack, shared, opts, wanted }: Setup): ExternalSecrets | undefined {
  if (wanted.externalSecrets === undefined) return undefined;
  const { secrets, namespaces } = wanted.externalSecrets;
  const named = secrets.flatMap((name) => {
    const secret = rowOf(stack.secrets, name);
    return secret === undefined ? [] : [[name, secret.arn] as const];
  });
  const secretArns = Object.fromEntries(named);
  const served = wanted.kong?.mode.kind === "postgres" ? [...namespaces, "kong"] : namespaces;
  return new ExternalSecrets("external-secrets", { ...shared, secretArns, namespaces: served }, opts);
}

function certManager({ wanted, shared, opts }: Setup): CertManager | undefined {
  return wanted.certManager && new CertManager("cert-manager", { ...shared, ...wanted.certManager }, opts);
}

function externalDns({ context, wanted, shared, opts }: Setup): ExternalDns | undefined {
  const { domain, hostedZoneId } = context.config;
  if (wanted.externalDns === undefined || domain === undefined || hostedZoneId === undefined) return undefined;
  return new ExternalDns("external-dns", { ...shared, domain, hostedZoneId, policy: wanted.externalDns.policy }, opts);
}

/** Add-ons come with the images and settings of their charts, into namespaces that enforce the restricted standard anyway. */
function admission({ context, definition, wanted, shared, opts }: Setup): Admission | undefined {
  if (wanted.admission === undefined) return undefined;
  const { accountId, region } = context.home.account;
  const exemptNamespaces = addonNamespaces(context, definition);
  const registries = [`${accountId}.dkr.ecr.${region}.amazonaws.com`, ...wanted.admission.registries];
  return new Admission("admission", { ...shared, ...wanted.admission, registries, exemptNamespaces }, opts);
}

/** It holds data, and comes after the issuer that signs its certificate. */
function vault({ wanted, shared, opts }: Setup, certificates: CertManager | undefined): Vault | undefined {
  if (wanted.vault === undefined) return undefined;
  const transformations = [...opts.transformations, podsAfter([certificates].filter(isMade))];
  return new Vault("vault", { ...shared, ...wanted.vault }, { ...opts, transformations });
}

function clusterBackup({ stack, wanted, shared, opts }: Setup): ClusterBackup | undefined {
  const bucket = rowOf(stack.buckets, wanted.clusterBackup?.bucket);
  if (wanted.clusterBackup === undefined || bucket === undefined) return undefined;
  const { cluster } = shared;
  // Not only the provider: an add-on of EKS needs the nodes too.
  const afterNodes = { ...opts, dependsOn: [...stack.made.cluster] };
  const snapshots = new VolumeSnapshots("volume-snapshots", { clusterName: cluster.clusterName }, afterNodes);
  const args = { ...shared, bucket, schedules: wanted.clusterBackup.schedules };
  const transformations = [...opts.transformations, podsAfter([snapshots])];
  return new ClusterBackup("cluster-backup", args, { ...opts, transformations });
}
