import type { Tier } from "./subnets.ts";

/** Karpenter's discovery tag has one value, so it is not set in a VPC with several clusters. */
export function clusterTags(tier: Tier, clusterNames: readonly string[]): Record<string, string> {
  const [first, ...others] = clusterNames;
  if (first === undefined || tier === "database" || tier === "pods") return {};
  return {
    [tier === "public" ? "kubernetes.io/role/elb" : "kubernetes.io/role/internal-elb"]: "1",
    ...Object.fromEntries(clusterNames.map((cluster) => [`kubernetes.io/cluster/${cluster}`, "shared"])),
    ...(tier === "private" && others.length === 0 && { "karpenter.sh/discovery": first }),
  };
}
