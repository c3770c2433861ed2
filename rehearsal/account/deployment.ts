import type { Snapshot } from "./state.ts";
import type { Thing } from "./thing.ts";

/** The deployment of an ECS service. */
export interface Deployment {
  /** ARN of the task definition, with its revision. */
  taskDefinition: string;
  rolloutState: "COMPLETED" | "FAILED";
}

/** What a deployment is known by: a service, and the revision of its tasks. */
export function deploymentOf({ id, inputs }: Thing): string {
  return `${id} ${String(inputs["taskDefinition"])}`;
}

/** The deployment of each ECS service. */
export function deploymentsIn({ things, failed }: Pick<Snapshot, "things" | "failed">): Deployment[] {
  const services = things.filter(({ type }) => type === "aws:ecs/service:Service");
  return services.map((thing) => ({
    taskDefinition: String(thing.inputs["taskDefinition"]),
    rolloutState: failed.includes(deploymentOf(thing)) ? "FAILED" : "COMPLETED",
  }));
}
