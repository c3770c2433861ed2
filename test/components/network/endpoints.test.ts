import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { account } from "../../../components/iam/account.ts";
import { Endpoints, type EndpointsArgs } from "../../../components/network/endpoints.ts";
import { at, type Deployed, deploy } from "../../harness.ts";

const none: EndpointsArgs = {
  account: account("111122223333", "eu-west-1"),
  vpcId: "vpc-1",
  vpcCidrBlock: "10.0.0.0/16",
  routeTableIds: ["rtb-a", "rtb-b"],
  subnetIds: ["subnet-a", "subnet-b"],
  sets: [],
};
const made = (args: EndpointsArgs) => deploy(() => new Endpoints("endpoint", args));
const policy = ({ one }: Deployed, name: string) =>
  JSON.parse(String(one(aws.ec2.VpcEndpoint, name).inputs.policy)).Statement;

describe("Endpoints", () => {
  it("always has gateway endpoints for S3 and DynamoDB, for every route table", async () => {
    const { of } = await made(none);
    assert.deepEqual(
      of(aws.ec2.VpcEndpoint).map(({ inputs }) => [inputs.serviceName, inputs.vpcEndpointType, inputs.routeTableIds]),
      [
        ["com.amazonaws.eu-west-1.s3", "Gateway", ["rtb-a", "rtb-b"]],
        ["com.amazonaws.eu-west-1.dynamodb", "Gateway", ["rtb-a", "rtb-b"]],
      ],
    );
    assert.equal(of(aws.ec2.SecurityGroup).length, 0);
  });

  it("allows own principals on own resources, and reading software", async () => {
    const deployed = await made(none);
    const own = { StringEquals: { "aws:PrincipalAccount": "111122223333", "aws:ResourceAccount": "111122223333" } };
    const [dynamodb, ...more] = policy(deployed, "endpoint-dynamodb");
    assert.deepEqual([dynamodb.Condition, more], [own, []]);
    const [data, downloads, ...others] = policy(deployed, "endpoint-s3");
    assert.deepEqual([data.Condition, others], [own, []]);
    assert.equal(downloads.Action, "s3:GetObject");
    assert.deepEqual(downloads.Resource, [
      "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*",
      "arn:aws:s3:::al2023-repos-eu-west-1-de612dc2/*",
      "arn:aws:s3:::prod-registry-k8s-io-eu-west-1/*",
      "arn:aws:s3:::amazon-ssm-eu-west-1/*",
      "arn:aws:s3:::amazon-ssm-packages-eu-west-1/*",
      "arn:aws:s3:::aws-ssm-eu-west-1/*",
    ]);
  });

  it("creates the endpoints of the sets, and shared ones once", async () => {
    const { of } = await made({ ...none, sets: ["access", "ecs"] });
    assert.deepEqual(
      of(aws.ec2.VpcEndpoint)
        .filter(({ inputs }) => inputs.vpcEndpointType === "Interface")
        .map(({ name }) => name),
      [
        ...["endpoint-ssm", "endpoint-ssmmessages", "endpoint-ec2messages", "endpoint-ecr.api", "endpoint-ecr.dkr"],
        ...["endpoint-logs", "endpoint-secretsmanager", "endpoint-sts"],
      ],
    );
  });

  it("has private DNS in every zone, for the VPC on port 443 only", async () => {
    const { one } = await made({ ...none, sets: ["observability"] });
    const { privateDnsEnabled, subnetIds } = one(aws.ec2.VpcEndpoint, "endpoint-xray").inputs;
    assert.deepEqual([privateDnsEnabled, subnetIds], [true, ["subnet-a", "subnet-b"]]);
    const { ingress, egress } = one(aws.ec2.SecurityGroup).inputs;
    assert.deepEqual([ingress, egress], [undefined, undefined]);
    const { ipProtocol, fromPort, toPort, cidrIpv4 } = one(aws.vpc.SecurityGroupIngressRule).inputs;
    assert.deepEqual([ipProtocol, fromPort, toPort, cidrIpv4], ["tcp", 443, 443, "10.0.0.0/16"]);
    assert.deepEqual(one(aws.ec2.VpcEndpoint, "endpoint-xray").propertyDependencies.securityGroupIds, [
      one(aws.ec2.SecurityGroup).urn,
    ]);
  });

  it("allows only principals of the account, and AssumeRoleWithWebIdentity for its roles", async () => {
    const deployed = await made({ ...none, sets: ["eks"] });
    const own = { StringEquals: { "aws:PrincipalAccount": "111122223333" } };
    const [identity, ...others] = policy(deployed, "endpoint-ecr.api");
    assert.deepEqual([identity.Condition, others], [own, []]);
    const [credentials, exchange] = policy(deployed, "endpoint-sts");
    assert.deepEqual(credentials.Condition, own);
    assert.equal(exchange.Action, "sts:AssumeRoleWithWebIdentity");
    assert.equal(exchange.Resource, "arn:aws:iam::111122223333:role/*");
  });

  it("covers what nodes without internet access need to join", async () => {
    const { of } = await made({ ...none, sets: ["eks", "access", "data", "observability"] });
    const services = new Set(of(aws.ec2.VpcEndpoint).map((each) => String(at(each, "serviceName")).slice(24)));
    for (const service of [
      "ec2",
      "ecr.api",
      "ecr.dkr",
      "sts",
      "eks",
      "eks-auth",
      "elasticloadbalancing",
      "logs",
      "kms",
    ]) {
      assert.ok(services.has(service), service);
    }
  });
});
