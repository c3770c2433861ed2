import { CloudTrailClient, DescribeTrailsCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, DescribeResourcePoliciesCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeAddressesCommand, EC2Client, paginateDescribeVpcs } from "@aws-sdk/client-ec2";
import { EKSClient, paginateListClusters } from "@aws-sdk/client-eks";
import { ElasticLoadBalancingV2Client, paginateDescribeLoadBalancers } from "@aws-sdk/client-elastic-load-balancing-v2";
import { paginateDescribeDBClusters, paginateDescribeDBInstances, RDSClient } from "@aws-sdk/client-rds";
import type { Account } from "../../account/account.ts";
import { every } from "../../account/finder.ts";
import { text } from "../../inputs.ts";
import { ofType, type Resource } from "../graph.ts";
import type { Quota } from "../quota.ts";

/** The number of resources of the types in a Region. */
function count(...types: readonly string[]): Quota["amount"] {
  return (graph, region) => ({ first: ofType(graph, ...types).filter((each) => each.region === region).length });
}

/** The largest number of resources of a type that belong to the same owner. */
function perOwner(
  type: string,
  owner: (resource: Resource) => string,
  counts = (_: Resource) => true,
): Quota["amount"] {
  return (graph, region) => {
    const inRegion = ofType(graph, type).filter((each) => each.region === region && counts(each));
    const sizes = [...Map.groupBy(inRegion, owner).values()].map((each) => each.length);
    return { first: Math.max(0, ...sizes) };
  };
}

const by = (input: string) => (resource: Resource) =>
  resource.uses[input]?.join() ?? text(resource.inputs, input) ?? "";
const isInterface = ({ inputs }: Resource) => text(inputs, "vpcEndpointType") === "Interface";

async function vpcs({ config }: Account): Promise<number> {
  return (await every(paginateDescribeVpcs({ client: new EC2Client(config) }, {}), ({ Vpcs }) => Vpcs)).length;
}

async function addresses({ config }: Account): Promise<number> {
  return (await new EC2Client(config).send(new DescribeAddressesCommand({}))).Addresses?.length ?? 0;
}

async function loadBalancers({ config }: Account): Promise<number> {
  const pages = paginateDescribeLoadBalancers({ client: new ElasticLoadBalancingV2Client(config) }, {});
  const all = await every(pages, ({ LoadBalancers }) => LoadBalancers);
  return all.filter(({ Type }) => Type === "application").length;
}

/** Policies for one log group do not count; the account has at most ten others, which is less than a page. */
async function logPolicies({ config }: Account): Promise<number> {
  const asked = new DescribeResourcePoliciesCommand({ limit: 50 });
  const { resourcePolicies = [] } = await new CloudWatchLogsClient(config).send(asked);
  return resourcePolicies.filter(({ resourceArn }) => resourceArn === undefined).length;
}

// Codes, names and defaults: the pages "… endpoints and quotas" of the AWS General Reference.
export const countQuotas: readonly Quota[] = [
  {
    name: "Elastic IP addresses",
    service: "ec2",
    code: "L-0263D0A3",
    documented: 5,
    amount: count("aws:ec2/eip:Eip"),
    used: addresses,
  },
  { name: "VPCs", service: "vpc", code: "L-F678F1CE", documented: 5, amount: count("aws:ec2/vpc:Vpc"), used: vpcs },
  {
    name: "NAT gateways in a zone",
    service: "vpc",
    code: "L-FE5A380F",
    documented: 5,
    amount: perOwner("aws:ec2/natGateway:NatGateway", by("subnetId")),
  },
  {
    name: "interface endpoints of a VPC",
    service: "vpc",
    code: "L-29B6F2EB",
    documented: 50,
    amount: perOwner("aws:ec2/vpcEndpoint:VpcEndpoint", by("vpcId"), isInterface),
  },
  {
    name: "inbound rules of a security group",
    service: "vpc",
    code: "L-0EA8095F",
    documented: 60,
    amount: perOwner("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", by("securityGroupId")),
  },
  {
    name: "Application Load Balancers",
    service: "elasticloadbalancing",
    code: "L-53DA6B97",
    documented: 50,
    amount: count("aws:lb/loadBalancer:LoadBalancer"),
    used: loadBalancers,
  },
  {
    name: "rules of a load balancer's listener",
    service: "elasticloadbalancing",
    code: "L-7EED9B64",
    documented: 100,
    amount: perOwner("aws:lb/listenerRule:ListenerRule", by("listenerArn")),
  },
  {
    name: "EKS clusters",
    service: "eks",
    code: "L-1194D53C",
    documented: 100,
    amount: count("aws:eks/cluster:Cluster"),
    used: async ({ config }) => {
      const pages = paginateListClusters({ client: new EKSClient(config) }, {});
      return (await every(pages, ({ clusters }) => clusters)).length;
    },
  },
  {
    name: "RDS instances",
    service: "rds",
    code: "L-7B6409FD",
    documented: 40,
    amount: count("aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"),
    used: async ({ config }) => {
      const pages = paginateDescribeDBInstances({ client: new RDSClient(config) }, {});
      return (await every(pages, ({ DBInstances }) => DBInstances)).length;
    },
  },
  {
    name: "RDS clusters",
    service: "rds",
    code: "L-952B80B8",
    documented: 40,
    amount: count("aws:rds/cluster:Cluster"),
    used: async ({ config }) => {
      const pages = paginateDescribeDBClusters({ client: new RDSClient(config) }, {});
      return (await every(pages, ({ DBClusters }) => DBClusters)).length;
    },
  },
  {
    name: "EventBridge rules",
    service: "events",
    code: "L-244521F2",
    documented: 300,
    amount: count("aws:cloudwatch/eventRule:EventRule"),
  },
  {
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html
    name: "CloudWatch Logs resource policies",
    service: "logs",
    documented: 10,
    amount: count("aws:cloudwatch/logResourcePolicy:LogResourcePolicy"),
    used: logPolicies,
  },
  {
    // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
    name: "CloudTrail trails",
    service: "cloudtrail",
    documented: 5,
    amount: count("aws:cloudtrail/trail:Trail"),
    used: async ({ config }) => {
      return (await new CloudTrailClient(config).send(new DescribeTrailsCommand({}))).trailList?.length ?? 0;
    },
  },
];
