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
    name: "deployment-replicas",
    what: "one more replica of a Deployment",
    apply: (stack) => redeployed(stack, scaled),
    applyLocal: (stack) => redeployed(stack, scaled),
  },
  {
    name: "deployment-probe",
    what: "another period of a readiness probe",
    apply: (stack) => redeployed(stack, probed),
    applyLocal: (stack) => redeployed(stack, probed),
  },
  {
    name: "deployment-secret",
    what: "one more environment variable from a secret",
    apply: (stack) => redeployed(stack, withSecret),
    applyLocal: (stack) => redeployed(stack, withSecret),
  },
  {
    name: "namespace-quota",
    what: "a larger quota of a namespace",
    apply: (stack) => edited(stack, "namespaces", widened),
    applyLocal: ({ definition, ...stack }) => {
      const namespaces = definition.namespaces && widened(definition.namespaces);
      return namespaces && { ...stack, definition: { ...definition, namespaces } };
    },
  },
  {
    name: "store-volume",
    what: "larger volumes of the stores in the cluster",
    apply: () => undefined,
    applyLocal: ({ definition, ...stack }) => {
      const stores = { ...definition.stores, volumeGib: definition.stores.volumeGib + 1 };
      return { ...stack, definition: { ...definition, stores } };
    },
  },
  {
    name: "parameter-changed",
    what: "another value of a parameter",
    apply: (stack) => edited(stack, "parameters", (rows) => first(rows, (value) => `${value}0`)),
  },
];

type Deployments = NonNullable<StackDefinition["deployments"]>;
type Namespaces = NonNullable<StackDefinition["namespaces"]>;

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

function scaled(rows: Deployments) {
  return first(rows, ({ scale, ...row }) => {
    if (scale.kind === "fixed") return { ...row, scale: { ...scale, replicas: scale.replicas + 1 } };
    const min = scale.min + 1;
    const [initial, max] = [Math.max(scale.initial, min), Math.max(scale.max, min)];
    return { ...row, scale: { ...scale, min, initial, max } };
  });
}

function probed(rows: Deployments) {
  return first(rows, ({ health, ...row }) => {
    const readiness = { ...health.readiness, periodSeconds: health.readiness.periodSeconds + 5 };
    return { ...row, health: { ...health, readiness } };
  });
}

function withSecret(rows: Deployments) {
  return first(rows, (row) => {
    const secret = Object.values(row.secrets ?? {}).find(({ key }) => key !== undefined);
    return secret && { ...row, secrets: { ...row.secrets, REHEARSED_SECRET: { ...secret, key: "REHEARSED" } } };
  });
}

function widened(rows: Namespaces) {
  return first(rows, ({ quota, ...row }) => ({ ...row, quota: { ...quota, pods: quota.pods + 5 } }));
}
