import { isWorld } from "../../checks/cidr.ts";
import { fail, undecided } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { wayIn } from "../../checks/internet-paths.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { ingressRule, permissions, securityGroup, securityGroupRule } from "../../checks/security-group-rules.ts";
import { stores, subnetsOf } from "../../checks/stores.ts";
import { internetRoute, privateSubnet, subnet } from "../../checks/subnet-example.ts";
import { list, read, unknown } from "../../checks/values.ts";

function publicDataStores(graph: Graph): Complaint[] {
  return stores(graph).flatMap((store) => {
    const { resource } = store;
    const open = subnetsOf(graph, store).find((subnet) => wayIn(graph, subnet) !== undefined);
    return open === undefined
      ? []
      : [{ resource, verdict: fail(`is in subnet "${open.name}", which has a route to an internet gateway`) }];
  });
}

const subnets = example("aws:rds/subnetGroup:SubnetGroup", "database", {}, { subnetIds: subnet });
const placedDatabase = example("aws:rds/instance:Instance", "database", {}, { dbSubnetGroupName: subnets });

const mount = example("aws:efs/mountTarget:MountTarget", "files", {}, { subnetId: subnet });

/** A security group and its separate ingress rules. */
function rulesOf(graph: Graph, group: StackResource): StackResource[] {
  return [group, ...graph.referrers(group, "securityGroupId", ingressRule, securityGroupRule)];
}

function facesInternet(graph: Graph, group: StackResource): boolean {
  return rulesOf(graph, group).some((each) =>
    permissions(each, "ingress").some((one) => one !== unknown && one.cidrs.some(isWorld)),
  );
}

/** Sources other than internal security groups that a security group allows. */
function* openSources(graph: Graph, group: StackResource): Generator<Complaint["verdict"]> {
  for (const source of rulesOf(graph, group)) {
    for (const permission of permissions(source, "ingress")) {
      if (permission === unknown) yield undecided("ingress");
      else if (permission.cidrs.length > 0) yield fail(`allows IP addresses through security group "${group.name}"`);
      else if (permission.prefixLists.length > 0)
        yield fail(`allows a prefix list through security group "${group.name}"`);
    }
    const peers = ["referencedSecurityGroupId", "sourceSecurityGroupId"].flatMap((path) =>
      graph.targets(source, path, securityGroup),
    );
    for (const peer of peers.filter((each) => facesInternet(graph, each)))
      yield fail(`allows security group "${peer.name}", which is open to the internet`);
  }
}

function openDataStores(graph: Graph): Complaint[] {
  return stores(graph).flatMap(({ resource, groups: path }) => {
    if (path === undefined) return [];
    const own = graph.targets(resource, path, securityGroup);
    const reading = read(resource.props, path);
    if (own.length === 0 && reading.state === "unknown") return [{ resource, verdict: undecided(path) }];
    if (own.length === 0 && list(resource.props, path).length === 0)
      return [{ resource, verdict: fail(`has no ${path} and uses the default security group of the VPC`) }];
    return own.flatMap((group) => [...openSources(graph, group)].map((verdict) => ({ resource, verdict })));
  });
}

const databaseGroup = example(securityGroup, "database", { id: "sg-1" });
const podGroup = example(securityGroup, "pods", { id: "sg-2" });
const databaseIn = example("aws:rds/instance:Instance", "database", {}, { vpcSecurityGroupIds: databaseGroup });

const fromPods = example(
  ingressRule,
  "pods",
  { ipProtocol: "tcp" },
  { securityGroupId: databaseGroup, referencedSecurityGroupId: podGroup },
);

const fromVpc = example(ingressRule, "vpc", { cidrIpv4: "10.20.0.0/16" }, { securityGroupId: databaseGroup });

export const stackDataAccess = service("Internet access across services", [
  {
    name: "stack-data-in-private-subnets",
    description: "AWS data stores are in subnets without a route to an internet gateway.",
    why: "In a subnet with an internet route, a public address and one open security group rule suffice to expose the database to password guessing from anywhere.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EFS.6", "RDS.46"],
    fix: "set dbSubnetGroupName or subnetGroupName to a group of private subnets, or the subnets of the store to private ones",
    find: publicDataStores,
    ok: [...privateSubnet, subnets, placedDatabase],
    bad: [...privateSubnet, subnets, placedDatabase, internetRoute],
    clauses: [
      {
        controls: ["RDS.46"],
        ok: [...privateSubnet, subnets, placedDatabase],
        bad: [...privateSubnet, subnets, placedDatabase, internetRoute],
      },
      { controls: ["EFS.6"], ok: [...privateSubnet, mount], bad: [...privateSubnet, mount, internetRoute] },
    ],
  },
  {
    name: "stack-data-reachable-only-from-cluster",
    description: "Security groups of data stores admit only security groups not open to the internet.",
    why: "An ingress rule for a CIDR block or an internet-facing group lets a compromised host outside the application connect to the database, cache or broker.",
    severity: "critical",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set referencedSecurityGroupId instead of CIDR blocks or prefix lists on the ingress rules of the store's security groups",
    find: openDataStores,
    ok: [databaseGroup, podGroup, databaseIn, fromPods],
    bad: [databaseGroup, podGroup, databaseIn, fromVpc],
  },
]);
