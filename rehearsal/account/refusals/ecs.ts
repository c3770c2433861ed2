import type { Refusal, Step } from "../refusal.ts";
import type { Values } from "../thing.ts";
import { document, stringsAt, valueAt, valuesAt } from "../values.ts";

const task = "aws:ecs/taskDefinition:TaskDefinition";
const service = "aws:ecs/service:Service";

/** The container definitions of a task; none while they are not known. */
function containersOf(inputs: Values): Values[] {
  const found = document(inputs["containerDefinitions"]);
  return Array.isArray(found) ? found : [];
}

const sum = (containers: readonly Values[], size: (container: Values) => unknown) =>
  containers.reduce((total, container) => total + (Number(size(container)) || 0), 0);

const sized = (cpu: number): Step => ({
  create: task,
  as: "task",
  inputs: {
    family: "task",
    cpu: "256",
    memory: "512",
    containerDefinitions: JSON.stringify([
      { name: "api", cpu: 224, memory: 512, memoryReservation: 384 },
      { name: "collector", cpu, memoryReservation: 64 },
    ]),
  },
});

/** What the containers of a task reserve fits into the task. */
const fits: Refusal = {
  name: "ecs-task-containers-fit",
  types: [task],
  on: ["create", "update"],
  code: "ClientException",
  source:
    "Amazon ECS task definition parameters for Fargate https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html",
  check: ({ inputs }) => {
    const containers = containersOf(inputs);
    const over = (what: "cpu" | "memory", total: number) =>
      total > Number(inputs[what])
        ? `Invalid setting for container. The total ${what} ${total} of the containers exceeds the ${what} ${String(inputs[what])} of the task.`
        : undefined;
    return (
      over(
        "cpu",
        sum(containers, ({ cpu }) => cpu),
      ) ??
      over(
        "memory",
        sum(containers, ({ memory, memoryReservation }) => memoryReservation ?? memory),
      )
    );
  },
  passes: { judged: sized(32) },
  refused: { judged: sized(64) },
};

const mount = { sourceVolume: "tmp", containerPath: "/tmp" };
const closed = { name: "api", user: "10001", readonlyRootFilesystem: true, mountPoints: [mount] };
const init = { name: "init", user: "0", essential: false, command: ["chmod", "1777", "/tmp"], mountPoints: [mount] };
const waiting = { ...closed, dependsOn: [{ containerName: "init", condition: "SUCCESS" }] };
const withTask = (...containers: Values[]): Step[] => [
  {
    create: task,
    as: "task",
    inputs: { family: "task", volumes: [{ name: "tmp" }], containerDefinitions: JSON.stringify(containers) },
  },
];
const started: Step = { create: service, as: "api", inputs: { name: "api", taskDefinition: "<task.arn>" } };

/** A directory that a container mounts, runs as another user than root, and no container before it makes writable. */
function closedDirectory(inputs: Values): string | undefined {
  const containers = containersOf(inputs);
  const bind = valuesAt(inputs, "volumes").flatMap((volume) =>
    typeof volume === "object" && volume !== null && valueAt({ volume }, "volume.efsVolumeConfiguration") === undefined
      ? stringsAt({ volume }, "volume.name")
      : [],
  );
  const opened = containers.filter(({ user, essential }) => user === "0" && essential === false);
  const open = new Set(opened.flatMap((container) => stringsAt(container, "mountPoints.sourceVolume")));
  for (const container of containers) {
    if (container["user"] === "0" || container["readonlyRootFilesystem"] !== true) continue;
    const closed = stringsAt(container, "mountPoints.sourceVolume").find(
      (name) => bind.includes(name) && !open.has(name),
    );
    if (closed !== undefined) return closed;
  }
  return undefined;
}

/**
 * Fargate mounts bind volumes with owner root and mode 0755. The account takes every image for one that does not own the
 * directory by VOLUME, and every program for one that writes to what it mounts.
 */
const writable: Refusal = {
  name: "ecs-service-scratch-not-writable",
  types: [service],
  on: ["create", "update"],
  code: "DeploymentFailed",
  source: "aws/containers-roadmap issue 938 https://github.com/aws/containers-roadmap/issues/938",
  check: ({ inputs }, account) => {
    const definition = inputs["taskDefinition"];
    const found = typeof definition === "string" ? account.find(definition) : undefined;
    const closed = found === undefined ? undefined : closedDirectory(found.inputs);
    return (
      closed && `ECS deployment circuit breaker: tasks failed to start. EACCES: permission denied in volume ${closed}`
    );
  },
  passes: { before: withTask(waiting, init), judged: started },
  refused: { before: withTask(closed), judged: started },
};

const strategy = [{ capacityProvider: "FARGATE", weight: 1 }];

/** The provider asks for a new deployment with every other strategy. */
const forced: Refusal = {
  name: "ecs-service-strategy-forces-deployment",
  types: [service],
  on: ["update"],
  code: "InvalidParameterException",
  source: "pulumi-aws issue 5903 https://github.com/pulumi/pulumi-aws/issues/5903",
  check: ({ inputs, old }) => {
    if (old === undefined || inputs["forceNewDeployment"] === true) return undefined;
    const [before, after] = [old.inputs, inputs].map((each) => JSON.stringify(each["capacityProviderStrategies"]));
    return before === after
      ? undefined
      : "force_new_deployment should be true when capacity_provider_strategy is being updated";
  },
  passes: {
    before: [{ create: service, as: "api", inputs: { name: "api", capacityProviderStrategies: strategy } }],
    judged: { update: "api", inputs: { desiredCount: 2 } },
  },
  refused: {
    before: [{ create: service, as: "api", inputs: { name: "api" } }],
    judged: { update: "api", inputs: { capacityProviderStrategies: strategy } },
  },
};

/** What ECS refuses, and what does not start there. */
export const ecs: readonly Refusal[] = [fits, writable, forced];
