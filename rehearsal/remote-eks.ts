import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Build } from "./remote.ts";

/** Components of eks by type; what they make and how it is named follows eks 4. */
export const eks: Record<string, Build> = {
  "eks:index:Cluster": cluster,
  "eks:index:ManagedNodeGroup": (parent, name, { cluster: of, nodeRole, ...inputs }) => {
    const clusterName = pulumi.output(of).apply((each) => each.eksCluster?.name ?? each.cluster?.name);
    const nodeRoleArn = inputs["nodeRoleArn"] ?? pulumi.output(nodeRole).apply((role) => role?.arn);
    const scalingConfig = inputs["scalingConfig"] ?? { desiredSize: 2, minSize: 1, maxSize: 2 };
    const subnetIds = inputs["subnetIds"] ?? pulumi.output(of).apply((each) => each.core?.subnetIds ?? each.subnetIds);
    const { tags, labels, taints, instanceTypes, capacityType, amiType, version } = inputs;
    const chosen = { tags, labels, taints, instanceTypes, capacityType, amiType, version };
    const args = { clusterName, nodeRoleArn, scalingConfig, subnetIds, ...chosen };
    return { nodeGroup: new aws.eks.NodeGroup(name, args, { parent }) };
  },
  "eks:index:Addon": (parent, name, { cluster: of, addonName, addonVersion, serviceAccountRoleArn, tags }) => {
    const clusterName = pulumi.output(of).apply((each) => each.eksCluster?.name);
    const args = { clusterName, addonName, addonVersion, serviceAccountRoleArn, tags };
    new aws.eks.Addon(name, args, { parent });
    return {};
  },
};

function cluster(parent: pulumi.ComponentResource, name: string, inputs: pulumi.Inputs): pulumi.Inputs {
  const child = { parent };
  const { vpcId, tags = {} } = inputs;
  // Lists that are not known before the subnets are made arrive as outputs.
  const lists = [inputs["publicSubnetIds"] ?? [], inputs["privateSubnetIds"] ?? []];
  const subnetIds = inputs["subnetIds"] ?? pulumi.all(lists).apply((known) => known.flat());
  const group = (suffix: string) =>
    inputs["skipDefaultSecurityGroups"] === true
      ? undefined
      : new aws.ec2.SecurityGroup(`${name}-${suffix}`, { vpcId, description: "Managed by Pulumi", tags }, child);
  const clusterSecurityGroup = group("eksClusterSecurityGroup");
  const nodeSecurityGroup = group("nodeSecurityGroup");
  const control = controlPlane(child, name, inputs, { subnetIds, securityGroupId: clusterSecurityGroup?.id });
  const issuer = control.identities.apply((identities) => identities[0]?.oidcs?.[0]?.issuer ?? "");
  const trusted = { url: issuer, clientIdLists: ["sts.amazonaws.com"], tags };
  const oidc =
    inputs["createOidcProvider"] === true
      ? new aws.iam.OpenIdConnectProvider(`${name}-oidcProvider`, trusted, child)
      : undefined;
  for (const addonName of addons(inputs)) {
    new aws.eks.Addon(`${name}-${addonName}`, { clusterName: control.name, addonName, tags }, child);
  }
  const kubeconfig = pulumi.secret(kubeconfigOf(control));
  return {
    eksCluster: control,
    clusterSecurityGroup,
    clusterSecurityGroupId: clusterSecurityGroup?.id ?? "",
    nodeSecurityGroup,
    nodeSecurityGroupId: nodeSecurityGroup?.id ?? "",
    oidcProviderArn: oidc?.arn ?? "",
    oidcProviderUrl: issuer,
    oidcIssuer: issuer.apply((url) => url.replace("https://", "")),
    kubeconfig,
    kubeconfigJson: pulumi.jsonStringify(kubeconfig),
    core: { cluster: control, vpcId, subnetIds, endpoint: control.endpoint, kubeconfig, nodeSecurityGroup },
    instanceRoles: [],
  };
}

/** Add-ons that the package installs unless it is told not to. */
function addons(inputs: pulumi.Inputs): string[] {
  return [
    ...(inputs["useDefaultVpcCni"] === true ? [] : ["vpc-cni"]),
    ...(inputs["corednsAddonOptions"]?.enabled === false ? [] : ["coredns"]),
    ...(inputs["kubeProxyAddonOptions"]?.enabled === false ? [] : ["kube-proxy"]),
  ];
}

function controlPlane(
  child: { parent: pulumi.Resource },
  name: string,
  inputs: pulumi.Inputs,
  placed: { subnetIds: pulumi.Input<string[]>; securityGroupId: pulumi.Output<string> | undefined },
): aws.eks.Cluster {
  const { tags = {}, endpointPrivateAccess = false, endpointPublicAccess = true } = inputs;
  const key: pulumi.Input<string> | undefined = inputs["encryptionConfigKeyArn"];
  const role = new aws.iam.Role(`${name}-eksRole-role`, { assumeRolePolicy: trust("eks.amazonaws.com"), tags }, child);
  return new aws.eks.Cluster(
    `${name}-eksCluster`,
    {
      name: inputs["name"],
      roleArn: role.arn,
      version: inputs["version"],
      enabledClusterLogTypes: inputs["enabledClusterLogTypes"],
      deletionProtection: inputs["deletionProtection"],
      upgradePolicy: inputs["upgradePolicy"],
      accessConfig: { authenticationMode: inputs["authenticationMode"] ?? "CONFIG_MAP" },
      vpcConfig: {
        subnetIds: placed.subnetIds,
        ...(placed.securityGroupId && { securityGroupIds: [placed.securityGroupId] }),
        endpointPrivateAccess,
        endpointPublicAccess,
        publicAccessCidrs: inputs["publicAccessCidrs"],
      },
      ...(key === undefined ? {} : { encryptionConfig: { resources: ["secrets"], provider: { keyArn: key } } }),
      tags: { ...tags, Name: `${name}-eksCluster` },
    },
    child,
  );
}

function kubeconfigOf({ name, endpoint, certificateAuthority }: aws.eks.Cluster) {
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "aws",
    args: ["eks", "get-token", "--cluster-name", name],
  };
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

function trust(service: string): string {
  const statement = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
