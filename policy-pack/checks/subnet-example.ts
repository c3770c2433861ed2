import { example } from "./example.ts";

export const subnet = example("aws:ec2/subnet:Subnet", "a", {});
const table = example("aws:ec2/routeTable:RouteTable", "a", {});
const link = example(
  "aws:ec2/routeTableAssociation:RouteTableAssociation",
  "a",
  {},
  { subnetId: subnet, routeTableId: table },
);

/** A subnet with a route table that has no route to the internet. */
export const privateSubnet = [subnet, table, link];

/** The route that makes the subnet public. */
export const internetRoute = example(
  "aws:ec2/route:Route",
  "a",
  { destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" },
  { routeTableId: table },
);
