import { stringsAt } from "../../rehearsal/account/values.ts";
import type { Target } from "../../rehearsal/proofs/environment.ts";
import type { Graph, Made } from "../../rehearsal/proofs/graph.ts";
import { type Pods, podsOf } from "../../rehearsal/proofs/pods.ts";
import { hostOf, nodeGroups, stores } from "../../rehearsal/proofs/security-groups.ts";
import { containersOf } from "../../rehearsal/proofs/tasks.ts";
import { shortType } from "../components.ts";
import { mountedTargets } from "./mounted.ts";
import { type Subnet, subnetsIn, subnetsOf } from "./network.ts";

/** What connects or is connected to. */
export interface End {
  label: string;
  kind: "entry" | "workload" | "store";
  /** The resource that it is. */
  made: Made;
  /** IDs of its security groups. */
  groups: readonly string[];
  subnets: readonly Subnet[];
  /** Host names at which it answers. @default none */
  hosts?: readonly string[];
  /** Environment variables with known values. @default none */
  environment?: Readonly<Record<string, string>>;
  /** Services that its configuration files name. @default none */
  mounted?: readonly Target[];
  /** The pods of a workload on the cluster. @default it is none */
  pods?: Pods;
}

/** What takes requests from the internet, or from clients of the network. */
const entryTypes = [
  "aws:cloudfront/distribution:Distribution",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:cognito/userPoolDomain:UserPoolDomain",
];

/** All ends of a stack: entries, workloads, stores. */
export function endsOf(graph: Graph): End[] {
  const subnets = subnetsOf(graph);
  const place = (made: Made) => subnetsIn(graph, subnets, made);
  const entries = entryTypes
    .flatMap((type) => graph.of(type))
    .map((made): End => {
      const groups = stringsAt(made.inputs, "securityGroups");
      return { label: labelled(made), kind: "entry", made, groups, subnets: place(made) };
    });
  const kept = stores.flatMap(({ type, hosts, groups }) =>
    graph.of(type).map((made): End => {
      const names = hosts.flatMap((output) => stringsAt(made.outputs, output)).map(hostOf);
      const own = { groups: stringsAt(made.inputs, groups), subnets: place(made) };
      return { label: labelled(made), kind: "store", made, hosts: names, ...own };
    }),
  );
  return [...entries, ...services(graph, place), ...onCluster(graph, subnets), ...instances(graph, place), ...kept];
}

/** ECS services with the environment of all their containers. */
function services(graph: Graph, place: (made: Made) => Subnet[]): End[] {
  const definitions = graph.of("aws:ecs/taskDefinition:TaskDefinition");
  return graph.of("aws:ecs/service:Service").map((made) => {
    const definition = definitions.find(({ outputs }) => outputs["arn"] === made.inputs["taskDefinition"]);
    const containers = definition === undefined ? [] : containersOf(definition);
    return {
      label: labelled(made),
      kind: "workload",
      made,
      groups: stringsAt(made.inputs, "networkConfiguration.securityGroups"),
      subnets: place(made),
      environment: Object.assign({}, ...containers.map(({ environment }) => environment)),
    };
  });
}

/** The pods of the stack's own controllers, and each kind of pods of a chart. */
function onCluster(graph: Graph, subnets: readonly Subnet[]): End[] {
  const groups = nodeGroups(graph);
  const tier = subnets.some((each) => each.tier === "pods") ? "pods" : "private";
  const place = subnets.filter((each) => each.tier === tier);
  return podsOf(graph).flatMap((pods): End[] => {
    const [kind = "", name = ""] = pods.of.split(" ");
    const made = graph.objects(kind).find((each) => each.name === name);
    if (made === undefined) return [];
    const label = kind === "Release" ? chartPod(name, pods) : `${kind} ${plainName(name)}`;
    const mounted = mountedTargets(graph, made);
    return [{ label, kind: "workload", made, groups, subnets: place, environment: pods.environment, mounted, pods }];
  });
}

/** The pods of a chart have the chart's name, or the name of a part of it. */
function chartPod(release: string, { labels }: Pods): string {
  const part = labels["app.kubernetes.io/name"] ?? release;
  return part === release ? `chart ${release}` : `chart ${release}: ${part}`;
}

function instances(graph: Graph, place: (made: Made) => Subnet[]): End[] {
  return graph.of("aws:ec2/instance:Instance").map((made) => ({
    label: `instance ${made.name}`,
    kind: "workload",
    made,
    groups: stringsAt(made.inputs, "vpcSecurityGroupIds"),
    subnets: place(made),
  }));
}

const words: Readonly<Record<string, string>> = {
  "aws:cloudfront/distribution:Distribution": "CloudFront",
  "aws:lb/loadBalancer:LoadBalancer": "load balancer",
  "aws:cognito/userPoolDomain:UserPoolDomain": "sign-in",
  "aws:ecs/service:Service": "service",
  "aws:rds/instance:Instance": "database",
  "aws:rds/cluster:Cluster": "database",
  "aws:rds/proxy:Proxy": "proxy",
  "aws:elasticache/replicationGroup:ReplicationGroup": "cache",
  "aws:mq/broker:Broker": "broker",
  "aws:opensearch/domain:Domain": "search",
};

function labelled({ type, name }: Made): string {
  return `${words[type] ?? shortType(type)} ${plainName(name)}`;
}

/** Logical names begin with the word that the label says already. */
function plainName(name: string): string {
  return name.replace(/^(?:deployment|service|database|cache|broker|search)-(?=.)/, "");
}
