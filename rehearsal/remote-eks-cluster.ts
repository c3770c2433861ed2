import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { securityGroups } from "./remote-eks-security-groups.ts";

/** What createCluster of pulumi-eks (nodejs/eks/cluster/cluster.ts) makes of a cluster without a default node group. */
export function cluster(parent: pulumi.ComponentResource, name: string, inputs: pulumi.Inputs): pulumi.Inputs {
  const child = { parent };
  const { vpcId } = inputs;
  // Lists that are not known before the subnets are made arrive as outputs.
  const lists = [inputs["publicSubnetIds"] ?? [], inputs["privateSubnetIds"] ?? []];
  const subnetIds = inputs["subnetIds"] ?? pulumi.all(lists).apply((known) => known.flat());
  const groups = inputs["skipDefaultSecurityGroups"] === true ? undefined : securityGroups(child, name, inputs);
  const control = controlPlane(child, name, inputs, { subnetIds, securityGroupId: groups?.cluster.id });
  const nodeSecurityGroup = groups?.forNodes(control);
  const issuer = control.identities.apply((identities) => identities[0]?.oidcs?.[0]?.issuer ?? "");
  const oidc = inputs["createOidcProvider"] === true ? oidcProvider(child, name, issuer) : undefined;
  addons(child, name, inputs, control);
  const kubeconfig = kubeconfigOf(control);
  const config = { kubeconfig: kubeconfig.apply((each) => JSON.stringify(each)) };
  const provider = new kubernetes.Provider(`${name}-eks-k8s`, config, child);
  return {
    eksCluster: control,
    clusterSecurityGroup: groups?.cluster,
    clusterSecurityGroupId: groups?.cluster.id ?? control.vpcConfig.clusterSecurityGroupId,
    nodeSecurityGroup,
    nodeSecurityGroupId: nodeSecurityGroup?.id ?? control.vpcConfig.clusterSecurityGroupId,
    oidcProviderArn: oidc?.arn ?? "",
    oidcProviderUrl: issuer,
    oidcIssuer: issuer.apply((url) => url.replace("https://", "")),
    kubeconfig,
    kubeconfigJson: pulumi.jsonStringify(kubeconfig),
    core: { cluster: control, vpcId, subnetIds, endpoint: control.endpoint, kubeconfig, nodeSecurityGroup, provider },
    instanceRoles: [],
  };
}

type Child = { parent: pulumi.Resource };

/** SHA-1 fingerprint of the root CA of oidc.eks.*.amazonaws.com, which the package asks the endpoint for in every preview. */
const thumbprint = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280";

function oidcProvider(child: Child, name: string, url: pulumi.Output<string>): aws.iam.OpenIdConnectProvider {
  const trusted = { clientIdLists: ["sts.amazonaws.com"], url, thumbprintLists: [thumbprint] };
  return new aws.iam.OpenIdConnectProvider(`${name}-oidcProvider`, trusted, child);
}

/** Add-ons that the package installs unless it is told not to; CoreDNS without a default node group only when told to. */
function addons(child: Child, name: string, inputs: pulumi.Inputs, { name: clusterName }: aws.eks.Cluster): void {
  const { tags, kubeProxyAddonOptions, corednsAddonOptions } = inputs;
  const add = (addonName: string, preserve: boolean, below: Child, options: { version?: string } = {}) => {
    const conflicts = { resolveConflictsOnCreate: "OVERWRITE", resolveConflictsOnUpdate: "OVERWRITE" };
    const args = { clusterName, addonName, preserve, tags, addonVersion: options.version, ...conflicts };
    new aws.eks.Addon(`${name}-${addonName}`, args, below);
  };
  if (kubeProxyAddonOptions?.enabled !== false) add("kube-proxy", true, child, kubeProxyAddonOptions);
  if (corednsAddonOptions?.enabled === true) add("coredns", true, child, corednsAddonOptions);
  if (inputs["useDefaultVpcCni"] === true) return;
  const cni = new pulumi.ComponentResource("eks:index:VpcCniAddon", `${name}-vpc-cni`, {}, child);
  add("vpc-cni", false, { parent: cni });
}

