import { contains, overlap, parse } from "../../../components/network/cidr.ts";
import type { Refusal } from "../refusal.ts";
import { isOwn } from "../thing.ts";
import { stringsAt } from "../values.ts";
import { ec2Errors } from "./sources.ts";

const subnet = "aws:ec2/subnet:Subnet";
const vpc = { create: "aws:ec2/vpc:Vpc", as: "vpc", inputs: { cidrBlock: "10.0.0.0/16" } };
const inVpc = (as: string, cidrBlock: string, availabilityZone = "us-east-1a") => ({
  create: subnet,
  as,
  inputs: { vpcId: "<vpc>", cidrBlock, availabilityZone },
});

/** A subnet is in a zone that the account has; its letters differ from account to account. */
const zone: Refusal = {
  name: "ec2-subnet-zone-exists",
  types: [subnet],
  on: ["create"],
  code: "InvalidParameterValue",
  source: ec2Errors,
  check: ({ inputs, place }, { start }) => {
    const { availabilityZone } = inputs;
    const known = start.zones(place.region).map(({ name }) => name);
    if (typeof availabilityZone !== "string" || known.includes(availabilityZone)) return undefined;
    return `Value (${availabilityZone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${known.join(", ")}.`;
  },
  passes: { before: [vpc], judged: inVpc("one", "10.0.0.0/24") },
  refused: { before: [vpc], judged: inVpc("one", "10.0.0.0/24", "us-east-1g") },
};

/** Subnets of a VPC have addresses of their own. */
const conflict: Refusal = {
  name: "ec2-subnet-conflict",
  types: [subnet],
  on: ["create"],
  code: "InvalidSubnet.Conflict",
  source: ec2Errors,
  check: ({ inputs, place, urn }, account) => {
    const { vpcId, cidrBlock } = inputs;
    const block = typeof cidrBlock === "string" ? parse(cidrBlock) : undefined;
    if (typeof vpcId !== "string" || block === undefined) return undefined;
    const others = account.all(subnet, place).filter((each) => each.inputs["vpcId"] === vpcId && each.urn !== urn);
    const taken = others.flatMap((each) => stringsAt(each.inputs, "cidrBlock")).flatMap((text) => parse(text) ?? []);
    return taken.some((other) => overlap(block, other) || contains(other, block))
      ? `The CIDR '${cidrBlock}' conflicts with another subnet`
      : undefined;
  },
  passes: { before: [vpc, inVpc("one", "10.0.0.0/24")], judged: inVpc("two", "10.0.1.0/24") },
  refused: { before: [vpc, inVpc("one", "10.0.0.0/24")], judged: inVpc("two", "10.0.0.128/25") },
};

const natGateway = "aws:ec2/natGateway:NatGateway";
const address = { create: "aws:ec2/eip:Eip", as: "address", inputs: { domain: "vpc" } };
const gateway = (as: string, allocationId: string) => ({ create: natGateway, as, inputs: { allocationId } });

/** An Elastic IP address belongs to one NAT gateway at a time. */
const assigned: Refusal = {
  name: "ec2-address-already-assigned",
  types: [natGateway],
  on: ["create"],
  code: "Resource.AlreadyAssociated",
  source: ec2Errors,
  check: (request, account) => {
    const { allocationId } = request.inputs;
    if (typeof allocationId !== "string") return undefined;
    const others = account
      .all(natGateway, request.place)
      .filter((each) => !isOwn(each, request) && each.inputs["allocationId"] === allocationId);
    return others.length === 0 ? undefined : `Elastic IP address [${allocationId}] is already associated`;
  },
  passes: { before: [address], judged: gateway("one", "<address>") },
  refused: { before: [address, gateway("one", "<address>")], judged: gateway("two", "<address>") },
};

/** What EC2 refuses of networks. */
export const ec2: readonly Refusal[] = [zone, conflict, assigned];
