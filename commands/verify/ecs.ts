import {
  type Deployment,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  type Service,
  type Task,
} from "@aws-sdk/client-ecs";
import { type Account, told } from "../account/account.ts";
import { text } from "../inputs.ts";
import type { StateResource } from "../recover/state.ts";
import type { Check, Verdict } from "./verdict.ts";

/**
 * Asks ECS for the revision that a service of the state must run. The circuit breaker sets a failed deployment to FAILED and
 * deploys the last revision that worked: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export function ecsCheck({ raw, inputs }: StateResource, { config }: Account): Check {
  const value = (key: string) => text(inputs, key) ?? text(raw["outputs"], key) ?? "";
  const [name, cluster, wanted] = [value("name"), value("cluster"), value("taskDefinition")];
  const what = `ECS service ${name}`;
  const client = new ECSClient(config);
  return async () => {
    try {
      const { services = [] } = await client.send(new DescribeServicesCommand({ cluster, services: [name] }));
      const [service] = services.filter(({ status }) => status !== "INACTIVE");
      if (service === undefined) return { what, state: "fails", said: ["does not exist"] };
      const verdict = judged(what, service, revision(wanted));
      if (verdict.state === "runs") return verdict;
      return { ...verdict, said: [...verdict.said, ...(await stopped(client, cluster, name))] };
    } catch (error) {
      return { what, state: "fails", said: [told(error)] };
    }
  };
}

/** Family and revision of a task definition, which a service may name by its ARN. */
function revision(taskDefinition = ""): string {
  return taskDefinition.split("/").at(-1) ?? "";
}

function judged(what: string, { deployments = [] }: Service, wanted: string): Verdict {
  const own = deployments.find((each) => revision(each.taskDefinition) === wanted);
  const primary = deployments.find(({ status }) => status === "PRIMARY");
  const runs = primary === undefined ? "no revision" : revision(primary.taskDefinition);
  if (own === undefined) return { what, state: "fails", said: [`runs ${runs}, expected ${wanted}: rolled back`] };
  const { rolloutState, rolloutStateReason, runningCount = 0, desiredCount = 0 } = own;
  const because = rolloutStateReason === undefined ? [] : [rolloutStateReason];
  if (rolloutState === "FAILED")
    return { what, state: "fails", said: [`the deployment of ${wanted} failed, ${runs} is deployed`, ...because] };
  const tasks = `${runningCount} of ${desiredCount} tasks run ${wanted}`;
  const isDone = own === primary && rolloutState === "COMPLETED" && runningCount >= desiredCount;
  return isDone && deployments.length === 1
    ? { what, state: "runs", said: [tasks] }
    : { what, state: "waits", said: [tasks, ...others(deployments, own), ...because] };
}

function others(deployments: readonly Deployment[], own: Deployment): string[] {
  return deployments
    .filter((each) => each !== own && (each.runningCount ?? 0) > 0)
    .map(({ runningCount, taskDefinition }) => `${runningCount} tasks run ${revision(taskDefinition)}`);
}

/** Why tasks of the service stopped; ECS keeps stopped tasks for an hour. */
async function stopped(client: ECSClient, cluster: string, serviceName: string): Promise<string[]> {
  const asked = new ListTasksCommand({ cluster, serviceName, desiredStatus: "STOPPED", maxResults: 10 });
  const { taskArns: tasks = [] } = await client.send(asked);
  if (tasks.length === 0) return [];
  const { tasks: described = [] } = await client.send(new DescribeTasksCommand({ cluster, tasks }));
  return [...new Set(described.map(reason))];
}

function reason({ taskDefinitionArn, stoppedReason = "stopped", containers = [] }: Task): string {
  const parts = containers.flatMap(({ name, exitCode, reason: why }) =>
    why === undefined && (exitCode ?? 0) === 0 ? [] : [`${name}: ${why ?? `exit code ${exitCode}`}`],
  );
  return [`a task of ${revision(taskDefinitionArn)} stopped: ${stoppedReason}`, ...parts].join("; ");
}
