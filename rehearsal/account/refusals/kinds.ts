import type { Refusal, Step } from "../refusal.ts";
import type { View } from "../view.ts";

const release = "kubernetes:helm.sh/v3:Release";
const addon = "aws:eks/addon:Addon";

/** Kinds of objects that a cluster does not have by itself. */
interface Kinds {
  /** What the records are called after. */
  name: string;
  types: readonly string[];
  /** Charts, by the end of their name, and EKS add-ons that bring the kinds. */
  kinds: { charts?: readonly string[]; addons?: readonly string[] };
  /** The same that handle the objects, where these have a finalizer that only they remove. */
  controller?: Kinds["kinds"];
}

const table: readonly Kinds[] = [
  {
    name: "target-group-binding",
    types: ["kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding"],
    kinds: { charts: ["aws-load-balancer-controller"] },
    controller: { charts: ["aws-load-balancer-controller"] },
  },
  {
    name: "karpenter",
    types: ["kubernetes:karpenter.sh/v1:NodePool", "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"],
    kinds: { charts: ["karpenter-crd"] },
    controller: { charts: ["/karpenter"] },
  },
  {
    name: "opentelemetry-collector",
    types: ["kubernetes:opentelemetry.io/v1beta1:OpenTelemetryCollector"],
    kinds: { addons: ["adot"] },
    controller: { addons: ["adot"] },
  },
  {
    name: "prometheus-operator",
    types: ["kubernetes:monitoring.coreos.com/v1:PrometheusRule", "kubernetes:monitoring.coreos.com/v1:ServiceMonitor"],
    kinds: { charts: ["prometheus-operator-crds"] },
  },
  {
    name: "external-secrets",
    types: ["kubernetes:external-secrets.io/v1:ClusterSecretStore", "kubernetes:external-secrets.io/v1:ExternalSecret"],
    kinds: { charts: ["external-secrets"] },
  },
  {
    name: "cert-manager",
    types: ["kubernetes:cert-manager.io/v1:ClusterIssuer", "kubernetes:cert-manager.io/v1:Certificate"],
    kinds: { charts: ["cert-manager"], addons: ["cert-manager"] },
  },
];

function exists(account: View, { charts = [], addons = [] }: Kinds["kinds"]): boolean {
  return (
    account.everywhere(release).some(({ inputs }) => charts.some((each) => String(inputs["chart"]).endsWith(each))) ||
    account.everywhere(addon).some(({ inputs }) => addons.includes(String(inputs["addonName"])))
  );
}

/** What brings kinds, as a step of a case. */
function bring({ charts = [], addons = [] }: Kinds["kinds"], as: string): Step {
  const [chart] = charts;
  return chart === undefined
    ? { create: addon, as, inputs: { clusterName: "main", addonName: addons[0] } }
    : { create: release, as, inputs: { chart } };
}

function kindExists({ name, types, kinds }: Kinds): Refusal {
  const judged = { create: types[0] ?? "", as: "object", inputs: { metadata: { name: "object" } } };
  return {
    name: `${name}-kind-exists`,
    types,
    on: ["create", "update"],
    code: "NotFound",
    source:
      "Custom Resources in the Kubernetes documentation https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/custom-resources/",
    check: ({ type }, account) =>
      exists(account, kinds) ? undefined : `the server could not find the requested resource: no matches for ${type}`,
    passes: { before: [bring(kinds, "bringer")], judged },
    refused: { judged },
  };
}

function controllerExists({ name, types, controller }: Kinds): Refusal[] {
  if (controller === undefined) return [];
  const object = { create: types[0] ?? "", as: "object", inputs: { metadata: { name: "object" } } };
  const before = [bring(controller, "controller"), object];
  return [
    {
      name: `${name}-controller-exists`,
      types,
      on: ["delete"],
      code: "Timeout",
      source:
        "Finalizers in the Kubernetes documentation https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/",
      check: ({ name: of }, account) =>
        exists(account, controller) ? undefined : `${of} still has a finalizer, and its controller is gone`,
      passes: { before, judged: { delete: "object" } },
      refused: { before: [...before, { delete: "controller" }], judged: { delete: "object" } },
    },
  ];
}

/** Custom objects need their kind when they are made, and their controller when they are deleted. */
export const customObjects: readonly Refusal[] = table.flatMap((each) => [kindExists(each), ...controllerExists(each)]);
