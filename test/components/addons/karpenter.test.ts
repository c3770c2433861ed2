import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import { Karpenter, type KarpenterArgs } from "../../../components/addons/karpenter.ts";
import type { NodePool } from "../../../components/addons/node-pools.ts";
import { at, deploy, refusal } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";
import { chartsIn } from "./documented-values.ts";
import { home, kmsKeyArn, network, standing, statements } from "./ground.ts";

const { Release } = kubernetes.helm.v3;
const nodePool = "kubernetes:karpenter.sh/v1:NodePool";
const nodeClass = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";

const general: NodePool = {
  instanceTypes: ["m6i.large", "m6i.xlarge"],
  capacityTypes: ["on-demand"],
  architectures: ["amd64"],
  limits: { cpu: 64, memory: 256 },
  consolidation: { policy: "WhenEmptyOrUnderutilized", afterSeconds: 60 },
  budgets: [{ nodes: "10%" }, { nodes: "0", schedule: "0 8 * * 1-5", duration: "10h" }],
  expireAfterHours: 720,
};
const spot: NodePool = {
  ...general,
  instanceTypes: ["m6i.large", "m5.large"],
  capacityTypes: ["spot"],
  taints: [{ key: "platform/pool", value: "spot", effect: "NoSchedule" }],
  labels: { "platform/pool": "spot" },
  weight: 10,
};
const settings: Omit<KarpenterArgs, "cluster"> = {
  account: home,
  network,
  ami: "al2023@v20260910",
  diskSize: 50,
  kmsKeyArn,
  nodePools: { general, spot },
  tags: { project: "aivo" },
  serviceMonitor: false,
};

const make = (change: Partial<KarpenterArgs> = {}) =>
  deploy(() => {
    const { cluster, opts } = standing();
    return new Karpenter("karpenter", { ...settings, cluster, ...change }, opts);
  });

