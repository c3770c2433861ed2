import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import { type AddonsDefinition, addons } from "../../../layers/addons.ts";
import { Rehearsal } from "../../../rehearsal/engine.ts";
import { settings } from "../../../stacks/settings.ts";
import { type Deployed, deploy } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";
import { upToWorkloads } from "../../layers/parts.ts";
import { configOf } from "../../stacks/stack-settings.ts";
import { chartsIn } from "./documented-values.ts";

const wanted: NonNullable<AddonsDefinition["clusterAddons"]> = {
  autoscaler: {
    kind: "karpenter",
    ami: "al2023@v20260910",
    diskSize: 50,
    nodePools: {
      spot: {
        instanceTypes: ["m6i.large", "m5.large"],
        capacityTypes: ["spot"],
        architectures: ["amd64"],
        limits: { cpu: 64, memory: 256 },
        consolidation: { policy: "WhenEmptyOrUnderutilized", afterSeconds: 60 },
        budgets: [{ nodes: "10%" }],
        expireAfterHours: 720,
      },
    },
  },
  loadBalancerController: "targetGroups",
  externalSecrets: { secrets: ["api-keys"], namespaces: ["platform"] },
  certManager: { installedBy: "chart", issuers: { internal: { kind: "clusterAuthority" } } },
  externalDns: { policy: "sync" },
  fileSystemDriver: true,
  admission: { enforcement: "Deny", registries: ["public.ecr.aws/docker/library"], replicas: 3 },
  clusterBackup: {
    bucket: "documents",
    schedules: { everything: { everyHours: 6, namespaces: "all", retentionDays: 30 } },
  },
  vault: { replicas: 3, volumeGib: 10, issuer: "internal", clients: ["platform"] },
  kong: {
    mode: { kind: "dbless" },
    route: "api",
    routes: {
      api: { upstream: "http://api.platform:8000", paths: ["/"], stripPath: false, authenticated: true },
    },
    observation: { serviceName: "kong", samplingRate: 0 },
    replicas: 2,
    upstreamNamespaces: ["platform"],
  },
};

/** The resources of the stack prod that add-ons need, with all add-ons. */
async function program(clusterAddons = wanted): Promise<void> {
  const { config, definition } = settings();
  const { context, stack } = upToWorkloads(config, definition);
  addons(context, { ...definition, clusterAddons }, stack);
}

const make = (clusterAddons = wanted) =>
  deploy(() => program(clusterAddons), { stack: "prod", config: configOf("prod") });
const { Release } = kubernetes.helm.v3;
const pool = "kubernetes:karpenter.sh/v1:NodePool";

