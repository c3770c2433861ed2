import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** Ingress rule from one security group to another on a TCP port. */
export function admitCaller(
  name: string,
  way: { caller: string; from: pulumi.Input<string>; to: pulumi.Input<string>; port: number },
  child: { parent: pulumi.Resource },
): void {
  new aws.vpc.SecurityGroupIngressRule(
    name,
    {
      description: `From ${way.caller}`,
      securityGroupId: way.to,
      referencedSecurityGroupId: way.from,
      ipProtocol: "tcp",
      fromPort: way.port,
      toPort: way.port,
    },
    child,
  );
}
