import type { Refusal, Step } from "../refusal.ts";
import { isOwn, type Request, type Thing, type Values } from "../thing.ts";
import { stringsAt } from "../values.ts";
import type { View } from "../view.ts";

const route = "aws:ec2/route:Route";
const endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";
const flowLog = "aws:ec2/flowLog:FlowLog";

const vpc: Step = { create: "aws:ec2/vpc:Vpc", as: "vpc", inputs: { cidrBlock: "10.0.0.0/16" } };
const table = (routes: readonly Values[]): Step => ({
  create: "aws:ec2/routeTable:RouteTable",
  as: "table",
  inputs: { vpcId: "<vpc>", routes },
});

/** The others of a type that have the same texts in some inputs; none while one of them is not known or not given. */
function same(request: Request, account: View, keys: readonly string[]): Thing[] {
  const texts = ({ inputs }: { inputs: Values }) => keys.map((key) => stringsAt(inputs, key).sort().join());
  const asked = texts(request);
  if (asked.includes("")) return [];
  return account
    .all(request.type, request.place)
    .filter((thing) => !isOwn(thing, request) && texts(thing).join(" ") === asked.join(" "));
}

/** Inputs with the destination of a route, and the same in a route inside a route table. */
const destinations: readonly [separate: string, inline: string][] = [
  ["destinationCidrBlock", "cidrBlock"],
  ["destinationIpv6CidrBlock", "ipv6CidrBlock"],
  ["destinationPrefixListId", "destinationPrefixListId"],
];
const routed = (as: string, destinationCidrBlock: string): Step => ({
  create: route,
  as,
  inputs: { routeTableId: "<table>", destinationCidrBlock },
});

const routeTaken = (destination: string | undefined) =>
  destination && `The route identified by ${destination} already exists.`;
const routeSource = "pulumi-aws issue 1372 https://github.com/pulumi/pulumi-aws/issues/1372";

/** A route table has one route to a destination. */
const oneRoute: Refusal = {
  name: "ec2-route-exists",
  types: [route],
  on: ["create"],
  code: "RouteAlreadyExists",
  source: routeSource,
  check: (request, account) => {
    const taken = destinations.find(([key]) => same(request, account, ["routeTableId", key]).length > 0);
    return routeTaken(taken && stringsAt(request.inputs, taken[0])[0]);
  },
  passes: { before: [vpc, table([]), routed("one", "0.0.0.0/0")], judged: routed("two", "10.1.0.0/16") },
  refused: { before: [vpc, table([]), routed("one", "0.0.0.0/0")], judged: routed("two", "0.0.0.0/0") },
};

/** The routes that a route table lists itself count too. */
const oneRouteInTable: Refusal = {
  name: "ec2-route-listed-in-table",
  types: [route],
  on: ["create"],
  code: "RouteAlreadyExists",
  source: routeSource,
  check: ({ inputs }, account) => {
    const { routeTableId } = inputs;
    const listed = typeof routeTableId === "string" ? account.find(routeTableId)?.inputs : undefined;
    const taken = destinations.flatMap(([key, inline]) => {
      const inTable = stringsAt(listed ?? {}, `routes.${inline}`);
      return stringsAt(inputs, key).filter((each) => inTable.includes(each));
    });
    return routeTaken(taken[0]);
  },
  passes: { before: [vpc, table([{ cidrBlock: "10.2.0.0/16" }])], judged: routed("one", "0.0.0.0/0") },
  refused: { before: [vpc, table([{ cidrBlock: "0.0.0.0/0" }])], judged: routed("one", "0.0.0.0/0") },
};

const interfaceEndpoint = (as: string, serviceName: string): Step => ({
  create: endpoint,
  as,
  inputs: { vpcId: "<vpc>", serviceName, vpcEndpointType: "Interface", privateDnsEnabled: true },
});
const secrets = "com.amazonaws.us-east-1.secretsmanager";

/** The private name of a service resolves to one interface endpoint in a VPC. */
const onePrivateName: Refusal = {
  name: "ec2-endpoint-private-dns-taken",
  types: [endpoint],
  on: ["create"],
  code: "InvalidParameter",
  source: "terraform-provider-aws issue 17535 https://github.com/hashicorp/terraform-provider-aws/issues/17535",
  check: (request, account) => {
    if (request.inputs["privateDnsEnabled"] !== true) return undefined;
    const [other] = same(request, account, ["vpcId", "serviceName"]).filter(
      ({ inputs }) => inputs["privateDnsEnabled"] === true,
    );
    return (
      other &&
      `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${request.inputs["serviceName"]} in the VPC ${other.inputs["vpcId"]}`
    );
  },
  passes: {
    before: [vpc, interfaceEndpoint("one", secrets)],
    judged: interfaceEndpoint("two", "com.amazonaws.us-east-1.logs"),
  },
  refused: { before: [vpc, interfaceEndpoint("one", secrets)], judged: interfaceEndpoint("two", secrets) },
};

const logging = (as: string, logDestination: string): Step => ({
  create: flowLog,
  as,
  inputs: { vpcId: "<vpc>", logDestination, logDestinationType: "s3", trafficType: "ALL" },
});

/** A network has one flow log to a destination. */
const oneFlowLog: Refusal = {
  name: "ec2-flow-log-exists",
  types: [flowLog],
  on: ["create"],
  code: "FlowLogAlreadyExists",
  source: "moto issue 6369 https://github.com/getmoto/moto/issues/6369",
  check: (request, account) => {
    const taken = ["vpcId", "subnetId", "eniId"].some(
      (key) => same(request, account, [key, "logDestination"]).length > 0,
    );
    return taken ? "Error. There is an existing Flow Log with the same configuration and log destination." : undefined;
  },
  passes: { before: [vpc, logging("one", "arn:aws:s3:::logs")], judged: logging("two", "arn:aws:s3:::others") },
  refused: { before: [vpc, logging("one", "arn:aws:s3:::logs")], judged: logging("two", "arn:aws:s3:::logs") },
};

/** What a VPC has once. */
export const vpcs: readonly Refusal[] = [oneRoute, oneRouteInTable, onePrivateName, oneFlowLog];
