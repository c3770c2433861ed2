import {
  AllocateAddressCommand,
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateLaunchTemplateCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  EC2Client,
  type ResourceType,
} from "@aws-sdk/client-ec2";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Account } from "../../commands/account/account.ts";
import type { Thing } from "./things.ts";

const tags = (name: string) => ({ tagsAll: { Name: name, project: "platform" } });
const tagged = (type: ResourceType, name: string) => ({
  TagSpecifications: [
    { ResourceType: type, Tags: Object.entries(tags(name).tagsAll).map(([Key, Value]) => ({ Key, Value })) },
  ],
});
const ec2 = ({ config }: Account) => new EC2Client(config);
const elb = ({ config }: Account) => new ElasticLoadBalancingV2Client(config);

/** The VPC, subnet, security group and route table of a test. */
async function ground(account: Account) {
  const { Vpc } = await ec2(account).send(new CreateVpcCommand({ CidrBlock: "10.9.0.0/16" }));
  const VpcId = Vpc?.VpcId;
  const subnet = (zone: string, block: string) =>
    ec2(account).send(new CreateSubnetCommand({ VpcId, AvailabilityZone: zone, CidrBlock: block }));
  const { Subnet } = await subnet("us-east-1a", "10.9.1.0/24");
  const { Subnet: second } = await subnet("us-east-1b", "10.9.2.0/24");
  const { RouteTable } = await ec2(account).send(new CreateRouteTableCommand({ VpcId }));
  return { vpcId: VpcId, subnetId: Subnet?.SubnetId, second: second?.SubnetId, routeTableId: RouteTable?.RouteTableId };
}

async function listener(account: Account, name: string) {
  const { subnetId = "", second = "", vpcId = "" } = await ground(account);
  const asked = new CreateLoadBalancerCommand({ Name: name, Subnets: [subnetId, second] });
  const { LoadBalancers = [] } = await elb(account).send(asked);
  const loadBalancerArn = LoadBalancers[0]?.LoadBalancerArn;
  const group = new CreateTargetGroupCommand({ Name: name, Protocol: "HTTP", Port: 80, VpcId: vpcId });
  const targetGroupArn = (await elb(account).send(group)).TargetGroups?.[0]?.TargetGroupArn;
  return { loadBalancerArn, targetGroupArn };
}

async function listen(account: Account, loadBalancerArn: unknown, targetGroupArn: unknown) {
  const DefaultActions = [{ Type: "forward" as const, TargetGroupArn: String(targetGroupArn) }];
  const asked = { LoadBalancerArn: String(loadBalancerArn), Protocol: "HTTP" as const, Port: 80, DefaultActions };
  return (await elb(account).send(new CreateListenerCommand(asked))).Listeners?.[0]?.ListenerArn;
}

