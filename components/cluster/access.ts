import { isIPv4 } from "node:net";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";

/** Access to the Kubernetes API server endpoint: private, or public for some CIDR blocks as well. */
export type EndpointAccess =
  | {
      /** Private endpoint only. */
      kind: "private";
    }
  | {
      /** Private endpoint, and a public endpoint for some CIDR blocks. */
      kind: "public";
      /** CIDR blocks that may reach the public endpoint. */
      cidrs: readonly string[];
    };

/** IAM roles that administer a cluster. */
export interface Administration {
  /** ARN of the role that runs Pulumi. */
  deployer: string;
  /** ARNs of the roles of administrators. */
  administrators: readonly string[];
}

/** Faults of the endpoint access. */
export function endpointFaults(access: EndpointAccess): string[] {
  if (access.kind === "private") return [];
  if (access.cidrs.length === 0) return ["endpointAccess.cidrs must list at least one CIDR, got none"];
  return access.cidrs
    .filter((cidr) => !isNarrow(cidr))
    .map((cidr) => `endpointAccess.cidrs must be IPv4 CIDRs of /24 or narrower, got "${cidr}"`);
}

function isNarrow(cidr: string): boolean {
  const [address = "", prefix = ""] = cidr.split("/");
  return isIPv4(address) && /^\d{2}$/.test(prefix) && Number(prefix) >= 24 && Number(prefix) <= 32;
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

/** Nodes always use the private endpoint; a public one is an addition. */
export function endpointSettings(access: EndpointAccess): Omit<aws.types.input.eks.ClusterVpcConfig, "subnetIds"> {
  return access.kind === "private"
    ? { endpointPrivateAccess: true, endpointPublicAccess: false }
    : { endpointPrivateAccess: true, endpointPublicAccess: true, publicAccessCidrs: [...access.cidrs] };
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
