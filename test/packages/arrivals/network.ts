import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../../../components/cluster/cluster.ts";
import { Gateway } from "../../../components/gateway/gateway.ts";
import type { RouteSettings } from "../../../components/gateway/route.ts";
import { account } from "../../../components/iam/account.ts";
import { Vpc } from "../../../components/network/vpc.ts";
import { arrival, kmsKeyArn, logs, otherKey, otherLogs } from "./arrival.ts";

const home = account("111122223333", "us-east-1");
const other = account("444455556666", "eu-west-1");
const nodes = { instanceTypes: ["m7g.large"], capacityType: "ON_DEMAND", minSize: 2, maxSize: 6 } as const;
const general = { ...nodes, desiredSize: 3, amiFamily: "AL2023", diskSize: 50 } as const;
const spot = {
  ...general,
  capacityType: "SPOT",
  labels: { pool: "spot" },
  taints: [{ key: "spot", value: "true", effect: "NO_SCHEDULE" }],
} as const;
const orders: RouteSettings = {
  target: "nodes",
  port: 8000,
  protocol: "HTTP",
  targetType: "ip",
  bodies: "small",
  priority: 100,
  paths: ["/orders/*"],
  health: {
    path: "/health",
    intervalSeconds: 30,
    timeoutSeconds: 5,
    healthyThreshold: 2,
    unhealthyThreshold: 3,
    matcher: "200",
  },
};
const network = (suffix: string) => ({
  vpcId: pulumi.output(`vpc-${suffix}`),
  publicSubnetIds: pulumi.output([`subnet-public-a${suffix}`, `subnet-public-b${suffix}`]),
  privateSubnetIds: pulumi.output([`subnet-private-a${suffix}`, `subnet-private-b${suffix}`]),
});

export const networkArrivals = [
  arrival(
    "platform:network:Vpc",
    Vpc,
    {
      account: home,
      cidrBlock: "10.0.0.0/16",
      zones: ["a", "b"],
      nat: "single",
      flowLogs: { destination: "s3", deletionProtection: false },
      interfaceEndpoints: [],
    },
    {
      account: other,
      vpcName: "shop",
      cidrBlock: "10.1.0.0/16",
      zones: ["a", "c"],
      subnets: { public: ["10.0.1.0/24", "10.0.2.0/24"], private: ["10.0.3.0/24", "10.0.4.0/24"] },
      podCidrBlock: "100.64.0.0/16",
      nat: "perZone",
      flowLogs: { destination: "cloudwatch", retention: otherLogs },
      interfaceEndpoints: ["ecs", "data"],
      trustedBuckets: ["state"],
      clusterNames: ["main"],
    },
  ),
  arrival(
    "platform:cluster:Cluster",
    Cluster,
    {
      account: home,
      version: "1.35",
      network: { privateSubnetIds: pulumi.output(["subnet-a", "subnet-b"]) },
      deployerNetwork: { cidrs: ["10.250.0.0/24"] },
      deployer: "arn:aws:iam::111122223333:role/deployer",
      administrators: ["arn:aws:iam::111122223333:role/administrator"],
      nodeGroups: { general },
      kmsKeyArn,
      logs,
      deletionProtection: true,
    },
    {
      account: other,
      clusterName: "shop",
      version: "1.36",
      network: { privateSubnetIds: pulumi.output(["subnet-c", "subnet-d"]) },
      deployerNetwork: { securityGroups: ["sg-1"], outside: ["203.0.113.0/24"] },
      deployer: "arn:aws:iam::111122223333:role/other",
      administrators: ["arn:aws:iam::111122223333:role/other-administrator"],
      nodeGroups: { general, spot },
      kmsKeyArn: otherKey,
      logs: otherLogs,
      deletionProtection: false,
      tags: { team: "shop" },
    },
  ),
  arrival(
    "platform:gateway:Gateway",
    Gateway,
    {
      account: home,
      network: network("1"),
      exposure: "internal",
      domain: { name: "api.example.com", hostedZoneId: "Z0123456789ABC" },
      routes: { orders },
      targets: { nodes: "sg-nodes" },
      callers: { bastion: "sg-bastion" },
      firewall: { rateLimit: { limit: 1000, windowSeconds: 300 } },
      logs,
      accessLogRetentionDays: 90,
      deletionProtection: true,
    },
    {
      account: other,
      network: network("2"),
      exposure: "public",
      domain: { name: "shop.example.com", hostedZoneId: "Z0123456789DEF", alternativeNames: ["www.shop.example.com"] },
      routes: { orders, bills: { ...orders, priority: 200, paths: ["/bills/*"], algorithm: "round_robin" } },
      targets: { nodes: "sg-other" },
      callers: { office: "sg-office" },
      firewall: { rateLimit: { limit: 500, windowSeconds: 60 } },
      logs: otherLogs,
      accessLogRetentionDays: 30,
      deletionProtection: false,
      idleTimeoutSeconds: 120,
    },
    { exposure: { callers: {} } },
  ),
];