describe("cluster add-ons", () => {
  let whole: Deployed;
  before(async () => {
    whole = await make();
  });

  it("AIV-EKS-07 installs every chart at its version, with documented values and valid Kubernetes objects", () => {
    assert.deepEqual(chartsIn(whole).toSorted(), [
      "aws-load-balancer-controller 3.6.0",
      "cert-manager v1.21.2",
      "external-dns 1.21.1",
      "external-secrets 2.10.0",
      "karpenter 1.14.0",
      "karpenter-crd 1.14.0",
      "kyverno 3.9.1",
      "vault 0.34.1",
      "velero 12.0.2",
    ]);
    assert.deepEqual(invalid(whole.resources), []);
  });

  it("AIV-EKS-02 creates the namespaces of add-ons with Pod Security labels", () => {
    const { of } = whole;
    const names = of(kubernetes.core.v1.Namespace).map(({ inputs }) => (inputs["metadata"] as { name: string }).name);
    assert.deepEqual(names.toSorted(), [
      "cert-manager",
      "external-dns",
      "external-secrets",
      "karpenter",
      "kong",
      "kyverno",
      "vault",
      "velero",
    ]);
  });

  it("AUI-APP-04 leaves metrics to the EKS add-on metrics-server, before resources of the provider", () => {
    const { one, of } = whole;
    const metrics = one(aws.eks.Addon, "cluster-metrics-server");
    const provider = one("pulumi:providers:kubernetes");
    assert.ok(provider.dependencies.includes(metrics.urn));
    assert.ok(!of(Release).some(({ inputs }) => inputs["name"] === "metrics-server"));
  });

  it("AUT-EKS-06 has one autoscaler: Karpenter, Cluster Autoscaler, or none", async () => {
    const { autoscaler: _, ...without } = wanted;
    const scalers = async (clusterAddons: typeof wanted) =>
      chartsIn(await make(clusterAddons)).filter((chart) => /karpenter|autoscaler/.test(chart));
    assert.deepEqual(await scalers({ ...without, autoscaler: { kind: "clusterAutoscaler" } }), [
      "cluster-autoscaler 9.59.0",
    ]);
    assert.deepEqual(await scalers(without), []);
  });

  it("is created after the cluster's nodes, with the cluster's provider", () => {
    const { one, of, resources } = whole;
    const provider = one("pulumi:providers:kubernetes");
    const byUrn = new Map(resources.map((each) => [each.urn, each]));
    // A child has the dependencies of its component.
    const waitsFor = (urn: string, seen = new Set<string>()): Set<string> => {
      const { dependencies = [], parent = "", provider: by = "" } = byUrn.get(urn) ?? {};
      const own = [...dependencies, parent, by.slice(0, by.lastIndexOf("::"))];
      for (const each of own) if (byUrn.has(each) && !seen.has(each)) waitsFor(each, seen.add(each));
      return seen;
    };
    for (const release of of(Release)) {
      assert.ok(release.provider.startsWith(provider.urn), release.name);
      for (const node of of(aws.eks.NodeGroup)) assert.ok(waitsFor(release.urn).has(node.urn), release.name);
    }
  });

  it("is created and destroyed by the Pulumi engine in the order of dependencies, and leaves nothing", async function () {
    this.timeout(300_000);
    const rehearsal = await Rehearsal.open({ stack: "prod", program: () => program(), policyPack: "none" });
    try {
      const created = await rehearsal.up();
      assert.deepEqual(created.errors, []);
      const again = await rehearsal.preview();
      assert.deepEqual(again.summary, { same: created.summary["create"] });
      const destroyed = await rehearsal.destroy();
      assert.deepEqual(destroyed.errors, []);
      assert.deepEqual(destroyed.summary, { delete: created.summary["create"] });
      assert.deepEqual(rehearsal.resources(), []);
      assert.deepEqual(rehearsal.unlisted(), []);
      const order = destroyed.steps.map(({ type, name }) => `${type} ${name}`);
      const gone = (what: string) => {
        const at = order.findIndex((each) => each.startsWith(what));
        assert.notEqual(at, -1, what);
        return at;
      };
      for (const [first, then] of leaving) assert.ok(gone(first) < gone(then), `${first} goes after ${then}`);
    } finally {
      rehearsal.close();
    }
  });
});

const release = "kubernetes:helm.sh/v3:Release";

/** What must be deleted before something else, by type and name. */
const leaving = [
  // Nodes are drained while Karpenter runs and receives interruption events.
  [`${pool} karpenter-spot`, "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass karpenter"],
  ["kubernetes:karpenter.k8s.aws/v1:EC2NodeClass karpenter", `${release} karpenter`],
  [`${release} karpenter`, `${release} karpenter-crd`],
  [`${release} karpenter`, "aws:eks/podIdentityAssociation:PodIdentityAssociation karpenter"],
  [`${release} karpenter`, "aws:sqs/queue:Queue karpenter"],
  [`${release} karpenter-crd`, "kubernetes:core/v1:Namespace karpenter"],
  [`${pool} karpenter-spot`, "aws:eks/accessEntry:AccessEntry karpenter-node"],
  // Custom resources are deleted while their controllers can finalize them.
  ["kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding kong", `${release} load-balancer-controller`],
  ["kubernetes:external-secrets.io/v1:ClusterSecretStore external-secrets", `${release} external-secrets`],
  ["kubernetes:cert-manager.io/v1:ClusterIssuer cert-manager-internal-authority", `${release} cert-manager`],
  ["kubernetes:policies.kyverno.io/v1:ValidatingPolicy admission-probes", `${release} admission`],
  ["kubernetes:velero.io/v1:Schedule cluster-backup-everything", `${release} cluster-backup`],
  [`${release} cluster-backup`, "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass volume-snapshots"],
  [`${release} vault`, "kubernetes:cert-manager.io/v1:Certificate vault"],
  [`${release} vault`, "aws:kms/key:Key vault"],
  [`${release} cluster-backup`, "aws:s3/bucket:Bucket bucket-documents"],
  // The cluster is deleted after all of its resources, and the network last.
  [`${release} load-balancer-controller`, "aws:eks/nodeGroup:NodeGroup"],
  [`${release} karpenter`, "aws:eks/nodeGroup:NodeGroup"],
  ["aws:eks/nodeGroup:NodeGroup", "aws:eks/cluster:Cluster cluster"],
  ["aws:eks/cluster:Cluster cluster", "aws:ec2/subnet:Subnet network-private-a"],
  ["aws:lb/loadBalancer:LoadBalancer gateway", "aws:ec2/subnet:Subnet network-public-a"],
] as const;
