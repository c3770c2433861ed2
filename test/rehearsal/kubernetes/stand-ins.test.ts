import assert from "node:assert/strict";
import type { Thing, Values } from "../../../rehearsal/account/thing.ts";
import type { KubernetesObject } from "../../../rehearsal/kubernetes/api.ts";
import { chartNamespaces, chartPods } from "../../../rehearsal/kubernetes/chart-pods.ts";
import { addonPods } from "../../../rehearsal/kubernetes/eks-addons.ts";
import { managedNodes, pooledNodes } from "../../../rehearsal/kubernetes/eks-nodes.ts";
import { allocatable, architecture } from "../../../rehearsal/kubernetes/instance-types.ts";
import { record, records } from "../../../rehearsal/kubernetes/values.ts";

const place = { partition: "aws", region: "us-east-1", accountId: "111122223333" };

function thing(type: string, name: string, inputs: Values, outputs: Values = {}): Thing {
  return {
    type,
    name,
    urn: `urn:pulumi:dev::platform::${type}::${name}`,
    id: name,
    place,
    inputs,
    outputs,
    generation: 0,
    revision: 1,
    by: "stack",
    state: "active",
    filled: false,
  };
}

const subnet = (name: string, availabilityZone: string) =>
  thing("aws:ec2/subnet:Subnet", name, {}, { availabilityZone });
const subnets = [subnet("a", "us-east-1a"), subnet("b", "us-east-1b")];
const group = thing(
  "aws:eks/nodeGroup:NodeGroup",
  "general",
  {
    instanceTypes: ["m7g.large"],
    scalingConfig: { desiredSize: 3, minSize: 1, maxSize: 6 },
    subnetIds: ["a", "b"],
    labels: { "platform/pool": "general" },
    taints: [{ key: "platform/pool", value: "general", effect: "NO_SCHEDULE" }],
  },
  { nodeGroupName: "general" },
);

const pod = (controller: KubernetesObject | undefined) =>
  record(record(record(controller?.["spec"])["template"])["spec"]);
const requests = (controller: KubernetesObject | undefined) =>
  record(record(records(pod(controller)["containers"])[0])["resources"])["requests"];

describe("stand-ins of an EKS cluster", () => {
  it("make the nodes of a node group at its desired size, in its zones, with its labels and taints", () => {
    const nodes = managedNodes([...subnets, group]);
    assert.deepEqual(
      nodes.map(({ name, labels }) => [name, labels["topology.kubernetes.io/zone"]]),
      [
        ["general-1", "us-east-1a"],
        ["general-2", "us-east-1b"],
        ["general-3", "us-east-1a"],
      ],
    );
    const [node] = nodes;
    assert.deepEqual(node?.taints, [{ key: "platform/pool", value: "general", effect: "NoSchedule" }]);
    assert.equal(node?.labels["kubernetes.io/arch"], "arm64");
    assert.equal(node?.labels["platform/pool"], "general");
    assert.deepEqual([node?.cpu, node?.memory, node?.pods], ["1930m", "6903Mi", 29]);
  });

  it("know what a node leaves to its pods, and the architecture of its type", () => {
    assert.deepEqual(allocatable("t3.medium"), { cpu: 1930, memory: 3246, pods: 17 });
    assert.deepEqual(allocatable("m6i.xlarge"), { cpu: 3920, memory: 14162, pods: 58 });
    assert.deepEqual(allocatable("r6g.large"), { cpu: 1930, memory: 14481, pods: 29 });
    assert.deepEqual(["m6i.large", "m7g.large", "t4g.medium", "c7gn.xlarge"].map(architecture), [
      "amd64",
      "arm64",
      "arm64",
      "arm64",
    ]);
    assert.throws(() => allocatable("u-6tb1.metal"), /u-6tb1\.metal is not known/);
  });

  it("make no more nodes of a node pool than its limits allow", () => {
    const pool = (cpu: string) =>
      thing("kubernetes:karpenter.sh/v1:NodePool", "spot", {
        metadata: { name: "spot" },
        spec: {
          limits: { cpu, memory: "100Gi" },
          template: {
            metadata: { labels: { "platform/pool": "spot" } },
            spec: {
              taints: [{ key: "platform/pool", value: "spot", effect: "NoSchedule" }],
              requirements: [
                { key: "node.kubernetes.io/instance-type", operator: "In", values: ["m6i.large"] },
                { key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] },
              ],
            },
          },
        },
      });
    const managed = managedNodes([...subnets, group]);
    const made = (cpu: string) => pooledNodes([pool(cpu)], managed);
    assert.deepEqual(
      made("100").map(({ name, labels }) => [name, labels["topology.kubernetes.io/zone"]]),
      [
        ["karpenter-spot-1", "us-east-1a"],
        ["karpenter-spot-2", "us-east-1b"],
      ],
    );
    assert.equal(made("100")[0]?.labels["karpenter.sh/nodepool"], "spot");
    assert.equal(made("2").length, 1);
    assert.equal(made("1").length, 0);
  });

  it("take the room of a chart's parts where the chart's values place them", () => {
    const release = thing("kubernetes:helm.sh/v3:Release", "cert-manager", {
      name: "cert-manager",
      namespace: "certificates",
      createNamespace: true,
      values: {
        replicaCount: 2,
        nodeSelector: { "platform/pool": "general" },
        resources: { requests: { cpu: "10m", memory: "32Mi" } },
        webhook: { replicaCount: 3, resources: { requests: { cpu: "20m" } } },
        nodeAgent: { resources: { requests: { cpu: "30m" } } },
        serviceAccount: { create: true },
        storage: { volumeClaimTemplate: { resources: { requests: { storage: "10Gi" } } } },
      },
    });
    const [own, webhook, agent, ...more] = chartPods([release]);
    assert.deepEqual(more, []);
    assert.deepEqual(
      [own?.kind, record(own?.["spec"])["replicas"], requests(own)],
      ["Deployment", 2, { cpu: "10m", memory: "32Mi" }],
    );
    assert.deepEqual(pod(webhook)["nodeSelector"], { "platform/pool": "general" });
    assert.equal(record(webhook?.["spec"])["replicas"], 3);
    assert.equal(agent?.kind, "DaemonSet");
    assert.deepEqual(pod(agent)["tolerations"], [{ operator: "Exists" }]);
    assert.deepEqual(
      chartNamespaces([release]).map(({ metadata }) => metadata.name),
      ["certificates"],
    );
  });

  it("run the pods of EKS add-ons in kube-system", () => {
    const addon = (addonName: string) => thing("aws:eks/addon:Addon", addonName, { addonName });
    const made = addonPods([addon("coredns"), addon("kube-proxy")]);
    assert.deepEqual(
      made.map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name]),
      [
        ["Deployment", "kube-system", "coredns"],
        ["DaemonSet", "kube-system", "kube-proxy"],
      ],
    );
  });
});
