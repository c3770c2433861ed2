import type { Props, StackResource } from "./rule.ts";
import { parseSize } from "./sizes.ts";
import { known, list, number, read, text } from "./values.ts";

/**
 * Lower bounds of hourly prices in US dollars, for the size xlarge: the lowest On-Demand list price of the instance
 * families with that letter in us-east-1, rounded down. They were not looked up in a price list; newer families and
 * other Regions cost more, so the bound stays valid.
 */
type Hourly = Readonly<Record<string, number>>;
const machines: Hourly = { t: 0.13, m: 0.15, c: 0.13, r: 0.2, x: 0.3, i: 0.3, d: 0.45, g: 0.35, p: 0.9 };
const databases: Hourly = { t: 0.25, m: 0.3, r: 0.44, x: 0.7 };
const caches: Hourly = { t: 0.2, m: 0.23, r: 0.32 };
const domains: Hourly = { t: 0.28, m: 0.25, r: 0.32, c: 0.22 };
const brokers: Hourly = { t: 0.4, m: 0.4 };

/** Hours in a month, as in AWS's prices. */
const month = 730;

const hourly = (name: unknown, prices: Hourly) => {
  const size = parseSize(name);
  return size === undefined ? 0 : (prices[size.family] ?? 0) * size.units;
};
/** A count; the minimum when it is absent or unknown. */
const count = (props: Props, path: string, least = 1) => {
  const reading = read(props, path);
  const found = reading.state === "known" ? number(reading.value) : least;
  return Number.isFinite(found) ? Math.max(found, 0) : least;
};

function cacheNodes(props: Props): number {
  const shards = count(props, "numNodeGroups") * (1 + count(props, "replicasPerNodeGroup", 0));
  return Math.max(count(props, "numCacheClusters"), shards);
}

function masters(props: Props): number {
  if (known(props, "clusterConfig.dedicatedMasterEnabled") !== true) return 0;
  return (
    hourly(text(props, "clusterConfig.dedicatedMasterType"), domains) *
    count(props, "clusterConfig.dedicatedMasterCount")
  );
}

/** The minimum price of a node group; Spot prices vary, so they count as zero. */
function nodes(props: Props): number {
  if (text(props, "capacityType") === "SPOT") return 0;
  const prices = list(props, "instanceTypes").map((name) => hourly(name, machines));
  return prices.length === 0 ? 0 : Math.min(...prices) * count(props, "scalingConfig.minSize", 0);
}

/** Types with an hourly price that does not depend on use. */
const perHour: Readonly<Record<string, (props: Props) => number>> = {
  "aws:ec2/instance:Instance": (props) => hourly(known(props, "instanceType"), machines),
  "aws:eks/nodeGroup:NodeGroup": nodes,
  "aws:eks/cluster:Cluster": () => 0.1,
  "aws:ec2/natGateway:NatGateway": () => 0.045,
  "aws:ec2/eip:Eip": () => 0.005,
  "aws:ec2/vpcEndpoint:VpcEndpoint": (props) =>
    text(props, "vpcEndpointType") === "Interface" ? 0.01 * Math.max(list(props, "subnetIds").length, 1) : 0,
  "aws:lb/loadBalancer:LoadBalancer": () => 0.0125,
  "aws:rds/instance:Instance": (props) =>
    hourly(known(props, "instanceClass"), databases) * (known(props, "multiAz") === true ? 2 : 1),
  "aws:rds/clusterInstance:ClusterInstance": (props) => hourly(known(props, "instanceClass"), databases),
  "aws:elasticache/replicationGroup:ReplicationGroup": (props) =>
    hourly(known(props, "nodeType"), caches) * cacheNodes(props),
  "aws:opensearch/domain:Domain": (props) =>
    hourly(known(props, "clusterConfig.instanceType"), domains) * count(props, "clusterConfig.instanceCount") +
    masters(props),
  "aws:mq/broker:Broker": (props) => {
    const hosts = { CLUSTER_MULTI_AZ: 3, ACTIVE_STANDBY_MULTI_AZ: 2 }[text(props, "deploymentMode") ?? ""] ?? 1;
    return hourly(known(props, "hostInstanceType"), brokers) * hosts;
  },
};

/** The lower bound of a resource's monthly cost in US dollars; zero for usage-based or unlisted prices. */
export function leastPerMonth({ type, props }: StackResource): number {
  return (Object.hasOwn(perHour, type) ? (perHour[type]?.(props) ?? 0) : 0) * month;
}
