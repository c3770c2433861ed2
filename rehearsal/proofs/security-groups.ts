import { overlap, parse } from "../../components/network/cidr.ts";
import { stringsAt } from "../account/values.ts";
import { targets } from "./environment.ts";
import type { Graph, Made } from "./graph.ts";
import { groupRules } from "./group-rules.ts";
import { podsOf } from "./pods.ts";
import { made, type Proof } from "./proof.ts";
import { tasksOf } from "./tasks.ts";

/** Where a store answers, and the security groups in front of it. */
export interface Store {
  type: string;
  /** Outputs with its host names or URLs. */
  hosts: readonly string[];
  /** Input with its security groups. */
  groups: string;
}

/** Stores that answer in the network, by type. */
export const stores: readonly Store[] = [
  { type: "aws:rds/instance:Instance", hosts: ["address"], groups: "vpcSecurityGroupIds" },
  { type: "aws:rds/cluster:Cluster", hosts: ["endpoint", "readerEndpoint"], groups: "vpcSecurityGroupIds" },
  { type: "aws:rds/proxy:Proxy", hosts: ["endpoint"], groups: "vpcSecurityGroupIds" },
  {
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    hosts: ["primaryEndpointAddress", "readerEndpointAddress", "configurationEndpointAddress"],
    groups: "securityGroupIds",
  },
  { type: "aws:mq/broker:Broker", hosts: ["instances.endpoints"], groups: "securityGroups" },
  { type: "aws:opensearch/domain:Domain", hosts: ["endpoint"], groups: "vpcOptions.securityGroupIds" },
];

/** What connects, with the security groups of its network interfaces. */
interface Caller {
  of: string;
  environment: Readonly<Record<string, string>>;
  groups: readonly string[];
}

/** The security groups of the nodes; which those of a cluster that exists before the stack are is not known. */
export function nodeGroups(graph: Graph): string[] {
  return [
    ...graph
      .of("aws:eks/cluster:Cluster")
      .flatMap(({ outputs }) => stringsAt(outputs, "vpcConfig.clusterSecurityGroupId")),
    ...graph
      .of("eks:index:Cluster")
      .flatMap(({ outputs }) => stringsAt(outputs, "eksCluster.vpcConfig.clusterSecurityGroupId")),
    ...graph
      .of("aws:ec2/launchTemplate:LaunchTemplate")
      .flatMap(({ inputs }) => [
        ...stringsAt(inputs, "vpcSecurityGroupIds"),
        ...stringsAt(inputs, "networkInterfaces.securityGroups"),
      ]),
  ];
}

/** Pods have the groups of their nodes. */
function callersOf(graph: Graph): Caller[] {
  const nodes = nodeGroups(graph);
  const pods = nodes.length === 0 ? [] : podsOf(graph).map((each) => ({ ...each, groups: nodes }));
  return [...pods, ...tasksOf(graph)];
}

/** What programs are told to connect to, the security groups of the store must admit. */
function admitted(graph: Graph): string[] {
  const places = stores.flatMap(({ type, hosts, groups }) =>
    graph.of(type).map((store) => ({
      store,
      hosts: hosts.flatMap((output) => stringsAt(store.outputs, output)).map(hostOf),
      groups: stringsAt(store.inputs, groups),
    })),
  );
  return callersOf(graph).flatMap((caller) =>
    targets(caller.environment).flatMap(({ variable, host, port }) => {
      const place = places.find(({ hosts }) => hosts.includes(host));
      return place === undefined || admits(graph, place.groups, caller.groups, port)
        ? []
        : [
            `${caller.of} cannot reach ${host}:${port} of ${variable}: no security group of ${place.store.name} admits it`,
          ];
    }),
  );
}

/** The host name in an endpoint. */
export function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) && endpoint.includes("//") ? new URL(endpoint).hostname : endpoint;
}

function admits(graph: Graph, groups: readonly string[], callers: readonly string[], port: number): boolean {
  return groupRules(graph, "ingress").some(
    (rule) =>
      groups.includes(rule.group) &&
      rule.from <= port &&
      port <= rule.to &&
      (rule.peers.some((source) => callers.includes(source)) || rule.cidrs.some((cidr) => isInNetwork(graph, cidr))),
  );
}

function isInNetwork(graph: Graph, cidr: string): boolean {
  const block = parse(cidr);
  const networks = graph.of("aws:ec2/vpc:Vpc").flatMap(({ inputs }) => stringsAt(inputs, "cidrBlock"));
  return block !== undefined && networks.flatMap((each) => parse(each) ?? []).some((each) => overlap(block, each));
}

function service(referenced: string): Made[] {
  const environment = [{ name: "DATABASE_URL", value: "postgresql://orders@db.example.com:5432/orders" }];
  const definition = "arn:aws:ecs:us-east-1:111122223333:task-definition/orders:1";
  const groups = { networkConfiguration: { securityGroups: ["sg-0123456789abcdef0"] } };
  return [
    made(
      "aws:ecs/taskDefinition:TaskDefinition",
      "orders",
      { family: "orders", containerDefinitions: JSON.stringify([{ name: "orders", environment }]) },
      { arn: definition },
    ),
    made("aws:ecs/service:Service", "orders", { taskDefinition: definition, ...groups }),
    made(
      "aws:rds/instance:Instance",
      "main",
      { vpcSecurityGroupIds: ["sg-0fedcba9876543210"] },
      { address: "db.example.com" },
    ),
    made("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "main", {
      securityGroupId: "sg-0fedcba9876543210",
      referencedSecurityGroupId: referenced,
      ipProtocol: "tcp",
      fromPort: 5432,
      toPort: 5432,
    }),
  ];
}

/** What must hold of the security groups of data stores. */
export const securityGroups: readonly Proof[] = [
  {
    name: "stores-admit-their-callers",
    source:
      "Control traffic with security groups https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
    check: admitted,
    holds: service("sg-0123456789abcdef0"),
    fails: service("sg-0aaaaaaaaaaaaaaaa"),
  },
];
