import { valueAt } from "../account/values.ts";
import { type Graph, type Made, texts } from "./graph.ts";
import { matches, namespaceOf, podsOf, servicesOf } from "./pods.ts";
import { made, type Proof } from "./proof.ts";
import { opens, rules } from "./traffic.ts";

const kubernetesPolicies =
  "Network Policies in the Kubernetes documentation https://kubernetes.io/docs/concepts/services-networking/network-policies/";
const controller =
  "getMatchingServiceClusterIPs of the network policy controller https://github.com/aws/amazon-network-policy-controller-k8s/blob/main/pkg/resolvers/endpoints.go";

/** A network policy whose selector no pod has is for something that the stack lacks, or for other labels than it has. */
function selectsPods(graph: Graph): string[] {
  const pods = podsOf(graph);
  return graph
    .objects("NetworkPolicy")
    .map((policy) => ({ policy, selector: texts(valueAt(policy.inputs, "spec.podSelector.matchLabels")) }))
    .filter(({ policy, selector }) => {
      const inside = pods.filter(({ namespace }) => namespace === namespaceOf(policy));
      return Object.keys(selector).length > 0 && !inside.some(({ labels }) => matches(selector, labels));
    })
    .map(({ policy, selector }) => `no pod of ${namespaceOf(policy)} has ${told(selector)} of policy ${policy.name}`);
}

/** Egress to pods is allowed for their Service too only where the Service selects by the labels of the rule. */
function opensServices(graph: Graph): string[] {
  const services = servicesOf(graph);
  return rules(graph, "egress").flatMap(({ policy, peers, ports }) =>
    peers.flatMap((peer) => {
      if (peer.kind === "addresses" || Object.keys(peer.labels).length === 0) return [];
      return ports
        .filter((port) => !services.some((each) => each.ports.includes(port) && opens(peer, each)))
        .map((port) => `no Service of ${peer.namespace} with port ${port} selects ${told(peer.labels)} of ${policy}`);
    }),
  );
}

function told(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
}

const inside = { namespace: "shop" };
const deployment = made("kubernetes:apps/v1:Deployment", "orders", {
  metadata: inside,
  spec: { template: { metadata: { labels: { app: "orders", tier: "web" } }, spec: { containers: [] } } },
});
const service = made("kubernetes:core/v1:Service", "orders", {
  metadata: { name: "orders", ...inside },
  spec: { selector: { app: "orders" }, ports: [{ port: 8000 }] },
});

function policy(spec: object): Made {
  return made("kubernetes:networking.k8s.io/v1:NetworkPolicy", "web", { metadata: inside, spec });
}

function toPods(labels: object): Made {
  const egress = [{ to: [{ podSelector: { matchLabels: labels } }], ports: [{ protocol: "TCP", port: 8000 }] }];
  return policy({ podSelector: {}, policyTypes: ["Egress"], egress });
}

/** What must hold of network policies. */
export const networkPolicies: readonly Proof[] = [
  {
    name: "network-policy-selects-pods",
    source: kubernetesPolicies,
    check: selectsPods,
    holds: [deployment, policy({ podSelector: { matchLabels: { app: "orders" } } })],
    fails: [deployment, policy({ podSelector: { matchLabels: { app: "order" } } })],
  },
  {
    name: "egress-opens-services",
    source: controller,
    check: opensServices,
    holds: [deployment, service, toPods({ app: "orders" })],
    // The pods have both labels, the Service selects by one: its address is dropped.
    fails: [deployment, service, toPods({ app: "orders", tier: "web" })],
  },
];
