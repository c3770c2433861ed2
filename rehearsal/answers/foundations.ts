import type { Answers } from "./answer.ts";

/** Remote components of awsx and eks, as unit tests see them: outputs without children. The engine builds the children (remote.ts). */
export const foundations: Answers = {
  "awsx:ec2:Vpc": (r) => {
    const zones = Array.isArray(r.inputs["availabilityZoneNames"]) ? r.inputs["availabilityZoneNames"] : [];
    const ids = (tier: string) => zones.map((zone) => r.id(`subnet-${tier}-${zone}`));
    return {
      id: "",
      vpcId: r.id("vpc"),
      publicSubnetIds: ids("public"),
      privateSubnetIds: ids("private"),
      isolatedSubnetIds: ids("isolated"),
      routeTables: [],
      natGateways: [],
    };
  },
  "eks:index:Cluster": (r) => ({
    id: "",
    eksCluster: {
      name: r.named("name"),
      endpoint: `https://${r.hex(32).toUpperCase()}.gr7.${r.place.region}.eks.amazonaws.com`,
      certificateAuthority: { data: "LS0tLS1CRUdJTi==" },
      vpcConfig: { clusterSecurityGroupId: r.id("sg") },
    },
    oidcProviderArn: `arn:${r.place.partition}:iam::${r.place.accountId}:oidc-provider/oidc.eks.${r.place.region}.amazonaws.com/id/${r.hex(32).toUpperCase()}`,
  }),
};
