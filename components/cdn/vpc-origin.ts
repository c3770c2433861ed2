import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";

/** Arguments of VpcOrigin. */
export interface VpcOriginArgs {
  /** ARN of the internal load balancer. */
  loadBalancerArn: pulumi.Input<string>;
  /** VPC of the load balancer; it must have an internet gateway, though requests do not use it. */
  vpcId: pulumi.Input<string>;
  /** Security group of the load balancer, which gets a rule for CloudFront on port 443. */
  securityGroupId: pulumi.Input<string>;
}

/**
 * A CloudFront VPC origin for an internal load balancer, so that requests cannot bypass the distribution.
 * It needs a provider of the load balancer's Region.
 *
 * @example
 * import type { Gateway } from "../gateway/gateway.ts";
 * import type { Network } from "../network/network.ts";
 * import type { Origins } from "./origins.ts";
 * import { VpcOrigin } from "./vpc-origin.ts";
 *
 * declare const gateway: Gateway;
 * declare const network: Network;
 *
 * const { vpcOriginId } = new VpcOrigin("api", {
 *   loadBalancerArn: gateway.loadBalancerArn,
 *   vpcId: network.vpcId,
 *   securityGroupId: gateway.securityGroupId,
 * });
 * export const origins: Origins = { api: { kind: "vpcOrigin", vpcOriginId, domainName: "origin.example.com" } };
 */
export class VpcOrigin extends pulumi.ComponentResource {
  /** ID of the VPC origin, known when the security group rule exists. */
  readonly vpcOriginId: pulumi.Output<string>;

  constructor(name: string, args: VpcOriginArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cdn:VpcOrigin", name, {}, opts);
    const child = { parent: this };

    const origin = new aws.cloudfront.VpcOrigin(
      name,
      {
        vpcOriginEndpointConfig: {
          // The name of the load balancer, which is unique in its Region, as the name of a VPC origin must be.
          name: pulumi.output(args.loadBalancerArn).apply((arn) => arn.split("/").at(-2) ?? name),
          arn: args.loadBalancerArn,
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: "https-only",
          originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
        },
        tags: { Name: name },
      },
      child,
    );
    // CloudFront creates this security group with the first VPC origin of a VPC; it is found by its name only.
    const cloudFront = aws.ec2.getSecurityGroupOutput(
      { name: "CloudFront-VPCOrigins-Service-SG", vpcId: args.vpcId },
      { ...child, dependsOn: origin },
    );
    const admitted = new aws.vpc.SecurityGroupIngressRule(
      `${name}-from-cloudfront`,
      {
        securityGroupId: args.securityGroupId,
        referencedSecurityGroupId: cloudFront.id,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        description: "From CloudFront",
      },
      child,
    );

    this.vpcOriginId = pulumi.all([origin.id, admitted.id]).apply(([id]) => id);
    this.registerOutputs(outputs(this));
  }
}
