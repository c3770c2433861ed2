import type { Answers } from "./answer.ts";

/** ECS, ECR, Cloud Map and Application Auto Scaling. */
export const containers: Answers = {
  "aws:ecr/repository:Repository": (r) => {
    const name = r.named("name");
    const registryId = r.place.accountId;
    return {
      id: name,
      name,
      registryId,
      arn: r.arn("ecr", `repository/${name}`),
      repositoryUrl: `${registryId}.dkr.ecr.${r.place.region}.amazonaws.com/${name}`,
    };
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": (r) => ({
    id: String(r.inputs["repository"]),
    registryId: r.place.accountId,
  }),
  "aws:ecr/replicationConfiguration:ReplicationConfiguration": (r) => ({
    id: r.place.accountId,
    registryId: r.place.accountId,
  }),
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": (r) => ({
    id: String(r.inputs["prefix"]),
    registryId: r.place.accountId,
  }),
  "aws:servicediscovery/httpNamespace:HttpNamespace": (r) => {
    const id = `ns-${r.hex(16)}`;
    return { id, arn: r.arn("servicediscovery", `namespace/${id}`), httpName: r.named("name") };
  },
  "aws:ecs/cluster:Cluster": (r) => {
    const name = r.named("name");
    return { id: r.arn("ecs", `cluster/${name}`), name, arn: r.arn("ecs", `cluster/${name}`) };
  },
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": (r) => ({ id: String(r.inputs["clusterName"]) }),
  "aws:ecs/taskDefinition:TaskDefinition": (r) => {
    const family = r.named("family");
    const arnWithoutRevision = r.arn("ecs", `task-definition/${family}`);
    return { id: family, family, revision: 1, arn: `${arnWithoutRevision}:1`, arnWithoutRevision };
  },
  "aws:ecs/service:Service": (r) => {
    const name = r.named("name");
    const cluster = String(r.inputs["cluster"]).split("/").pop();
    const arn = r.arn("ecs", `service/${cluster}/${name}`);
    return { id: arn, arn, name };
  },
  "aws:appautoscaling/target:Target": (r) => ({
    id: String(r.inputs["resourceId"]),
    arn: r.arn("application-autoscaling", `scalable-target/${r.hex(36)}`),
  }),
  "aws:appautoscaling/policy:Policy": (r) => ({
    id: r.named("name"),
    name: r.named("name"),
    arn: r.arn("autoscaling", `scalingPolicy:${r.hex(32)}:resource/ecs/${r.inputs["resourceId"]}`),
  }),
};
