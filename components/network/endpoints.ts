import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { outputs } from "../outputs.ts";
import { dynamodbPolicy, interfacePolicy, s3Policy } from "./endpoint-policies.ts";

/**
 * Sets of interface endpoints. An interface endpoint costs about 7.30 USD a month in each Availability Zone
 * (us-east-1, before 0.01 USD a GB). Per zone: eks 73.00, ecs 43.80, data 21.90, observability 21.90, access 21.90,
 * intelligence 14.60. An endpoint in two sets is created and billed once.
 */
export type EndpointSet = "eks" | "ecs" | "data" | "observability" | "access" | "intelligence";

/** AWS services by set, named by the last part of the endpoint service name. */
const services: Readonly<Record<EndpointSet, readonly string[]>> = {
  // Nodes need eks and ec2, Pod Identity eks-auth, IRSA sts; controllers need the others (Karpenter ssm and sqs).
  eks: ["eks", "eks-auth", "ecr.api", "ecr.dkr", "sts", "ec2", "elasticloadbalancing", "autoscaling", "ssm", "sqs"],
  // Services that a Fargate task needs to start, for logs and for ECS Exec.
  ecs: ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "sts", "ssmmessages"],
  data: ["secretsmanager", "kms", "sts"],
  observability: ["logs", "monitoring", "xray"],
  access: ["ssm", "ssmmessages", "ec2messages"],
  intelligence: ["bedrock-runtime", "bedrock-agent-runtime"],
};

/** How many interface endpoints the sets have; each has an address in every subnet. */
export function interfaceEndpointCount(sets: readonly EndpointSet[]): number {
  return new Set(sets.flatMap((set) => services[set])).size;
}

/** Arguments of Endpoints. */
export interface EndpointsArgs {
  /** Account of the VPC. */
  account: Account;
  /** VPC of the endpoints. */
  vpcId: pulumi.Input<string>;
  /** CIDR blocks of the VPC, from which ingress is allowed. */
  vpcCidrBlocks: readonly string[];
  /** IDs of the route tables of the gateway endpoints. */
  routeTableIds: pulumi.Input<pulumi.Input<string>[]>;
  /** IDs of the subnets of the interface endpoints, one in each Availability Zone. */
  subnetIds: pulumi.Input<string[]>;
  /** Sets of interface endpoints. */
  sets: readonly EndpointSet[];
  /** Names of buckets of other accounts that principals of the account may use. @default [] */
  trustedBuckets?: readonly string[];
}

/** VPC endpoints: gateway endpoints for S3 and DynamoDB and interface endpoints for the sets, with endpoint policies for the account. */
export class Endpoints extends pulumi.ComponentResource {
  /** IDs of all endpoints. */
  readonly endpointIds: pulumi.Output<string[]>;

  constructor(name: string, args: EndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:network:Endpoints", name, {}, opts);
    const { account, trustedBuckets = [] } = args;
    const child = { parent: this };

    const policies = { s3: s3Policy(account, trustedBuckets), dynamodb: dynamodbPolicy(account) };
    const gateways = Object.entries(policies).map(([service, policy]) => {
      const own = { vpcEndpointType: "Gateway", routeTableIds: args.routeTableIds, policy };
      return new aws.ec2.VpcEndpoint(
        `${name}-${service}`,
        { ...endpoint(`${name}-${service}`, args, service), ...own },
        child,
      );
    });

    const wanted = [...new Set(args.sets.flatMap((set) => services[set]))];
    const securityGroupIds = wanted.length === 0 ? [] : [securityGroup(name, args, child).id];
    const interfaces = wanted.map((service) => {
      return new aws.ec2.VpcEndpoint(
        `${name}-${service}`,
        {
          ...endpoint(`${name}-${service}`, args, service),
          vpcEndpointType: "Interface",
          privateDnsEnabled: true,
          subnetIds: args.subnetIds,
          securityGroupIds,
          policy: interfacePolicy(account, service),
        },
        child,
      );
    });

    this.endpointIds = pulumi.all([...gateways, ...interfaces].map(({ id }) => id));
    this.registerOutputs(outputs(this));
  }
}

/** Subnet IDs that are known only with the endpoints: what starts in the subnets is created after them and deleted before them. */
export function afterEndpoints(
  subnetIds: pulumi.Output<string[]>,
  endpointIds: pulumi.Output<string[]>,
): pulumi.Output<string[]> {
  return pulumi.all([subnetIds, endpointIds]).apply(([ids]) => ids);
}

function endpoint(name: string, { account, vpcId }: EndpointsArgs, service: string) {
  return { vpcId, serviceName: `com.amazonaws.${account.region}.${service}`, tags: { Name: name } };
}

/** Endpoints open no connections, so the security group has no egress. */
function securityGroup(name: string, args: EndpointsArgs, child: pulumi.CustomResourceOptions): aws.ec2.SecurityGroup {
  const group = new aws.ec2.SecurityGroup(
    name,
    { vpcId: args.vpcId, description: "Interface endpoints of AWS services", tags: { Name: name } },
    child,
  );
  for (const [index, cidrIpv4] of args.vpcCidrBlocks.entries()) {
    // The first block is the VPC's own, others are secondary.
    const own = index === 0 ? `${name}-https` : `${name}-https-${cidrIpv4.replaceAll(/[./]/g, "-")}`;
    const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
    new aws.vpc.SecurityGroupIngressRule(
      own,
      { securityGroupId: group.id, description: "HTTPS from the VPC", cidrIpv4, ...https, tags: { Name: own } },
      child,
    );
  }
  return group;
}
