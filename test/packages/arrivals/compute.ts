import * as pulumi from "@pulumi/pulumi";
import { account } from "../../../components/iam/account.ts";
import { WorkloadIdentity } from "../../../components/identity/workload-identity.ts";
import { Observability } from "../../../components/observability/observability.ts";
import { Deployment } from "../../../components/workload/deployment.ts";
import { FargateService } from "../../../components/workload/fargate-service.ts";
import type { StoredSecret, Workload } from "../../../components/workload/workload.ts";
import { arrival, kmsKeyArn, logs, otherKey, otherLogs } from "./arrival.ts";

const home = account("111122223333", "us-east-1");
const other = account("444455556666", "eu-west-1");
const probe = { delaySeconds: 5, periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 3 };
const secrets: Record<string, StoredSecret> = {
  API_KEY: { secretArn: "arn:aws:secretsmanager:us-east-1:111122223333:secret:shop-AbCdEf", key: "API_KEY" },
};
const workload: Omit<Workload, "secrets"> = {
  image: "111122223333.dkr.ecr.us-east-1.amazonaws.com/shop:1.4.2",
  port: 8000,
  cpu: { request: 0.5, limit: 1 },
  memory: { request: 1024, limit: 2048 },
  scale: { kind: "fixed", replicas: 3 },
  health: { path: "/health", readiness: probe, liveness: probe },
  environment: { MODE: "production" },
  volumes: { tmp: { kind: "scratch", path: "/tmp" } },
};
const larger: Omit<Workload, "secrets"> = {
  ...workload,
  scale: { kind: "auto", initial: 1, min: 1, max: 4, cpuPercent: 80, memoryPercent: 75 },
  environment: { MODE: "test" },
};
const ecs = (name: string) => ({
  clusterName: name,
  arn: `arn:aws:ecs:us-east-1:111122223333:cluster/${name}`,
  namespaceArn: `arn:aws:servicediscovery:us-east-1:111122223333:namespace/ns-${name}`,
  capacityProviderStrategies: [{ capacityProvider: "FARGATE", base: 1, weight: 1 } as const],
});
const subnets = (...ids: string[]) => ({ privateSubnetIds: pulumi.output(ids) });
const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::shop/*" } as const;
const targetGroupArn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/shop/0123456789abcdef";

const service = arrival(
  "platform:workload:FargateService",
  FargateService,
  {
    account: home,
    serviceName: "shop",
    workload: { ...workload, secrets },
    cluster: ecs("one"),
    network: subnets("subnet-a", "subnet-b"),
    securityGroupId: "sg-1",
    kmsKeyArn,
    logs,
  },
  {
    account: other,
    serviceName: "orders",
    workload: { ...larger, secrets },
    cluster: ecs("two"),
    network: subnets("subnet-c", "subnet-d"),
    securityGroupId: "sg-2",
    targetGroupArn,
    permissions: [statement],
    executionRoleArn: "arn:aws:iam::111122223333:role/execution",
    kmsKeyArn: otherKey,
    logs: otherLogs,
  },
);

const deployment = arrival(
  "platform:workload:Deployment",
  Deployment,
  {
    deploymentName: "shop",
    namespace: "shop",
    containerName: "shop",
    workload: { ...workload, secrets },
    callers: {},
    callees: {},
    secretStore: "secrets",
  },
  {
    deploymentName: "orders",
    app: "orders",
    namespace: "orders",
    containerName: "orders",
    workload: { ...larger, secrets },
    callers: { kong: { kind: "pods", namespace: "kong", labels: { app: "kong" } } },
    callees: { database: { kind: "addresses", cidrBlocks: ["10.0.21.0/24"], port: 5432 }, web: { kind: "https" } },
    serviceAccount: "orders",
    identity: { kind: "irsa", annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/orders" } },
    secretStore: "other-secrets",
    metrics: { path: "/metrics", scraper: { kind: "pods", namespace: "monitoring", labels: {} } },
    route: { targetGroupArn, cidrBlocks: ["10.0.1.0/24"] },
  },
);

const cluster = (clusterName: string) => ({
  clusterName: pulumi.output(clusterName),
  oidcProviderArn: pulumi.output(
    `arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/${clusterName}`,
  ),
});
const identity = arrival(
  "platform:identity:WorkloadIdentity",
  WorkloadIdentity,
  { account: home, cluster: cluster("one"), kind: "podIdentity", namespace: "shop", serviceAccount: "shop" },
  {
    account: other,
    cluster: cluster("two"),
    kind: "irsa",
    trustedCluster: "two",
    namespace: "orders",
    serviceAccount: "orders",
    roleName: "orders",
    managedPolicies: ["ReadOnlyAccess"],
    statements: [statement],
  },
);

const endpoint = "https://events.example.com/1";
const observability = arrival(
  "platform:observability:Observability",
  Observability,
  {
    account: home,
    monitored: [
      { kind: "database", name: "main", identifier: "db", instanceClass: "db.t4g.medium", allocatedStorageGib: 100 },
    ],
    notifications: {
      critical: [{ name: "on-call", protocol: "https", endpoint }],
      warning: [{ name: "team", protocol: "email", endpoint: "team@example.com" }],
    },
    kmsKeyArn,
    logs,
    logGroups: { agents: "/shop/agents" },
    runbookBaseUrl: "https://wiki.example.com/runbooks",
    dashboardName: "shop",
  },
  {
    account: other,
    monitored: [
      { kind: "cache", name: "main", nodes: { "001": "cache-001" } },
      { kind: "auroraCluster", name: "orders", identifier: "orders", size: { minCapacity: 0.5, maxCapacity: 64 } },
      { kind: "auroraCluster", name: "bills", identifier: "bills", size: { instanceClass: "db.r7g.large" } },
    ],
    notifications: {
      critical: [{ name: "on-call", protocol: "https", endpoint }],
      warning: [{ name: "other", protocol: "email", endpoint: "other@example.com" }],
    },
    kmsKeyArn: otherKey,
    logs: otherLogs,
    logGroups: { agents: "/shop/others" },
    thresholds: { cpuPercent: 50 },
    runbookBaseUrl: "https://wiki.example.com/others",
    dashboardName: "other",
  },
);

export const computeArrivals = [service, deployment, identity, observability];
