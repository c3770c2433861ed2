import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { contains, parse } from "../network/cidr.ts";

/** Where Pulumi runs, and with it what may connect to the Kubernetes API server: at least one of the three. */
export interface DeployerNetwork {
  /** IDs of security groups in the VPC, or in a peered one, that may connect to the private endpoint. @default [] */
  securityGroups?: readonly string[] | undefined;
  /** Private CIDR blocks that may connect to the private endpoint, over peering, a transit gateway or a VPN. @default [] */
  cidrs?: readonly string[] | undefined;
  /** Public CIDR blocks of /24 or narrower that may connect to a public endpoint; without any there is none. @default [] */
  outside?: readonly string[] | undefined;
}

/** IAM roles that administer a cluster. */
export interface Administration {
  /** ARN of the role that runs Pulumi. */
  deployer: string;
  /** ARNs of the roles of administrators. */
  administrators: readonly string[];
}

/** Faults of the network that Pulumi runs in; each begins with the key. */
export function deployerNetworkFaults(key: string, network: DeployerNetwork): string[] {
  const { securityGroups = [], cidrs = [], outside = [] } = network;
  const admitted = securityGroups.length + cidrs.length + outside.length;
  return [
    ...(admitted > 0
      ? []
      : [`${key} must list securityGroups, cidrs or outside, for nothing else reaches the API server, got none`]),
    ...securityGroups
      .filter((id) => !/^sg-\w+$/.test(id))
      .map((id) => `${key}.securityGroups must be IDs of security groups, got "${id}"`),
    ...cidrs
      .filter((cidr) => !isPrivate(cidr))
      .map((cidr) => `${key}.cidrs must be private IPv4 CIDRs of /16 or narrower, got "${cidr}"`),
    ...outside
      .filter((cidr) => !isNarrow(cidr) || isPrivate(cidr))
      .map((cidr) => `${key}.outside must be public IPv4 CIDRs of /24 or narrower, got "${cidr}"`),
  ];
}

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"].flatMap((text) => {
  return parse(text) ?? [];
});

function isPrivate(cidr: string): boolean {
  const block = parse(cidr);
  return block !== undefined && block.prefix >= 16 && privateRanges.some((range) => contains(range, block));
}

function isNarrow(cidr: string): boolean {
  return (parse(cidr)?.prefix ?? 0) >= 24;
}

/** Faults of the roles; a cluster needs an administrator besides the pipeline's role. */
export function administrationFaults({ deployer, administrators }: Administration): string[] {
  const others = administrators.filter((role) => role !== deployer);
  return [
    ...[deployer].filter(isNoRole).map((given) => `deployer must be the ARN of an IAM role, got "${given}"`),
    ...others.filter(isNoRole).map((given) => `administrators must be ARNs of IAM roles, got "${given}"`),
    ...(others.length === 0 ? ["administrators must list at least one role besides the deployer, got none"] : []),
  ];
}

/** Users have long-lived keys, the root user cannot be restricted, and session ARNs are not valid for access entries. */
function isNoRole(principal: string): boolean {
  return !/^arn:aws(-cn|-us-gov)?:iam::\d{12}:role\/\S+$/.test(principal);
}

interface EndpointSettings {
  endpointPrivateAccess: true;
  endpointPublicAccess: boolean;
  publicAccessCidrs?: string[];
}

/** Nodes always use the private endpoint; a public one is an addition. */
export function endpointSettings({ outside = [] }: DeployerNetwork): EndpointSettings {
  return outside.length === 0
    ? { endpointPrivateAccess: true, endpointPublicAccess: false }
    : { endpointPrivateAccess: true, endpointPublicAccess: true, publicAccessCidrs: [...outside] };
}

/** Rules that admit the deployer's network to the private endpoint; what calls the API server is created after them. */
export function admitDeployer(
  name: string,
  { securityGroups = [], cidrs = [] }: DeployerNetwork,
  clusterSecurityGroupId: pulumi.Input<string>,
  child: pulumi.CustomResourceOptions,
): aws.vpc.SecurityGroupIngressRule[] {
  const sources = [
    ...securityGroups.map((id) => ({ source: id, from: { referencedSecurityGroupId: id } })),
    ...cidrs.map((cidr) => ({ source: cidr, from: { cidrIpv4: cidr } })),
  ];
  return sources.map(
    ({ source, from }) =>
      new aws.vpc.SecurityGroupIngressRule(
        `${name}-deployer-${source.replaceAll(/[./]/g, "-")}`,
        {
          securityGroupId: clusterSecurityGroupId,
          description: `API server from ${source}, where the deployer is`,
          ipProtocol: "tcp",
          fromPort: 443,
          toPort: 443,
          ...from,
        },
        child,
      ),
  );
}

/** Access entries with cluster administrator access; resources that depend on the result are created with access in place. */
export function grantAdministration(
  name: string,
  { deployer, administrators }: Administration,
  on: { account: Account; clusterName: pulumi.Input<string> },
  child: pulumi.CustomResourceOptions,
): aws.eks.AccessPolicyAssociation[] {
  return [...new Set([deployer, ...administrators])].map((role) => {
    const own = `${name}-${role.split("/").pop()}`;
    const { clusterName } = on;
    const entry = new aws.eks.AccessEntry(own, { clusterName, principalArn: role, type: "STANDARD" }, child);
    return new aws.eks.AccessPolicyAssociation(
      own,
      {
        clusterName,
        principalArn: entry.principalArn,
        policyArn: `arn:${on.account.partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
        accessScope: { type: "cluster" },
      },
      child,
    );
  });
}