interface Placement {
  subnetIds: pulumi.Input<string[]>;
  securityGroupId: pulumi.Output<string> | undefined;
}

function controlPlane(child: Child, name: string, inputs: pulumi.Inputs, placed: Placement): aws.eks.Cluster {
  const { tags = {}, authenticationMode, endpointPrivateAccess, endpointPublicAccess, publicAccessCidrs } = inputs;
  const key: pulumi.Input<string> | undefined = inputs["encryptionConfigKeyArn"];
  const { role, attachment } = serviceRole(child, `${name}-eksRole`, tags);
  return new aws.eks.Cluster(
    `${name}-eksCluster`,
    {
      name: inputs["name"],
      roleArn: role.arn,
      version: inputs["version"],
      enabledClusterLogTypes: inputs["enabledClusterLogTypes"],
      deletionProtection: inputs["deletionProtection"],
      upgradePolicy: inputs["upgradePolicy"],
      bootstrapSelfManagedAddons: inputs["bootstrapSelfManagedAddons"] ?? true,
      ...(authenticationMode === undefined
        ? {}
        : { accessConfig: { authenticationMode, bootstrapClusterCreatorAdminPermissions: true } }),
      vpcConfig: {
        subnetIds: placed.subnetIds,
        ...(placed.securityGroupId && { securityGroupIds: [placed.securityGroupId] }),
        endpointPrivateAccess,
        endpointPublicAccess,
        publicAccessCidrs,
      },
      // Made in an apply: as long as the key's ARN is not known, nothing of it is.
      ...(key === undefined
        ? {}
        : {
            encryptionConfig: pulumi.output(key).apply((keyArn) => ({ provider: { keyArn }, resources: ["secrets"] })),
          }),
      tags: { Name: `${name}-eksCluster`, ...inputs["clusterTags"], ...tags },
    },
    {
      ...child,
      ignoreChanges: ["accessConfig.bootstrapClusterCreatorAdminPermissions", "bootstrapSelfManagedAddons"],
      dependsOn: [role, attachment],
    },
  );
}

const clusterPolicy = "policy/AmazonEKSClusterPolicy";

/** The component ServiceRole of the package: a role, and its managed policy under a name by the policy's ARN. */
function serviceRole(child: Child, name: string, tags: Record<string, string>) {
  const parent = new pulumi.ComponentResource("eks:index:ServiceRole", name, {}, child);
  const { partition } = aws.getPartitionOutput({}, child);
  const statement = {
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Effect: "Allow",
    Principal: { Service: ["eks.amazonaws.com"] },
  };
  const role = new aws.iam.Role(
    `${name}-role`,
    {
      description: "Allows EKS to manage clusters on your behalf.",
      assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
      tags,
    },
    { parent },
  );
  const suffix = createHash("sha1").update(`arn:aws:iam::aws:${clusterPolicy}`).digest("hex").slice(0, 8);
  const policyArn = pulumi.interpolate`arn:${partition}:iam::aws:${clusterPolicy}`;
  const attachment = new aws.iam.RolePolicyAttachment(`${name}-${suffix}`, { policyArn, role: role.name }, { parent });
  return { role, attachment };
}

function kubeconfigOf({ name, arn, endpoint, certificateAuthority }: aws.eks.Cluster) {
  const region = arn.apply((each) => each.split(":")[3] ?? "");
  const args = ["--region", region, "eks", "get-token", "--cluster-name", name, "--output", "json"];
  const env = [{ name: "KUBERNETES_EXEC_INFO", value: '{"apiVersion": "client.authentication.k8s.io/v1beta1"}' }];
  const exec = { apiVersion: "client.authentication.k8s.io/v1beta1", command: "aws", args, env };
  return pulumi.output({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name: "kubernetes", cluster: { server: endpoint, "certificate-authority-data": certificateAuthority.data } },
    ],
    contexts: [{ name: "aws", context: { cluster: "kubernetes", user: "aws" } }],
    "current-context": "aws",
    users: [{ name: "aws", user: { exec } }],
  });
}
