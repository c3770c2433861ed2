import type { Props, StackResource } from "./rule.ts";
import { parseSize } from "./sizes.ts";
import { known, list, number, read, text } from "./values.ts";

/**
 * What AWS asks at least for an hour, in US dollars: the lowest list price on demand in us-east-1, rounded down, of the
 * families with that letter, for a machine of the size xlarge. They are from memory and were not looked up; a lower bound
 * ages well: prices of new families rise, and other Regions cost more.
 */
type Hourly = Readonly<Record<string, number>>;
const machines: Hourly = { t: 0.13, m: 0.15, c: 0.13, r: 0.2, x: 0.3, i: 0.3, d: 0.45, g: 0.35, p: 0.9 };
const databases: Hourly = { t: 0.25, m: 0.3, r: 0.44, x: 0.7 };
const caches: Hourly = { t: 0.2, m: 0.23, r: 0.32 };
const domains: Hourly = { t: 0.28, m: 0.25, r: 0.32, c: 0.22 };
const brokers: Hourly = { t: 0.4, m: 0.4 };

/** Hours of a month, as AWS counts them. */
const month = 730;

const hourly = (name: unknown, prices: Hourly) => {
  const size = parseSize(name);
  return size === undefined ? 0 : (prices[size.family] ?? 0) * size.units;
};
/** How many there are: at least one where that is not said, or not known yet. */
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

/** Machines of a group that may be taken back have the price of the day, which may be any. */
function nodes(props: Props): number {
  if (text(props, "capacityType") === "SPOT") return 0;
  const prices = list(props, "instanceTypes").map((name) => hourly(name, machines));
  return prices.length === 0 ? 0 : Math.min(...prices) * count(props, "scalingConfig.minSize", 0);
}

/** What has a price by the hour whether it is used or not. */
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

/** What a resource costs at least, in US dollars a month; nothing for what is paid by use, or what nobody has put a price on. */
export function leastPerMonth({ type, props }: StackResource): number {
  return (Object.hasOwn(perHour, type) ? (perHour[type]?.(props) ?? 0) : 0) * month;
}
