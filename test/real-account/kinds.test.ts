import assert from "node:assert/strict";
import type { Deployed, Registered } from "../harness.ts";
import { deployStack } from "../stacks/origins.ts";
import { stacks } from "../stacks/stack-settings.ts";

/** Objects whose controller, or whose kind, has to outlive them, with what brings it, by type and name. */
const outlived: Readonly<Record<string, readonly string[]>> = {
  "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding": ["load-balancer-controller"],
  "kubernetes:opentelemetry.io/v1beta1:OpenTelemetryCollector": ["add-ons-adot"],
  "kubernetes:monitoring.coreos.com/v1:PrometheusRule": ["prometheus-crds"],
  "kubernetes:monitoring.coreos.com/v1:ServiceMonitor": ["prometheus-crds"],
  "kubernetes:karpenter.sh/v1:NodePool": ["karpenter"],
  "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass": ["karpenter"],
  "kubernetes:external-secrets.io/v1:ExternalSecret": ["external-secrets"],
  "kubernetes:external-secrets.io/v1:ClusterSecretStore": ["external-secrets"],
};
const bringer = /^(kubernetes:helm.sh\/v3:Release|aws:eks\/addon:Addon)$/;

/** What a resource depends on through resources alone: a component on the way orders nothing when one child is deleted. */
function directly({ resources }: Deployed, resource: Registered): Set<string> {
  const byUrn = new Map(resources.map((each) => [each.urn, each]));
  const found = new Set<string>();
  const follow = ({ dependencies, propertyDependencies }: Registered) => {
    for (const urn of [...dependencies, ...Object.values(propertyDependencies).flat()]) {
      const next = byUrn.get(urn);
      if (next === undefined || found.has(urn) || next.type.startsWith("platform:")) continue;
      found.add(urn);
      follow(next);
    }
  };
  follow(resource);
  return found;
}

describe("objects of add-ons", function () {
  this.timeout(300_000);
  for (const stack of stacks) {
    it(`RC-H10: those of ${stack} depend on the release of their controller, not on its component alone`, async () => {
      const deployed = await deployStack(stack);
      const hanging = deployed.resources.flatMap((object) => {
        const names = outlived[object.type] ?? [];
        const brought = deployed.resources.filter(({ type, name }) => bringer.test(type) && names.includes(name));
        const known = directly(deployed, object);
        return brought
          .filter(({ urn }) => !known.has(urn))
          .map(({ name }) => `${object.name} does not depend on ${name}`);
      });
      assert.deepEqual(hanging, []);
    });
  }
});
