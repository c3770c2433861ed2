import { example } from "./example.ts";
import type { StackResource } from "./rule.ts";
import { known, list, read } from "./values.ts";

export const networkPolicy = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

/** Whether a network policy selects every pod of its namespace and has no rule for the direction. */
export const deniesAll = (each: StackResource, direction: "Ingress" | "Egress"): boolean =>
  Object.keys(Object(known(each.props, "spec.podSelector") ?? {})).every(
    (key) => list(each.props, `spec.podSelector.${key}`).length === 0,
  ) &&
  (list(each.props, "spec.policyTypes").includes(direction) ||
    (direction === "Ingress" && read(each.props, "spec.policyTypes").state === "absent")) &&
  list(each.props, `spec.${direction.toLowerCase()}`).length === 0;

/** A network policy that denies these directions in the namespace app. */
export const denying = (...policyTypes: string[]): StackResource =>
  example(networkPolicy, "deny", { metadata: { namespace: "app" }, spec: { podSelector: {}, policyTypes } });
