/** What the pods of a node may request, for each EC2 instance type. */
export interface Allocatable {
  /** Millicores. */
  cpu: number;
  /** MiB. */
  memory: number;
  /** How many pods it takes. */
  pods: number;
}

/** GiB of memory per vCPU by the first letter of a family: compute, general purpose, memory (not looked up). */
const memoryPerVcpu: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8 };

/** GiB of memory of burstable types by size (not looked up). */
const burstable: Readonly<Record<string, number>> = { small: 2, medium: 4, large: 8, xlarge: 16, "2xlarge": 32 };

/** Network interfaces and IPv4 addresses of each, by size: families since m5, and burstable types (not looked up). */
const interfaces: Readonly<Record<string, readonly [interfaces: number, addresses: number]>> = {
  medium: [2, 4],
  large: [3, 10],
  xlarge: [4, 15],
  "2xlarge": [4, 15],
  "4xlarge": [8, 30],
  "8xlarge": [8, 30],
  "t.small": [3, 4],
  "t.medium": [3, 6],
  "t.large": [3, 12],
};

/** CPU architecture of an instance type: the names of Graviton families have a g after the generation. */
export function architecture(instanceType: string): "amd64" | "arm64" {
  return /^[a-z]+\d+g/.test(instanceType) ? "arm64" : "amd64";
}

/**
 * What an Amazon Linux 2023 node leaves to its pods: 92.5 % of the type's memory reaches the node, as Karpenter reckons
 * (aws/karpenter-provider-aws#5161), and kubelet keeps 255 MiB, 11 MiB for each pod and 100 MiB before it evicts, and
 * 60, 10 and 5 millicores of the first, the second and the next two cores. The AMI computes the pods from the addresses
 * of the interfaces, without prefixes (kubelet's part and the pods are not looked up).
 */
export function allocatable(instanceType: string): Allocatable {
  const { vcpus, gibibytes, pods } = sizeOf(instanceType);
  const kept = 60 + (vcpus > 1 ? 10 : 0) + 5 * Math.min(Math.max(vcpus - 2, 0), 2);
  return { cpu: vcpus * 1000 - kept, memory: Math.floor(gibibytes * 1024 * 0.925) - 255 - 11 * pods - 100, pods };
}

function sizeOf(instanceType: string): { vcpus: number; gibibytes: number; pods: number } {
  const [family = "", size = ""] = instanceType.split(".");
  const isBurstable = family.startsWith("t");
  const vcpus = vcpusOf(size, isBurstable);
  const perVcpu = memoryPerVcpu[family.charAt(0)];
  const gibibytes = isBurstable ? burstable[size] : perVcpu && vcpus * perVcpu;
  const network = (isBurstable ? interfaces[`t.${size}`] : undefined) ?? interfaces[size];
  if (gibibytes === undefined || network === undefined)
    throw new Error(
      `the size of a node of type ${instanceType} is not known to rehearsal/kubernetes/instance-types.ts`,
    );
  const [count, addresses] = network;
  return { vcpus, gibibytes, pods: count * (addresses - 1) + 2 };
}

function vcpusOf(size: string, isBurstable: boolean): number {
  const times = /^(\d*)xlarge$/.exec(size)?.[1];
  if (times !== undefined) return 4 * Number(times || "1");
  return size === "medium" && !isBurstable ? 1 : 2;
}
