import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { FargateServiceArgs } from "./fargate-service-args.ts";

/**
 * A deployment that failed or was rolled back stays so, and the next update has nothing to change: the state has the new
 * revision. So the command looks for the revision, with its rollout state.
 */
export function rolloutCommand(
  { account, cluster, serviceName }: FargateServiceArgs,
  { family, revision }: aws.ecs.TaskDefinition,
): pulumi.Output<string> {
  const services = pulumi.interpolate`--region ${account.region} --cluster ${cluster.clusterName} --services ${serviceName}`;
  const states = "--query 'services[].deployments[].[taskDefinition,rolloutState]' --output text";
  return pulumi.interpolate`aws ecs describe-services ${services} ${states} | grep ':task-definition/${family}:${revision}.COMPLETED$'`;
}
