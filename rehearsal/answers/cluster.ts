import type { Answers } from "./answer.ts";

/** EKS, its nodes and its OIDC provider. */
export const cluster: Answers = {
  "aws:eks/cluster:Cluster": (r) => {
    const name = r.named("name");
    const id = r.hex(32).toUpperCase();
    const { region } = r.place;
    return {
      id: name,
      name,
      arn: r.arn("eks", `cluster/${name}`),
      endpoint: `https://${id}.gr7.${region}.eks.amazonaws.com`,
      certificateAuthority: { data: Buffer.from(`certificate of ${name}`).toString("base64") },
      identities: [{ oidcs: [{ issuer: `https://oidc.eks.${region}.amazonaws.com/id/${id}` }] }],
      vpcConfig: {
        ...object(r.inputs["vpcConfig"]),
        clusterSecurityGroupId: r.id("sg"),
        vpcId: r.id("vpc"),
      },
      platformVersion: "eks.1",
      status: "ACTIVE",
      createdAt: "2026-11-21T00:00:00Z",
    };
  },
  "aws:eks/nodeGroup:NodeGroup": (r) => {
    const nodeGroupName = r.named("nodeGroupName");
    const suffix = uuid(r.hex(32));
    return {
      id: `${r.inputs["clusterName"]}:${nodeGroupName}`,
      nodeGroupName,
      arn: r.arn("eks", `nodegroup/${r.inputs["clusterName"]}/${nodeGroupName}/${suffix}`),
      resources: [{ autoscalingGroups: [{ name: `eks-${nodeGroupName}-${suffix}` }] }],
      status: "ACTIVE",
    };
  },
  "aws:eks/addon:Addon": (r) => ({
    id: `${r.inputs["clusterName"]}:${r.inputs["addonName"]}`,
    arn: r.arn("eks", `addon/${r.inputs["clusterName"]}/${r.inputs["addonName"]}/${uuid(r.hex(32))}`),
    createdAt: "2026-11-21T00:00:00Z",
  }),
  "aws:eks/accessEntry:AccessEntry": (r) => ({
    id: `${r.inputs["clusterName"]}:${r.inputs["principalArn"]}`,
    accessEntryArn: r.arn("eks", `access-entry/${r.inputs["clusterName"]}/role/${r.name}/${uuid(r.hex(32))}`),
    createdAt: "2026-11-21T00:00:00Z",
  }),
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": (r) => ({
    id: `${r.inputs["clusterName"]}#${r.inputs["principalArn"]}#${r.inputs["policyArn"]}`,
    associatedAt: "2026-11-21T00:00:00Z",
  }),
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": (r) => {
    const associationId = `a-${r.hex(17)}`;
    return {
      id: associationId,
      associationId,
      associationArn: r.arn("eks", `podidentityassociation/${r.inputs["clusterName"]}/${associationId}`),
    };
  },
  "aws:ec2/launchTemplate:LaunchTemplate": (r) => {
    const id = r.id("lt");
    return {
      id,
      name: r.named("name"),
      arn: r.arn("ec2", `launch-template/${id}`),
      latestVersion: 1,
      defaultVersion: 1,
    };
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": (r) => {
    const issuer = String(r.inputs["url"]).replace("https://", "");
    const arn = `arn:${r.place.partition}:iam::${r.place.accountId}:oidc-provider/${issuer}`;
    return { id: arn, arn, thumbprintLists: [r.hex(40)] };
  },
};

function object(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

function uuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}
