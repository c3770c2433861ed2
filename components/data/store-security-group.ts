import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { admitCaller } from "../network/admit-caller.ts";

/** Security groups that may connect to a data store, by the name of the caller. */
export type Callers = Readonly<Record<string, pulumi.Input<string>>>;

/** The security group of a data store: ingress from the callers' security groups on its port, no egress. */
export function storeSecurityGroup(
  name: string,
  store: { description: string; vpcId: pulumi.Input<string>; port: number; admit: Callers },
  child: { parent: pulumi.Resource },
): aws.ec2.SecurityGroup {
  const group = new aws.ec2.SecurityGroup(
    name,
    { description: store.description, vpcId: store.vpcId, tags: { Name: name } },
    child,
  );
  for (const [caller, groupId] of Object.entries(store.admit))
    admitCaller(`${name}-${caller}`, { caller, from: groupId, to: group.id, port: store.port }, child);
  return group;
}
