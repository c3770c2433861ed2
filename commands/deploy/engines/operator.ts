import { stringify } from "yaml";
import { needs, partNames } from "../../../layers/parts/order.ts";
import type { Printed } from "./printed.ts";

/**
 * Stack objects of the Pulumi Kubernetes Operator, each with the parts that it reads as prerequisites:
 * https://www.pulumi.com/docs/integrations/clouds/kubernetes/pulumi-kubernetes-operator/stack-operations/
 * The operator runs no policy pack and no gate, so it updates what was reviewed before.
 */
export function operator({ whole, backend = "BACKEND", repository = "REPOSITORY" }: Printed): string {
  const objects = partNames.map((part) => ({
    apiVersion: "pulumi.com/v1",
    kind: "Stack",
    metadata: { name: objectName(whole, part) },
    spec: {
      stack: `organization/platform/${whole}.${part}`,
      backend,
      projectRepo: repository,
      // A commit that was reviewed: every part of one deployment has the same.
      commit: "COMMIT",
      refresh: false,
      prerequisites: needs[part].map((need) => ({
        name: objectName(whole, need),
        requirement: { succeededWithinDuration: "1h" },
      })),
    },
  }));
  return objects.map((each) => stringify(each, { lineWidth: 0 })).join("---\n");
}

/** Names of objects have no dot here, so that they can be labels. */
function objectName(whole: string, part: string): string {
  return `${whole}-${part}`;
}
