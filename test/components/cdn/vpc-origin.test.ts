import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { VpcOrigin } from "../../../components/cdn/vpc-origin.ts";
import { at, deploy } from "../../harness.ts";

const loadBalancerArn =
  "arn:aws:elasticloadbalancing:us-west-2:111122223333:loadbalancer/app/gateway-4f2a91c/50dc6c495c0c9188";
const args = { loadBalancerArn, vpcId: "vpc-0a1b2c3d4e5f60718", securityGroupId: "sg-0a1b2c3d4e5f60718" };

describe("VpcOrigin", () => {
  it("AIV-SEC-02: connects to the load balancer over TLS only", async () => {
    const { one } = await deploy(() => new VpcOrigin("api", args));
    assert.deepEqual(at(one(aws.cloudfront.VpcOrigin), "vpcOriginEndpointConfig"), {
      name: "gateway-4f2a91c",
      arn: loadBalancerArn,
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: "https-only",
      originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
    });
  });

  it("CON-12: allows CloudFront's security group on the port of the load balancer's listener", async () => {
    const { one, outputs } = await deploy(() => ({ id: new VpcOrigin("api", args).vpcOriginId }));
    const rule = one(aws.vpc.SecurityGroupIngressRule);
    assert.deepEqual(rule.inputs, {
      securityGroupId: "sg-0a1b2c3d4e5f60718",
      referencedSecurityGroupId: "sg-0c10df0a7e51ec0de",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      description: "From CloudFront",
    });
    assert.match(String(outputs["id"]), /^vo_/);
  });

  it("looks up the security group after the VPC origin, with which AWS creates it", async () => {
    const { one } = await deploy(() => new VpcOrigin("api", args));
    assert.ok(one(aws.vpc.SecurityGroupIngressRule).dependencies.includes(one(aws.cloudfront.VpcOrigin).urn));
  });
});