describe("Karpenter", () => {
  it("AIV-EKS-06 AIV-EKS-02 is a release in the namespace karpenter with the cluster's name and queue", async () => {
    const deployed = await make();
    assert.deepEqual(chartsIn(deployed), ["karpenter-crd 1.14.0", "karpenter 1.14.0"]);
    assert.deepEqual(invalid(deployed.resources), []);
    const { inputs } = deployed.one(Release, "karpenter");
    assert.equal(inputs["namespace"], "karpenter");
    assert.equal(inputs["chart"], "oci://public.ecr.aws/karpenter/karpenter");
    assert.equal(inputs["atomic"], true);
    assert.equal(inputs["skipCrds"], true);
    assert.deepEqual((inputs["values"] as Record<string, unknown>)["settings"], {
      clusterName: "aivo-prod-eks",
      clusterEndpoint: "https://0A1B2C.gr7.us-east-1.eks.amazonaws.com",
      interruptionQueue: deployed.one(aws.sqs.Queue, "karpenter").outputs["name"],
    });
  });

  it("AIV-EKS-06 creates node pools with limits, budgets and consolidation", async () => {
    const { one } = await make();
    assert.deepEqual(at(one(nodePool, "karpenter-spot"), "spec"), {
      weight: 10,
      template: {
        metadata: { labels: { "platform/pool": "spot" } },
        spec: {
          nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" },
          requirements: [
            { key: "node.kubernetes.io/instance-type", operator: "In", values: ["m6i.large", "m5.large"] },
            { key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] },
            { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
            { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
          ],
          taints: [{ key: "platform/pool", value: "spot", effect: "NoSchedule" }],
          expireAfter: "720h",
          terminationGracePeriod: "30m",
        },
      },
      limits: { cpu: "64", memory: "256Gi" },
      disruption: {
        consolidationPolicy: "WhenEmptyOrUnderutilized",
        consolidateAfter: "60s",
        budgets: [{ nodes: "10%" }, { nodes: "0", schedule: "0 8 * * 1-5", duration: "10h" }],
      },
    });
    assert.equal(at(one(nodePool, "karpenter-general"), "spec.weight"), 1);
  });

  it("launches private, encrypted nodes with an IMDS hop limit of 1", async () => {
    const { one } = await make();
    assert.deepEqual(at(one(nodeClass), "spec"), {
      amiSelectorTerms: [{ alias: "al2023@v20260910" }],
      instanceProfile: one(aws.iam.InstanceProfile).outputs["name"],
      subnetSelectorTerms: [{ id: "subnet-0a" }, { id: "subnet-0b" }],
      securityGroupSelectorTerms: [{ id: "sg-0c1a55eeb1ec7ed00" }],
      associatePublicIPAddress: false,
      detailedMonitoring: true,
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            volumeType: "gp3",
            encrypted: true,
            kmsKeyID: kmsKeyArn,
            deleteOnTermination: true,
            volumeSize: "50Gi",
          },
        },
      ],
      tags: { project: "aivo" },
    });
    const bottlerocket = await make({ ami: "bottlerocket@v1.50.0" });
    assert.equal(at(bottlerocket.one(nodeClass), "spec.blockDeviceMappings.1.deviceName"), "/dev/xvdb");
    assert.equal(at(one(aws.eks.AccessEntry), "type"), "EC2_LINUX");
  });

  it("AIV-EKS-02 runs its controller with the seccomp profile RuntimeDefault", async () => {
    const { one } = await make();
    assert.deepEqual(at(one(Release, "karpenter"), "values.controller.securityContext"), {
      seccompProfile: { type: "RuntimeDefault" },
    });
  });

  it("may change only resources with the cluster's tag, and pass only the node role", async () => {
    const { one } = await make();
    const policy = statements(one(aws.iam.RolePolicy, "karpenter"));
    const owned = {
      StringEquals: { "aws:ResourceTag/eks:eks-cluster-name": "aivo-prod-eks" },
      StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" },
    };
    assert.deepEqual(policy["EndOwn"], {
      Sid: "EndOwn",
      Effect: "Allow",
      Action: ["ec2:DeleteLaunchTemplate", "ec2:TerminateInstances"],
      Resource: [
        "arn:aws:ec2:us-east-1:111122223333:instance/*",
        "arn:aws:ec2:us-east-1:111122223333:launch-template/*",
      ],
      Condition: owned,
    });
    assert.deepEqual(policy["StartByOwnTemplate"]?.["Condition"], owned);
    assert.equal(policy["PassNodeRole"]?.["Resource"], one(aws.iam.Role, "karpenter-node").outputs["arn"]);
    assert.equal(policy["HearOfInterruptions"]?.["Resource"], one(aws.sqs.Queue, "karpenter").outputs["arn"]);
    assert.ok(!String(one(aws.iam.RolePolicy, "karpenter").inputs["policy"]).includes("iam:CreateInstanceProfile"));
    const association = one(aws.eks.PodIdentityAssociation);
    assert.deepEqual(
      [association.inputs["namespace"], association.inputs["serviceAccount"]],
      ["karpenter", "karpenter"],
    );
  });

  it("allows the service-linked role of EC2 Spot only for pools with spot capacity", async () => {
    const policyOf = async (nodePools: KarpenterArgs["nodePools"]) =>
      statements((await make({ nodePools })).one(aws.iam.RolePolicy, "karpenter"));
    assert.deepEqual((await policyOf({ general, spot }))["FirstSpot"], {
      Sid: "FirstSpot",
      Effect: "Allow",
      Action: ["iam:CreateServiceLinkedRole"],
      Resource: "arn:aws:iam::111122223333:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot",
      Condition: { StringEquals: { "iam:AWSServiceName": "spot.amazonaws.com" } },
    });
    assert.equal((await policyOf({ general }))["FirstSpot"], undefined);
  });

  it("creates CRDs, role and queue, controller, node class, then pools; pools wait for their nodes at deletion", async () => {
    const { one, of } = await make();
    const controller = one(Release, "karpenter");
    for (const before of [
      one(Release, "karpenter-crd"),
      one(aws.eks.PodIdentityAssociation),
      ...of(aws.cloudwatch.EventTarget),
    ])
      assert.ok(controller.dependencies.includes(before.urn), before.name);
    const made = one(nodeClass);
    for (const before of [controller, one(aws.eks.AccessEntry), one(aws.iam.InstanceProfile)])
      assert.ok(made.dependencies.includes(before.urn), before.name);
    for (const pool of of(nodePool)) {
      assert.ok(pool.dependencies.includes(made.urn), pool.name);
      assert.equal(
        (at(pool, "metadata.annotations") as Record<string, string>)["pulumi.com/deletionPropagationPolicy"],
        "foreground",
      );
    }
  });

  it("reports every fault of its arguments at once", async () => {
    const faulty: NodePool = {
      ...general,
      instanceTypes: [],
      limits: { cpu: 0, memory: 8 },
      budgets: [{ nodes: "some", schedule: "0 8 * * *" }],
      expireAfterHours: 0,
      weight: 101,
    };
    const { cluster: _, ...rest } = { ...settings, cluster: undefined };
    const text = await refusal(() => {
      const { cluster, opts } = standing();
      const change = { ami: "ubuntu", diskSize: 10, nodePools: { general: faulty, idle: { ...general, budgets: [] } } };
      return new Karpenter("karpenter", { ...rest, cluster, ...change }, opts);
    });
    assert.equal(
      text,
      [
        'Karpenter "karpenter":',
        '  - ami must be al2023 or bottlerocket, @ and a release, got "ubuntu"',
        "  - diskSize must be 20 GiB or more, got 10",
        "  - nodePools.general.instanceTypes must list at least one, got none",
        "  - nodePools.general.limits must be above 0, got cpu 0 and memory 8",
        '  - nodePools.general.budgets.nodes must be a number or a share, got "some"',
        "  - nodePools.general.budgets must have schedule and duration together, got one of them",
        "  - nodePools.general.expireAfterHours must be 1 or more, got 0",
        "  - nodePools.general.weight must be 1 to 100, got 101",
        "  - nodePools.idle.budgets must list at least one, got none",
      ].join("\n"),
    );
  });
});
