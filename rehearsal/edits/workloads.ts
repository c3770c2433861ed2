import { type Edit, edited, first } from "./edit.ts";

const containers = ["aws:ecs/taskDefinition:TaskDefinition"];

/** Images, settings and sizes of what runs on ECS and Kubernetes. */
export const workloads: readonly Edit[] = [
  {
    name: "service-image",
    what: "another image tag of an ECS service",
    apply: (stack) =>
      edited(stack, "services", (rows) =>
        first(rows, (row) => ({ ...row, image: { ...row.image, tag: "rehearsed" } })),
      ),
    // A task definition has revisions, and none of them changes.
    replaces: containers,
  },
  {
    name: "service-environment",
    what: "an environment variable of an ECS service",
    apply: (stack) =>
      edited(stack, "services", (rows) =>
        first(rows, (row) => ({ ...row, environment: { ...row.environment, REHEARSED: "1" } })),
      ),
    replaces: containers,
  },
  {
    name: "deployment-image",
    what: "another image tag of a Deployment",
    apply: (stack) =>
      edited(stack, "deployments", (rows) =>
        first(rows, (row) => ({ ...row, image: { ...row.image, tag: "rehearsed" } })),
      ),
  },
  {
    name: "deployment-environment",
    what: "an environment variable of a Deployment",
    apply: (stack) =>
      edited(stack, "deployments", (rows) =>
        first(rows, (row) => ({ ...row, environment: { ...row.environment, REHEARSED: "1" } })),
      ),
  },
  {
    name: "parameter-changed",
    what: "another value of a parameter",
    apply: (stack) => edited(stack, "parameters", (rows) => first(rows, (value) => `${value}0`)),
  },
];
