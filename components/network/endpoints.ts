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

/** Arguments of Endpoints. */
export interface EndpointsArgs {
  /** Account of the VPC. */
  account: Account;
  /** VPC of the endpoints. */
  vpcId: pulumi.Input<string>;
  /** CIDR block of the VPC, from which ingress is allowed. */
  vpcCidrBlock: pulumi.Input<string>;
  /** IDs of the route tables of the gateway endpoints. */
  routeTableIds: pulumi.Input<pulumi.Input<string>[]>;
  /** IDs of the subnets of the interface endpoints, one in each Availability Zone. */
  subnetIds: pulumi.Input<string[]>;
  /** Sets of interface endpoints. */
  sets: readonly EndpointSet[];
}

/** VPC endpoints: gateway endpoints for S3 and DynamoDB and interface endpoints for the sets, with endpoint policies for the account. */
export class Endpoints extends pulumi.ComponentResource {
  constructor(name: string, args: EndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:network:Endpoints", name, {}, opts);
    const { account } = args;
    const child = { parent: this };

    const policies = { s3: s3Policy(account), dynamodb: dynamodbPolicy(account) };
    for (const [service, policy] of Object.entries(policies)) {
      new aws.ec2.VpcEndpoint(
        `${name}-${service}`,
        {
          ...endpoint(`${name}-${service}`, args, service),
          vpcEndpointType: "Gateway",
          routeTableIds: args.routeTableIds,
          policy,
        },
        child,
      );
    }

    const wanted = [...new Set(args.sets.flatMap((set) => services[set]))];
    const securityGroupIds = wanted.length === 0 ? [] : [securityGroup(name, args, child).id];
    for (const service of wanted) {
      new aws.ec2.VpcEndpoint(
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
    }

    this.registerOutputs(outputs(this));
  }
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
  new aws.vpc.SecurityGroupIngressRule(
    `${name}-https`,
    {
      securityGroupId: group.id,
      description: "HTTPS from the VPC",
      cidrIpv4: args.vpcCidrBlock,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      tags: { Name: `${name}-https` },
    },
    child,
  );
  return group;
}