/** Resources of a network, which have IDs and tags instead of names. */
export const networkThings: Readonly<Record<string, Thing>> = {
  "aws:ec2/vpc:Vpc": {
    prepare: async () => ({ inputs: { cidrBlock: "10.1.0.0/16", ...tags("network") } }),
    create: async (account) => {
      // Another VPC has the same block, and another name.
      await ec2(account).send(new CreateVpcCommand({ CidrBlock: "10.1.0.0/16", ...tagged("vpc", "shared") }));
      const asked = new CreateVpcCommand({ CidrBlock: "10.1.0.0/16", ...tagged("vpc", "network") });
      return (await ec2(account).send(asked)).Vpc?.VpcId;
    },
  },
  "aws:ec2/subnet:Subnet": {
    prepare: async (account) => ({
      inputs: { ...(await ground(account)), cidrBlock: "10.9.7.0/24", ...tags("private-a") },
    }),
    create: async (account, { inputs }) => {
      const asked = { VpcId: String(inputs["vpcId"]), CidrBlock: "10.9.7.0/24", ...tagged("subnet", "private-a") };
      return (await ec2(account).send(new CreateSubnetCommand(asked))).Subnet?.SubnetId;
    },
  },
  "aws:ec2/eip:Eip": {
    prepare: async () => ({ inputs: tags("nat-a") }),
    create: async (account) =>
      (await ec2(account).send(new AllocateAddressCommand(tagged("elastic-ip", "nat-a")))).AllocationId,
  },
  "aws:ec2/natGateway:NatGateway": {
    prepare: async (account) => ({ inputs: { ...(await ground(account)), ...tags("gateway-a") } }),
    create: async (account, { inputs }) => {
      const { AllocationId } = await ec2(account).send(new AllocateAddressCommand({}));
      const asked = { SubnetId: String(inputs["subnetId"]), AllocationId, ...tagged("natgateway", "gateway-a") };
      return (await ec2(account).send(new CreateNatGatewayCommand(asked))).NatGateway?.NatGatewayId;
    },
  },
  "aws:ec2/internetGateway:InternetGateway": {
    prepare: async () => ({ inputs: tags("network") }),
    create: async (account) => {
      const asked = new CreateInternetGatewayCommand(tagged("internet-gateway", "network"));
      return (await ec2(account).send(asked)).InternetGateway?.InternetGatewayId;
    },
  },
  "aws:ec2/routeTable:RouteTable": {
    prepare: async (account) => ({ inputs: { ...(await ground(account)), ...tags("private-a") } }),
    create: async (account, { inputs }) => {
      const asked = { VpcId: String(inputs["vpcId"]), ...tagged("route-table", "private-a") };
      return (await ec2(account).send(new CreateRouteTableCommand(asked))).RouteTable?.RouteTableId;
    },
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    prepare: async (account) => ({ inputs: await ground(account) }),
    create: async (account, { inputs: { subnetId, routeTableId } }) => {
      const asked = { SubnetId: String(subnetId), RouteTableId: String(routeTableId) };
      await ec2(account).send(new AssociateRouteTableCommand(asked));
      return `${subnetId}/${routeTableId}`;
    },
  },
  "aws:ec2/route:Route": {
    prepare: async (account) => ({ inputs: { ...(await ground(account)), destinationCidrBlock: "0.0.0.0/0" } }),
    create: async (account, { inputs: { vpcId, routeTableId } }) => {
      const { InternetGateway } = await ec2(account).send(new CreateInternetGatewayCommand({}));
      const GatewayId = InternetGateway?.InternetGatewayId;
      await ec2(account).send(new AttachInternetGatewayCommand({ VpcId: String(vpcId), InternetGatewayId: GatewayId }));
      const asked = { RouteTableId: String(routeTableId), DestinationCidrBlock: "0.0.0.0/0", GatewayId };
      await ec2(account).send(new CreateRouteCommand(asked));
      return `${routeTableId}_0.0.0.0/0`;
    },
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    prepare: async (account) => ({
      inputs: { ...(await ground(account)), serviceName: "com.amazonaws.us-east-1.s3", ...tags("s3") },
    }),
    create: async (account, { inputs }) => {
      const asked = {
        VpcId: String(inputs["vpcId"]),
        ServiceName: "com.amazonaws.us-east-1.s3",
        ...tagged("vpc-endpoint", "s3"),
      };
      return (await ec2(account).send(new CreateVpcEndpointCommand(asked))).VpcEndpoint?.VpcEndpointId;
    },
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    prepare: async (account) => ({ inputs: { ...(await ground(account)), name: "database" } }),
    create: async (account, { inputs }) => {
      const asked = { VpcId: String(inputs["vpcId"]), GroupName: "database", Description: "database" };
      return (await ec2(account).send(new CreateSecurityGroupCommand(asked))).GroupId;
    },
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    prepare: async (account) => {
      const { vpcId } = await ground(account);
      const asked = { VpcId: vpcId, GroupName: "rules", Description: "rules" };
      const { GroupId } = await ec2(account).send(new CreateSecurityGroupCommand(asked));
      return {
        inputs: { securityGroupId: GroupId, ipProtocol: "tcp", fromPort: 5432, toPort: 5432, cidrIpv4: "10.9.1.0/24" },
      };
    },
    create: async (account, { inputs }) => {
      const range = { IpProtocol: "tcp", IpRanges: [{ CidrIp: "10.9.1.0/24" }] };
      const IpPermissions = [443, 5432].map((port) => ({ ...range, FromPort: port, ToPort: port }));
      const asked = { GroupId: String(inputs["securityGroupId"]), IpPermissions };
      const { SecurityGroupRules = [] } = await ec2(account).send(new AuthorizeSecurityGroupIngressCommand(asked));
      return SecurityGroupRules.find((each) => each.FromPort === 5432)?.SecurityGroupRuleId;
    },
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    prepare: async () => ({ inputs: { name: "general" } }),
    create: async (account) => {
      const asked = { LaunchTemplateName: "general", LaunchTemplateData: { InstanceType: "m6i.large" as const } };
      return (await ec2(account).send(new CreateLaunchTemplateCommand(asked))).LaunchTemplate?.LaunchTemplateId;
    },
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    prepare: async () => ({ inputs: { name: "gateway" } }),
    create: async (account) => (await listener(account, "gateway")).loadBalancerArn,
  },
  "aws:lb/targetGroup:TargetGroup": {
    prepare: async () => ({ inputs: { name: "api" } }),
    create: async (account) => (await listener(account, "api")).targetGroupArn,
  },
  "aws:lb/listener:Listener": {
    prepare: async (account) => ({ inputs: { ...(await listener(account, "listener")), port: 80 } }),
    create: (account, { inputs }) => listen(account, inputs["loadBalancerArn"], inputs["targetGroupArn"]),
  },
  "aws:lb/listenerRule:ListenerRule": {
    prepare: async (account) => {
      const { loadBalancerArn, targetGroupArn } = await listener(account, "rule");
      return {
        inputs: { listenerArn: await listen(account, loadBalancerArn, targetGroupArn), targetGroupArn, priority: 200 },
      };
    },
    create: async (account, { inputs }) => {
      const Actions = [{ Type: "forward" as const, TargetGroupArn: String(inputs["targetGroupArn"]) }];
      const Conditions = [{ Field: "path-pattern", Values: ["/partners/*"] }];
      const rule = (Priority: number) =>
        elb(account).send(
          new CreateRuleCommand({ ListenerArn: String(inputs["listenerArn"]), Priority, Actions, Conditions }),
        );
      await rule(100);
      return (await rule(200)).Rules?.[0]?.RuleArn;
    },
  },
};
