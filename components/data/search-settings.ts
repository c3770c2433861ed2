import { arn } from "../iam/account.ts";
import { policyDocument } from "../iam/policy-document.ts";
import type { SearchArgs } from "./search-args.ts";

/** Cluster configuration and EBS volumes of a domain. */
export function nodes({ zones, dataNodes, masterNodes }: SearchArgs) {
  return {
    clusterConfig: {
      instanceType: dataNodes.instanceType,
      instanceCount: dataNodes.count,
      zoneAwarenessEnabled: zones > 1,
      ...(zones > 1 && { zoneAwarenessConfig: { availabilityZoneCount: zones } }),
      dedicatedMasterEnabled: masterNodes.kind === "dedicated",
      ...(masterNodes.kind === "dedicated" && {
        dedicatedMasterType: masterNodes.instanceType,
        dedicatedMasterCount: masterNodes.count,
      }),
    },
    ebsOptions: { ebsEnabled: true, volumeType: "gp3", volumeSize: dataNodes.volumeSize },
  };
}

/** Encryption at rest, node-to-node encryption, HTTPS, and fine-grained access control with an IAM master user. */
export function protection({ kmsKeyArn, access }: SearchArgs) {
  return {
    encryptAtRest: { enabled: true, kmsKeyId: kmsKeyArn },
    nodeToNodeEncryption: { enabled: true },
    domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" },
    advancedSecurityOptions: {
      enabled: true,
      internalUserDatabaseEnabled: false,
      masterUserOptions: { masterUserArn: access.masterRoleArn },
    },
  };
}

/** Automatic software updates, since a domain without a required update loses access after two months. */
export function maintenance({ offPeakWindowStart }: SearchArgs) {
  const [hours = 0, minutes = 0] = offPeakWindowStart.split(":").map(Number);
  return {
    softwareUpdateOptions: { autoSoftwareUpdateEnabled: true },
    offPeakWindowOptions: { enabled: true, offPeakWindow: { windowStartTime: { hours, minutes } } },
  };
}

/** Access policy: HTTP requests of the roles, no configuration changes. */
export function accessPolicy(domainName: string, { account, access }: SearchArgs) {
  const { masterRoleArn, callerRoleArns = [] } = access;
  return policyDocument({
    Effect: "Allow",
    Principal: { AWS: [masterRoleArn, ...callerRoleArns] },
    Action: "es:ESHttp*",
    Resource: `${arn(account, "es", `domain/${domainName}`)}/*`,
  });
}
