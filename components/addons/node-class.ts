import * as pulumi from "@pulumi/pulumi";
import type { KarpenterArgs } from "./karpenter-args.ts";

/** The specification of an EC2NodeClass: subnets, AMI, instance metadata options and volumes. */
export function nodeClassSpec(args: KarpenterArgs, instanceProfile: pulumi.Input<string>) {
  return {
    amiSelectorTerms: [{ alias: args.ami }],
    instanceProfile,
    subnetSelectorTerms: pulumi.output(args.network.privateSubnetIds).apply((ids) => ids.map((id) => ({ id }))),
    securityGroupSelectorTerms: [{ id: args.cluster.securityGroupId }],
    associatePublicIPAddress: false,
    detailedMonitoring: true,
    // A hop limit of 1 keeps pods, except those on the host network, from the node's credentials.
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
    blockDeviceMappings: volumes(args),
    tags: args.tags,
  };
}

/** Bottlerocket has its operating system on the first volume, images and containers on the second. */
function volumes({ ami, diskSize, kmsKeyArn }: KarpenterArgs) {
  const ebs = { volumeType: "gp3", encrypted: true, kmsKeyID: kmsKeyArn, deleteOnTermination: true };
  const sized = { ...ebs, volumeSize: `${diskSize}Gi` };
  return ami.startsWith("bottlerocket@")
    ? [
        { deviceName: "/dev/xvda", ebs: { ...ebs, volumeSize: "4Gi" } },
        { deviceName: "/dev/xvdb", ebs: sized },
      ]
    : [{ deviceName: "/dev/xvda", ebs: sized }];
}
