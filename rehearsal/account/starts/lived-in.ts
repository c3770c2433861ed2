import { fresh } from "./fresh.ts";
import type { Given, Start } from "./start.ts";
import { zones } from "./zones.ts";

/** Letters of Regions as this account has them: they differ from account to account. */
const letters: Record<string, Record<string, number>> = {
  // The zone that EKS does not take is behind another letter than in the fresh account.
  "us-east-1": { a: 2, b: 3, c: 4, d: 6, e: 5, f: 1 },
  "us-west-1": { b: 1, c: 3 },
  "us-west-2": { a: 2, b: 1, c: 3, d: 4 },
  "ca-central-1": { a: 2, b: 1, d: 4 },
  "ap-northeast-1": { a: 4, c: 1, d: 2 },
};

const vpcs = ["shared", "legacy", "analytics", "sandbox"];
const addresses = ["office", "partner", "build", "mail"];

/** An account that a company has used for years: its security services are on, and quotas are partly used. */
export const livedIn: Start = {
  ...fresh,
  name: "lived-in",
  zones: (region) => zones(region, letters[region] ?? { a: 2, b: 3, c: 1 }),
  serviceLinkedRoles: [
    ...fresh.serviceLinkedRoles,
    ...[
      "access-analyzer",
      "autoscaling",
      "backup",
      "config",
      "ecs",
      "eks",
      "eks-nodegroup",
      "elasticache",
      "elasticfilesystem",
      "elasticloadbalancing",
      "guardduty",
      "inspector2",
      "macie",
      "opensearchservice",
      "rds",
      "securityhub",
      "spot",
    ].map((service) => `${service}.amazonaws.com`),
  ],
  organizationMember: true,
  ebsEncryptionByDefault: true,
  takenBuckets: [],
  given: [
    ...fresh.given,
    ...vpcs.map(
      (name, at): Given => ({ type: "aws:ec2/vpc:Vpc", name, inputs: { cidrBlock: `10.${100 + at}.0.0/16` } }),
    ),
    ...addresses.map((name): Given => ({ type: "aws:ec2/eip:Eip", name, inputs: { domain: "vpc" } })),
    { type: "aws:guardduty/detector:Detector", name: "organization", inputs: { enable: true } },
    { type: "aws:cfg/recorder:Recorder", name: "organization", inputs: { name: "default" } },
    { type: "aws:cfg/deliveryChannel:DeliveryChannel", name: "organization", inputs: { name: "default" } },
    { type: "aws:securityhub/account:Account", name: "organization", inputs: {} },
    { type: "aws:macie2/account:Account", name: "organization", inputs: {} },
    {
      type: "aws:costexplorer/anomalyMonitor:AnomalyMonitor",
      name: "Default-Services-Monitor",
      inputs: { name: "Default-Services-Monitor", monitorType: "DIMENSIONAL", monitorDimension: "SERVICE" },
      scope: "account",
    },
  ],
};
