import { type Graph, list, type Made, record } from "../../rehearsal/proofs/graph.ts";
import { groupRules } from "../../rehearsal/proofs/group-rules.ts";
import type { Connection } from "./connections.ts";
import type { End } from "./ends.ts";
import { defaultRoute, subnetsOf } from "./network.ts";

/** How an entry is open to clients outside the stack. */
export interface Opening {
  entry: End;
  /** Who may connect: anywhere, blocks, prefix lists by what their rule says. */
  from: readonly string[];
  isPublic: boolean;
  ports: readonly number[];
  /** The web ACL in front of it, by its logical name. @default none */
  firewall?: string;
}

const web = [80, 443];

/** The entries of a stack with what admits clients to them. */
export function openings(graph: Graph, ends: readonly End[]): Opening[] {
  return ends
    .filter(({ kind }) => kind === "entry")
    .map((entry) => {
      const firewall = firewallOf(graph, entry.made);
      const opened = entry.made.type.includes("LoadBalancer") ? balancer(graph, entry) : everywhere;
      return { entry, ...opened, ...(firewall !== undefined && { firewall }) };
    });
}

/** CloudFront and Cognito answer on the internet whatever the stack's network is. */
const everywhere = { from: ["anywhere"], isPublic: true, ports: web };

function balancer(graph: Graph, { made, groups, subnets }: End): Omit<Opening, "entry"> {
  const rules = groupRules(graph, "ingress").filter(({ group }) => groups.includes(group));
  const blocks = rules.flatMap(({ cidrs }) => cidrs).map((cidr) => (cidr === "0.0.0.0/0" ? "anywhere" : cidr));
  const lists = rules.filter(({ prefixLists }) => prefixLists.length > 0).map(({ description }) => description);
  const all = subnetsOf(graph);
  const routed = subnets.some(({ tier }) => /internet gateway|awsx/.test(defaultRoute(graph, all, tier)));
  return {
    from: [...new Set([...blocks, ...lists])],
    isPublic: made.inputs["internal"] !== true && routed && blocks.includes("anywhere"),
    ports: [...new Set(rules.map((rule) => rule.from))],
  };
}

/** The web ACL that a distribution names, or that is associated with a load balancer or the user pool of a domain. */
function firewallOf(graph: Graph, { type, inputs, outputs }: Made): string | undefined {
  const pool = graph.of("aws:cognito/userPool:UserPool").find((each) => each.outputs["id"] === inputs["userPoolId"]);
  const guarded = type.includes("UserPoolDomain") ? pool?.outputs["arn"] : outputs["arn"];
  const associated = graph
    .of("aws:wafv2/webAclAssociation:WebAclAssociation")
    .find((each) => each.inputs["resourceArn"] === guarded);
  const arn = inputs["webAclId"] ?? associated?.inputs["webAclArn"];
  return graph.of("aws:wafv2/webAcl:WebAcl").find((each) => each.outputs["arn"] === arn)?.name;
}

/** Distributions and the load balancers that they ask, by address, by a record of that name, or by a VPC origin. */
export function originConnections(graph: Graph, ends: readonly End[]): Connection[] {
  return ends
    .filter(({ made }) => made.type === "aws:cloudfront/distribution:Distribution")
    .flatMap((from) => {
      const origins = list(from.made.inputs["origins"]).map(record);
      return origins.flatMap((origin): Connection[] => {
        const to = ends.find(
          ({ made }) => made.type === "aws:lb/loadBalancer:LoadBalancer" && isOrigin(graph, origin, made),
        );
        return to === undefined ? [] : [{ from, to, port: 443, told: `origin ${origin["originId"]}`, faults: [] }];
      });
    });
}

function isOrigin(graph: Graph, { domainName, vpcOriginConfig }: Made["inputs"], { outputs }: Made): boolean {
  const aliased = graph
    .of("aws:route53/record:Record")
    .some(
      ({ inputs }) =>
        inputs["name"] === domainName &&
        list(inputs["aliases"]).some((each) => record(each)["name"] === outputs["dnsName"]),
    );
  const vpcOrigin = graph
    .of("aws:cloudfront/vpcOrigin:VpcOrigin")
    .find((each) => each.outputs["id"] === record(vpcOriginConfig)["vpcOriginId"]);
  const origin = record(vpcOrigin?.inputs["vpcOriginEndpointConfig"])["arn"];
  return domainName === outputs["dnsName"] || aliased || origin === outputs["arn"];
}
