import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Cluster, type ClusterArgs } from "../../../components/cluster/cluster.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy, refusal } from "../../harness.ts";

const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/1";
const args: ClusterArgs = {
  account: account("111122223333", "us-east-1"),
  version: "1.36",
  network: { privateSubnetIds: pulumi.output(["subnet-a", "subnet-b"]) },
  endpointAccess: { kind: "private" },
  deployer: "arn:aws:iam::111122223333:role/deployer",
  administrators: ["arn:aws:iam::111122223333:role/sso/admin"],
  nodeGroups: {
    general: {
      instanceTypes: ["m6i.large"],
      capacityType: "ON_DEMAND",
      minSize: 2,
      maxSize: 6,
      desiredSize: 3,
      amiFamily: "AL2023",
      diskSize: 50,
    },
  },
  kmsKeyArn,
  logs: { retentionInDays: 90, kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/logs" },
  deletionProtection: true,
};
const made = (change: Partial<ClusterArgs> = {}) => deploy(() => new Cluster("main", { ...args, ...change }));
const refused = (change: Partial<ClusterArgs>) => refusal(() => new Cluster("main", { ...args, ...change }));

describe("Cluster", () => {
  it("has a private endpoint and access entries only, and encrypts secrets", async () => {
    const { one } = await made();
    const { vpcConfig, accessConfig, ...inputs } = one(aws.eks.Cluster).inputs;
    assert.deepEqual(vpcConfig, {
      subnetIds: ["subnet-a", "subnet-b"],
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
    });
    assert.deepEqual(accessConfig, { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false });
    assert.deepEqual(inputs["encryptionConfig"], { provider: { keyArn: kmsKeyArn }, resources: ["secrets"] });
    assert.deepEqual(inputs["upgradePolicy"], { supportType: "STANDARD" });
    assert.deepEqual(inputs["zonalShiftConfig"], { enabled: true });
    assert.equal(inputs["bootstrapSelfManagedAddons"], false);
    assert.equal(inputs["deletionProtection"], true);
    assert.equal(inputs["name"], "main");
  });

  it("keeps the private endpoint with a public one", async () => {
    const { one } = await made({ endpointAccess: { kind: "public", cidrs: ["203.0.113.0/28", "198.51.100.7/32"] } });
    assert.equal(at(one(aws.eks.Cluster), "vpcConfig.endpointPrivateAccess"), true);
    assert.equal(at(one(aws.eks.Cluster), "vpcConfig.endpointPublicAccess"), true);
    assert.deepEqual(at(one(aws.eks.Cluster), "vpcConfig.publicAccessCidrs"), ["203.0.113.0/28", "198.51.100.7/32"]);
  });

  it("logs every control plane log type to a log group that is created before", async () => {
    const { one } = await made({ clusterName: "aivo-prod-eks" });
    const cluster = one(aws.eks.Cluster);
    const group = one(aws.cloudwatch.LogGroup);
    assert.deepEqual(cluster.inputs["enabledClusterLogTypes"], [
      "api",
      "audit",
      "authenticator",
      "controllerManager",
      "scheduler",
    ]);
    assert.deepEqual(group.inputs, {
      name: "/aws/eks/aivo-prod-eks/cluster",
      retentionInDays: 90,
      kmsKeyId: "arn:aws:kms:us-east-1:111122223333:key/logs",
    });
    assert.ok(cluster.dependencies.includes(group.urn));
  });

  it("is created after its role's policies, with a trust for this cluster", async () => {
    const { one } = await made();
    const attachment = one(aws.iam.RolePolicyAttachment, "main-control-plane-AmazonEKSClusterPolicy");
    assert.ok(one(aws.eks.Cluster).dependencies.includes(attachment.urn));
    const trust = JSON.parse(String(one(aws.iam.Role, "main-control-plane").inputs["assumeRolePolicy"]));
    assert.deepEqual(trust.Statement[0].Condition, {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnLike: { "aws:SourceArn": "arn:aws:eks:us-east-1:111122223333:cluster/main" },
    });
  });

  it("grants administration to the deployer and every administrator", async () => {
    const { of } = await made();
    assert.deepEqual(
      of(aws.eks.AccessEntry).map((each) => [each.name, each.inputs["principalArn"]]),
      [
        ["main-deployer", "arn:aws:iam::111122223333:role/deployer"],
        ["main-admin", "arn:aws:iam::111122223333:role/sso/admin"],
      ],
    );
    assert.deepEqual(
      of(aws.eks.AccessPolicyAssociation).map((each) => [each.inputs["policyArn"], each.inputs["accessScope"]]),
      Array(2).fill(["arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", { type: "cluster" }]),
    );
  });

  it("creates one access entry for a deployer that is an administrator as well", async () => {
    const { of } = await made({ administrators: [...args.administrators, args.deployer] });
    assert.equal(of(aws.eks.AccessEntry).length, 2);
  });

  it("is ready for Kubernetes resources after access, DNS and storage", async () => {
    const { one, of } = await made();
    const provider = one("pulumi:providers:kubernetes");
    const before = [
      ...of(aws.eks.AccessPolicyAssociation),
      one(aws.eks.Addon, "main-coredns"),
      one(aws.eks.Addon, "main-aws-ebs-csi-driver"),
    ];
    assert.deepEqual(
      before.filter((each) => !provider.dependencies.includes(each.urn)),
      [],
    );
    assert.ok(one(kubernetes.storage.v1.StorageClass).provider.startsWith(provider.urn));
  });

  it("binds its provider to the endpoint, with a kubeconfig without credentials", async () => {
    const { one, outputs } = await deploy(() => {
      const { kubeconfig } = new Cluster("main", { ...args, clusterName: "prod" });
      return { kubeconfig };
    });
    const provider = one("pulumi:providers:kubernetes");
    const endpoint = one(aws.eks.Cluster).outputs["endpoint"];
    assert.equal(provider.inputs["clusterIdentifier"], endpoint);
    assert.equal(provider.inputs["kubeconfig"], outputs["kubeconfig"]);
    const { clusters, users } = JSON.parse(String(outputs["kubeconfig"]));
    assert.equal(clusters[0].cluster.server, endpoint);
    assert.deepEqual(users[0].user, {
      exec: {
        apiVersion: "client.authentication.k8s.io/v1beta1",
        command: "aws",
        args: ["eks", "get-token", "--cluster-name", "prod", "--region", "us-east-1", "--output", "json"],
        interactiveMode: "Never",
      },
    });
  });

  it("has an encrypted gp3 StorageClass as default", async () => {
    const { metadata, ...storageClass } = (await made()).one(kubernetes.storage.v1.StorageClass).inputs;
    assert.deepEqual(metadata, {
      name: "gp3",
      annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
    });
    assert.deepEqual(storageClass["parameters"], { type: "gp3", encrypted: "true", kmsKeyId: kmsKeyArn });
    assert.equal(storageClass["volumeBindingMode"], "WaitForFirstConsumer");
    assert.equal(storageClass["allowVolumeExpansion"], true);
  });

  it("creates an OIDC provider for its issuer, with STS as audience", async () => {
    const { one } = await made();
    const { url, clientIdLists } = one(aws.iam.OpenIdConnectProvider).inputs;
    assert.match(String(url), /^https:\/\/oidc\.eks\.us-east-1\.amazonaws\.com\/id\/[0-9A-F]{32}$/);
    assert.deepEqual(clientIdLists, ["sts.amazonaws.com"]);
  });

  it("has the outputs that add-ons and contracts read", async () => {
    const { one, outputs } = await deploy(() => {
      const { clusterName, endpoint, securityGroupId, oidcProviderArn, nodeRoleArn } = new Cluster("main", args);
      return { clusterName, endpoint, securityGroupId, oidcProviderArn, nodeRoleArn };
    });
    assert.deepEqual(outputs, {
      clusterName: "main",
      endpoint: one(aws.eks.Cluster).outputs["endpoint"],
      securityGroupId: at(
        { ...one(aws.eks.Cluster), inputs: one(aws.eks.Cluster).outputs },
        "vpcConfig.clusterSecurityGroupId",
      ),
      oidcProviderArn: one(aws.iam.OpenIdConnectProvider).outputs["arn"],
      nodeRoleArn: one(aws.iam.Role, "main-node").outputs["arn"],
    });
  });

  it("refuses a version that EKS does not support, also as text of a definition", async () => {
    const old: { version: string } = { version: "1.28" };
    assert.equal(
      await refused(Object.assign({}, args, old)),
      'Cluster "main": version must be 1.35 or 1.36, got "1.28"',
    );
  });

  it("refuses a public endpoint without CIDR blocks, or with wide ones", async () => {
    const refusedFor = (...cidrs: string[]) => refused({ endpointAccess: { kind: "public", cidrs } });
    assert.equal(await refusedFor(), 'Cluster "main": endpointAccess.cidrs must list at least one CIDR, got none');
    for (const cidr of ["0.0.0.0/0", "198.51.100.0/23", "203.0.113.7", "203.0.113.300/32", "203.0.113.0/33"]) {
      assert.equal(
        await refusedFor("203.0.113.0/24", cidr),
        `Cluster "main": endpointAccess.cidrs must be IPv4 CIDRs of /24 or narrower, got "${cidr}"`,
      );
    }
  });

  it("refuses a deployer as only administrator, and principals that are no roles", async () => {
    const alone = 'Cluster "main": administrators must list at least one role besides the deployer, got none';
    assert.equal(await refused({ administrators: [] }), alone);
    assert.equal(await refused({ administrators: [args.deployer] }), alone);
    for (const principal of [
      "arn:aws:iam::111122223333:user/bob",
      "arn:aws:iam::111122223333:root",
      "arn:aws:sts::111122223333:assumed-role/admin/bob",
    ]) {
      assert.equal(
        await refused({ administrators: [...args.administrators, principal] }),
        `Cluster "main": administrators must be ARNs of IAM roles, got "${principal}"`,
      );
      assert.equal(
        await refused({ deployer: principal }),
        `Cluster "main": deployer must be the ARN of an IAM role, got "${principal}"`,
      );
    }
  });

  it("reports every fault at once", async () => {
    const message = await refused({
      administrators: [],
      endpointAccess: { kind: "public", cidrs: ["0.0.0.0/0"] },
      nodeGroups: {},
    });
    assert.equal(
      message,
      [
        'Cluster "main":',
        '  - endpointAccess.cidrs must be IPv4 CIDRs of /24 or narrower, got "0.0.0.0/0"',
        "  - administrators must list at least one role besides the deployer, got none",
        "  - nodeGroups must hold at least one group, got none",
      ].join("\n"),
    );
  });
});
