import {
  DescribeAddressesCommand,
  DescribeRouteTablesCommand,
  EC2Client,
  type Filter,
  paginateDescribeFlowLogs,
  paginateDescribeInstances,
  paginateDescribeInternetGateways,
  paginateDescribeLaunchTemplates,
  paginateDescribeNatGateways,
  paginateDescribeNetworkAcls,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeVpcEndpoints,
  paginateDescribeVpcs,
} from "@aws-sdk/client-ec2";
import { type Inputs, text } from "../../inputs.ts";
import type { Account } from "../account.ts";
import { by, byAll, every, type Finder, tagsOf } from "../finder.ts";

const ec2 = ({ config }: Account) => new EC2Client(config);

/** EC2 names its resources with IDs: they are found by all of their tags, and by what else is known. */
function byTags(
  also: Readonly<Record<string, string>>,
  ids: (client: EC2Client, filters: Filter[]) => Promise<readonly (string | undefined)[]>,
): Finder {
  return {
    name: (inputs) => tagsOf(inputs)["Name"],
    ids: (_, { account, inputs }) => ids(ec2(account), filters(inputs, also)),
  };
}

function filters(inputs: Inputs, also: Readonly<Record<string, string>>): Filter[] {
  const tags = Object.entries(tagsOf(inputs)).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] }));
  const known = Object.entries(also).flatMap(([path, filter]) => {
    const value = text(inputs, path);
    return value === undefined ? [] : [{ Name: filter, Values: [value] }];
  });
  return [...tags, ...known];
}

const live = [{ Name: "state", Values: ["pending", "available"] }];
const running = [{ Name: "instance-state-name", Values: ["pending", "running", "stopping", "stopped"] }];

const route: Finder = {
  name: (inputs) => {
    const [table, to] = [text(inputs, "routeTableId"), text(inputs, "destinationCidrBlock")];
    return table === undefined || to === undefined ? undefined : `${table}_${to}`;
  },
  ids: async (id, { account }) => {
    const [table = "", to = ""] = id.split("_");
    const { RouteTables = [] } = await ec2(account).send(new DescribeRouteTablesCommand({ RouteTableIds: [table] }));
    const routes = RouteTables.flatMap(({ Routes = [] }) => Routes);
    return routes.some((each) => each.DestinationCidrBlock === to) ? [id] : [];
  },
};

/** VPC and EC2. */
export const network: Readonly<Record<string, Finder>> = {
  "aws:ec2/vpc:Vpc": byTags({ cidrBlock: "cidr" }, (client, Filters) =>
    every(paginateDescribeVpcs({ client }, { Filters }), ({ Vpcs }) => Vpcs?.map((each) => each.VpcId)),
  ),
  "aws:ec2/subnet:Subnet": byTags({ vpcId: "vpc-id", cidrBlock: "cidr-block" }, (client, Filters) =>
    every(paginateDescribeSubnets({ client }, { Filters }), ({ Subnets }) => Subnets?.map((each) => each.SubnetId)),
  ),
  "aws:ec2/securityGroup:SecurityGroup": by("name", async (name, { account, inputs }) => {
    const vpcId = text(inputs, "vpcId");
    const Filters = [
      { Name: "group-name", Values: [name] },
      ...(vpcId === undefined ? [] : [{ Name: "vpc-id", Values: [vpcId] }]),
    ];
    const pages = paginateDescribeSecurityGroups({ client: ec2(account) }, { Filters });
    return every(pages, ({ SecurityGroups }) => SecurityGroups?.map((each) => each.GroupId));
  }),
  "aws:ec2/eip:Eip": byTags({}, async (client, Filters) => {
    const { Addresses = [] } = await client.send(new DescribeAddressesCommand({ Filters }));
    return Addresses.map((each) => each.AllocationId);
  }),
  "aws:ec2/natGateway:NatGateway": byTags({ subnetId: "subnet-id" }, (client, Filter) =>
    every(paginateDescribeNatGateways({ client }, { Filter: [...Filter, ...live] }), ({ NatGateways }) =>
      NatGateways?.map((each) => each.NatGatewayId),
    ),
  ),
  "aws:ec2/internetGateway:InternetGateway": byTags({}, (client, Filters) =>
    every(paginateDescribeInternetGateways({ client }, { Filters }), ({ InternetGateways }) =>
      InternetGateways?.map((each) => each.InternetGatewayId),
    ),
  ),
  "aws:ec2/routeTable:RouteTable": byTags({ vpcId: "vpc-id" }, (client, Filters) =>
    every(paginateDescribeRouteTables({ client }, { Filters }), ({ RouteTables }) =>
      RouteTables?.map((each) => each.RouteTableId),
    ),
  ),
  "aws:ec2/route:Route": route,
  "aws:ec2/routeTableAssociation:RouteTableAssociation": byAll(
    ["subnetId", "routeTableId"],
    "/",
    async (id, { account }) => {
      const [subnet = "", table = ""] = id.split("/");
      const Filters = [{ Name: "association.subnet-id", Values: [subnet] }];
      const { RouteTables = [] } = await ec2(account).send(new DescribeRouteTablesCommand({ Filters }));
      return RouteTables.some((each) => each.RouteTableId === table) ? [id] : [];
    },
  ),
  "aws:ec2/networkAcl:NetworkAcl": byTags({ vpcId: "vpc-id" }, (client, Filters) =>
    every(paginateDescribeNetworkAcls({ client }, { Filters }), ({ NetworkAcls }) =>
      NetworkAcls?.map((each) => each.NetworkAclId),
    ),
  ),
  "aws:ec2/vpcEndpoint:VpcEndpoint": byTags({ vpcId: "vpc-id", serviceName: "service-name" }, (client, Filters) =>
    every(paginateDescribeVpcEndpoints({ client }, { Filters }), ({ VpcEndpoints }) =>
      VpcEndpoints?.map((each) => each.VpcEndpointId),
    ),
  ),
  "aws:ec2/flowLog:FlowLog": byTags({ vpcId: "resource-id" }, (client, Filter) =>
    every(paginateDescribeFlowLogs({ client }, { Filter }), ({ FlowLogs }) => FlowLogs?.map((each) => each.FlowLogId)),
  ),
  "aws:ec2/launchTemplate:LaunchTemplate": by("name", async (name, { account }) => {
    const pages = paginateDescribeLaunchTemplates({ client: ec2(account) }, { LaunchTemplateNames: [name] });
    return every(pages, ({ LaunchTemplates }) => LaunchTemplates?.map((each) => each.LaunchTemplateId));
  }),
  "aws:ec2/instance:Instance": byTags({ subnetId: "subnet-id" }, (client, Filters) =>
    every(paginateDescribeInstances({ client }, { Filters: [...Filters, ...running] }), ({ Reservations }) =>
      Reservations?.flatMap(({ Instances = [] }) => Instances.map((each) => each.InstanceId)),
    ),
  ),
};
