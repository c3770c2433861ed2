import type { FoundationDefinition } from "../../layers/foundation.ts";
import type { Size } from "./size.ts";

/** Network, EKS and ECS clusters, and image repositories. */
export function foundation({ environment, addresses, nodes }: Size): FoundationDefinition {
  const tier = (first: number) => [0, 1, 2].map((zone) => `${addresses}.${first + zone}.0/24`);
  const group = { amiFamily: "AL2023", diskSize: 50 } as const;
  const pool = (name: "spot" | "memory") => ({
    labels: { "platform/pool": name },
    taints: [{ key: "platform/pool", value: name, effect: "NO_SCHEDULE" as const }],
  });
  return {
    network: {
      madeBy: "platform",
      cidrBlock: `${addresses}.0.0/16`,
      zones: 3,
      subnets: { private: tier(1), public: tier(101), database: tier(201) },
      podCidrBlock: "100.64.0.0/16",
      nat: "perZone",
      flowLogs: "s3",
      interfaceEndpoints: ["eks", "ecs", "data", "observability", "access", "intelligence"],
    },
    cluster: {
      madeBy: "platform",
      clusterName: `platform-${environment}`,
      // The newest minor that Kyverno supports; EKS has 1.36 too.
      version: "1.35",
      nodeGroups: {
        general: {
          ...group,
          ...nodes.general,
          instanceTypes: ["m6i.large", "m6i.xlarge"],
          capacityType: "ON_DEMAND",
        },
        spot: {
          ...group,
          ...nodes.spot,
          ...pool("spot"),
          instanceTypes: ["m6i.large", "m5.large"],
          capacityType: "SPOT",
        },
        memory: {
          ...group,
          ...nodes.memory,
          ...pool("memory"),
          instanceTypes: ["r6i.large", "r6i.xlarge"],
          capacityType: "ON_DEMAND",
        },
      },
    },
    containers: {
      cluster: { clusterName: `platform-${environment}`, containerInsights: "enhanced", capacity: "FARGATE" },
      group: { description: "Services of the platform on ECS", ports: [8000, 8009] },
    },
    repositories: {
      application: { repositoryName: `platform-${environment}/application` },
      documents: { repositoryName: `platform-${environment}/documents` },
      worker: { repositoryName: `platform-${environment}/worker` },
      // Copies of images that their projects publish on Docker Hub alone.
      "opentelemetry-collector": { repositoryName: `platform-${environment}/opentelemetry-collector` },
      jaeger: { repositoryName: `platform-${environment}/jaeger` },
    },
  };
}
