import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { ContainerCluster } from "../../../components/containers/container-cluster.ts";
import { at, deploy } from "../../harness.ts";

const args = {
  clusterName: "gen-ai-cluster",
  containerInsights: "enhanced",
  capacity: "FARGATE_SPOT",
  logs: { retentionInDays: 30, kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/1" },
} as const;

describe("ContainerCluster", () => {
  it("GEN-ECS-01, AUI-CMP-01: has the given name and Container Insights", async () => {
    const cluster = (await deploy(() => new ContainerCluster("containers", args))).one(aws.ecs.Cluster);
    assert.equal(cluster.inputs.name, "gen-ai-cluster");
    assert.deepEqual(cluster.inputs.settings, [{ name: "containerInsights", value: "enhanced" }]);
  });

  it("logs ECS Exec sessions to an encrypted log group", async () => {
    const { one } = await deploy(() => new ContainerCluster("containers", args));
    const session = at(one(aws.ecs.Cluster), "configuration.executeCommandConfiguration");
    assert.deepEqual(session, {
      kmsKeyId: args.logs.kmsKeyArn,
      logging: "OVERRIDE",
      logConfiguration: { cloudWatchEncryptionEnabled: true, cloudWatchLogGroupName: "/aws/ecs/gen-ai-cluster/exec" },
    });
    assert.equal(one(aws.cloudwatch.LogGroup).inputs.retentionInDays, 30);
  });

  it("runs one task on on-demand capacity", async () => {
    const { one } = await deploy(() => new ContainerCluster("containers", args));
    assert.deepEqual(one(aws.ecs.ClusterCapacityProviders).inputs.defaultCapacityProviderStrategies, [
      { capacityProvider: "FARGATE", base: 1, weight: 0 },
      { capacityProvider: "FARGATE_SPOT", weight: 1 },
    ]);
  });

  it("has a Service Connect namespace", async () => {
    const { one } = await deploy(() => new ContainerCluster("containers", args));
    const namespace = one(aws.servicediscovery.HttpNamespace);
    assert.equal(at(one(aws.ecs.Cluster), "serviceConnectDefaults.namespace"), namespace.outputs.arn);
  });
});
