import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** The two security groups of a cluster of pulumi-eks (nodejs/eks/nodes/securitygroup.ts) and their rules. */
export function securityGroups(child: { parent: pulumi.Resource }, name: string, { vpcId, tags }: pulumi.Inputs) {
  const group = (role: string, more: pulumi.Input<Record<string, string>> = {}) => {
    const named = pulumi.output(more).apply((known) => ({ Name: `${name}-${role}`, ...known, ...tags }));
    return new aws.ec2.SecurityGroup(`${name}-${role}`, { vpcId, revokeRulesOnDelete: true, tags: named }, child);
  };
  const rule = (role: string, args: aws.ec2.SecurityGroupRuleArgs) =>
    new aws.ec2.SecurityGroupRule(`${name}-${role}`, args, child);
  const all = { protocol: "-1", fromPort: 0, toPort: 0 };
  const out = { type: "egress", description: "Allow internet access.", ...all, cidrBlocks: ["0.0.0.0/0"] };
  const into = { type: "ingress", protocol: "tcp" };

  const cluster = group("eksClusterSecurityGroup");
  rule("eksClusterInternetEgressRule", { ...out, securityGroupId: cluster.id });

  const forNodes = (control: aws.eks.Cluster) => {
    const owner = control.name.apply((clusterName) => ({ [`kubernetes.io/cluster/${clusterName}`]: "owned" }));
    const nodes = group("nodeSecurityGroup", owner);
    const fromCluster = { ...into, securityGroupId: nodes.id, sourceSecurityGroupId: cluster.id };
    rule("eksNodeIngressRule", { type: "ingress", ...all, securityGroupId: nodes.id, self: true });
    rule("eksNodeClusterIngressRule", { ...fromCluster, fromPort: 1025, toPort: 65535 });
    rule("eksExtApiServerClusterIngressRule", { ...fromCluster, fromPort: 443, toPort: 443 });
    rule("eksNodeInternetEgressRule", { ...out, securityGroupId: nodes.id });
    const toCluster = { securityGroupId: cluster.id, sourceSecurityGroupId: nodes.id };
    rule("eksClusterIngressRule", { ...into, fromPort: 443, toPort: 443, ...toCluster });
    return nodes;
  };
  return { cluster, forNodes };
}
