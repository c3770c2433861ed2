import { overlap, parse } from "../../components/network/cidr.ts";
import { stringsAt, valueAt } from "../account/values.ts";
import { targets } from "./environment.ts";
import { type Graph, list, type Made, record } from "./graph.ts";
import { podsOf } from "./pods.ts";
import { made, type Proof } from "./proof.ts";
import { tasksOf } from "./tasks.ts";

/** Where a store answers, and the security groups in front of it. */
interface Store {
  type: string;
  /** Outputs with its host names or URLs. */
  hosts: readonly string[];
  /** Input with its security groups. */
  groups: string;
}

const stores: readonly Store[] = [
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

/** Pods have the groups of their nodes; which those of a cluster that exists before the stack are is not known. */
function callersOf(graph: Graph): Caller[] {
  const clusters = graph.of("aws:eks/cluster:Cluster");
  const nodes = [
    ...clusters.flatMap(({ outputs }) => stringsAt(outputs, "vpcConfig.clusterSecurityGroupId")),
    ...graph
      .of("aws:ec2/launchTemplate:LaunchTemplate")
      .flatMap(({ inputs }) => [
        ...stringsAt(inputs, "vpcSecurityGroupIds"),
        ...stringsAt(inputs, "networkInterfaces.securityGroups"),
      ]),
  ];
  const pods = clusters.length === 0 ? [] : podsOf(graph).map((each) => ({ ...each, groups: nodes }));
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

function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) && endpoint.includes("//") ? new URL(endpoint).hostname : endpoint;
}

function admits(graph: Graph, groups: readonly string[], callers: readonly string[], port: number): boolean {
  return ingress(graph).some(
    (rule) =>
      groups.includes(rule.group) &&
      rule.from <= port &&
      port <= rule.to &&
      (rule.sources.some((source) => callers.includes(source)) || rule.cidrs.some((cidr) => isInNetwork(graph, cidr))),
  );
}

function isInNetwork(graph: Graph, cidr: string): boolean {
  const block = parse(cidr);
  const networks = graph.of("aws:ec2/vpc:Vpc").flatMap(({ inputs }) => stringsAt(inputs, "cidrBlock"));
  return block !== undefined && networks.flatMap((each) => parse(each) ?? []).some((each) => overlap(block, each));
}

/** A rule of a security group that lets in. */
interface Ingress {
  group: string;
  from: number;
  to: number;
  sources: readonly string[];
  cidrs: readonly string[];
}

function ingress(graph: Graph): Ingress[] {
  const single = graph.of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").map(({ inputs }) => ({
    ...ports(inputs, inputs["ipProtocol"]),
    group: String(inputs["securityGroupId"]),
    sources: stringsAt(inputs, "referencedSecurityGroupId"),
    cidrs: stringsAt(inputs, "cidrIpv4"),
  }));
  const older = graph
    .of("aws:ec2/securityGroupRule:SecurityGroupRule")
    .filter(({ inputs }) => inputs["type"] === "ingress")
    .map(({ inputs }) => ({
      ...ports(inputs, inputs["protocol"]),
      group: String(inputs["securityGroupId"]),
      sources: stringsAt(inputs, "sourceSecurityGroupId"),
      cidrs: stringsAt(inputs, "cidrBlocks"),
    }));
  const inline = graph.of("aws:ec2/securityGroup:SecurityGroup").flatMap(({ inputs, outputs }) =>
    list(inputs["ingress"])
      .map(record)
      .map((rule) => ({
        ...ports(rule, rule["protocol"]),
        group: String(valueAt(outputs, "id")),
        sources: stringsAt(rule, "securityGroups"),
        cidrs: stringsAt(rule, "cidrBlocks"),
      })),
  );
  return [...single, ...older, ...inline];
}

/** Protocol -1 is every port. */
function ports({ fromPort, toPort }: Made["inputs"], protocol: unknown): Pick<Ingress, "from" | "to"> {
  return String(protocol) === "-1" ? { from: 0, to: 65_535 } : { from: Number(fromPort), to: Number(toPort) };
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
