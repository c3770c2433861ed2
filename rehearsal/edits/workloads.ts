import type { StackDefinition } from "../../layers/definition.ts";
import { type Edit, edited, first, type LocalStack, type Stack } from "./edit.ts";

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
    apply: (stack) => redeployed(stack, retagged),
    applyLocal: (stack) => redeployed(stack, retagged),
  },
  {
    name: "deployment-environment",
    what: "an environment variable of a Deployment",
    apply: (stack) => redeployed(stack, withVariable),
    applyLocal: (stack) => redeployed(stack, withVariable),
  },
  {
    name: "parameter-changed",
    what: "another value of a parameter",
    apply: (stack) => edited(stack, "parameters", (rows) => first(rows, (value) => `${value}0`)),
  },
];

type Deployments = NonNullable<StackDefinition["deployments"]>;

/** A stack of either kind with its Deployments changed. */
function redeployed<Given extends Stack | LocalStack>(
  stack: Given,
  change: (rows: Deployments) => Deployments | undefined,
): Given | undefined {
  const definition: Given["definition"] = stack.definition;
  const deployments = definition.deployments && change(definition.deployments);
  return deployments && { ...stack, definition: { ...definition, deployments } };
}

function retagged(rows: Deployments) {
  return first(rows, (row) => ({ ...row, image: { ...row.image, tag: "rehearsed" } }));
}

function withVariable(rows: Deployments) {
  return first(rows, (row) => ({ ...row, environment: { ...row.environment, REHEARSED: "1" } }));
}
