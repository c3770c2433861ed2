import * as aws from "@pulumi/aws";
import { ContainerCluster } from "platform-components/containers";
import { Gateway } from "platform-components/gateway";
import { account } from "platform-components/iam";
import { EncryptionKey } from "platform-components/kms";
import { Vpc } from "platform-components/network";
import { FargateService, TaskSecurityGroup } from "platform-components/workload";

// A service on Fargate behind an Application Load Balancer with AWS WAF.
const tags = { project: "chat", environment: "dev", owner: "chat", "cost-center": "chat", "data-class": "internal" };
const settings: aws.ProviderArgs = { region: "us-east-1", allowedAccountIds: ["111122223333"], defaultTags: { tags } };
const opts = { providers: [new aws.Provider("chat-aws", settings)] };
const home = { account: account("111122223333", "us-east-1"), deletionProtection: false };

const services = ["logs.us-east-1.amazonaws.com"];
const key = new EncryptionKey("chat", { ...home, description: "Chat", services }, opts);
const logs = { retentionInDays: 30, kmsKeyArn: key.arn } as const;
const flowLogs = { destination: "s3", deletionProtection: false } as const;
const addresses = { account: home.account, cidrBlock: "10.2.0.0/16", zones: ["a", "b"], flowLogs } as const;
const network = new Vpc("chat", { ...addresses, nat: "single", interfaceEndpoints: [] }, opts);
const capacity = { containerInsights: "enabled", capacity: "FARGATE" } as const;
const cluster = new ContainerCluster("chat", { clusterName: "chat", ...capacity, logs }, opts);
const group = { vpcId: network.vpcId, description: "Tasks of the chat", ports: [8000, 8000] } as const;
const { securityGroupId } = new TaskSecurityGroup("chat-tasks", group, opts);

const path = "/health";
const health = { path, intervalSeconds: 30, timeoutSeconds: 5, healthyThreshold: 2, unhealthyThreshold: 3 };
const target = { target: "tasks", port: 8000, protocol: "HTTP", targetType: "ip", bodies: "small" } as const;
const gateway = new Gateway(
  "chat",
  {
    ...home,
    network,
    exposure: "public",
    domain: { name: "chat.example.com", hostedZoneId: "Z0123456789ABC" },
    routes: { chat: { ...target, priority: 100, paths: ["/*"], health: { ...health, matcher: "200" } } },
    targets: { tasks: securityGroupId },
    firewall: { rateLimit: { limit: 1000, windowSeconds: 300 } },
    logs,
    accessLogRetentionDays: 30,
  },
  opts,
);
const probe = { delaySeconds: 10, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 };
const workload = {
  image: "111122223333.dkr.ecr.us-east-1.amazonaws.com/chat:1.4.2",
  port: 8000,
  cpu: { request: 0.5, limit: 0.5 },
  memory: { request: 1024, limit: 1024 },
  scale: { kind: "auto", initial: 2, min: 2, max: 4, cpuPercent: 70 },
  health: { path, readiness: probe, liveness: probe },
  environment: { LOG_LEVEL: "info" },
  secrets: {},
  volumes: { tmp: { kind: "scratch", path: "/tmp" } },
} as const;
const behind = gateway.targetGroupArns["chat"];
const service = { account: home.account, serviceName: "chat", cluster, network, securityGroupId, kmsKeyArn: key.arn };
new FargateService("chat", { ...service, workload, logs, ...(behind && { targetGroupArn: behind }) }, opts);

export const { url } = gateway;
