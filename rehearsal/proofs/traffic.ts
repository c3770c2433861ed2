import { valueAt } from "../account/values.ts";
import { type Graph, list, type Made, record, texts } from "./graph.ts";
import { matches, namespaceOf, type Pods, type Service } from "./pods.ts";

type Labels = Readonly<Record<string, string>>;
type Direction = "ingress" | "egress";

/** One end of a connection that a rule of a network policy allows. */
export type Peer =
  | { kind: "addresses"; cidr: string }
  /** Pods of a namespace, or of every one ("*"), with labels. */
  | { kind: "pods"; namespace: string; labels: Labels };

/** A rule of a network policy: any of the peers, on any of the ports; without ports on all, without peers with all. */
export interface Rule {
  policy: string;
  /** Namespace and labels of the pods that it is for. */
  namespace: string;
  selector: Labels;
  peers: readonly Peer[];
  ports: readonly number[];
}

/** The rules of a direction. */
export function rules(graph: Graph, direction: Direction): Rule[] {
  return graph.objects("NetworkPolicy").flatMap((policy) => {
    const namespace = namespaceOf(policy);
    const selector = texts(valueAt(policy.inputs, "spec.podSelector.matchLabels"));
    return list(record(policy.inputs["spec"])[direction])
      .map(record)
      .map(({ [direction === "egress" ? "to" : "from"]: peers, ports }) => ({
        policy: policy.name,
        namespace,
        selector,
        peers: list(peers).flatMap((peer) => peersOf(record(peer), namespace)),
        ports: list(ports).map((each) => Number(record(each)["port"])),
      }));
  });
}

function peersOf(peer: Made["inputs"], own: string): Peer[] {
  const cidr = valueAt(peer, "ipBlock.cidr");
  if (typeof cidr === "string") return [{ kind: "addresses", cidr }];
  const labels = texts(valueAt(peer, "podSelector.matchLabels"));
  return namespaces(peer["namespaceSelector"], own).map((namespace) => ({ kind: "pods", namespace, labels }));
}

const nameOfNamespace = "kubernetes.io/metadata.name";

function namespaces(selector: unknown, own: string): string[] {
  if (selector === undefined) return [own];
  const { matchLabels, matchExpressions } = record(selector);
  const named = texts(matchLabels)[nameOfNamespace];
  const among = list(matchExpressions).flatMap((each) => list(record(each)["values"]).map(String));
  return named !== undefined ? [named] : among.length > 0 ? among : ["*"];
}

/** The rules for pods, or none where no policy of the direction selects them: then everything is allowed. */
export function rulesFor(
  graph: Graph,
  direction: Direction,
  pods: Pick<Pods, "namespace" | "labels">,
): Rule[] | undefined {
  const policed = graph.objects("NetworkPolicy").some(
    (policy) =>
      namespaceOf(policy) === pods.namespace &&
      matches(texts(valueAt(policy.inputs, "spec.podSelector.matchLabels")), pods.labels) &&
      list(record(policy.inputs["spec"])["policyTypes"])
        .map((each) => String(each).toLowerCase())
        .includes(direction),
  );
  if (!policed) return undefined;
  return rules(graph, direction).filter(
    ({ namespace, selector }) => namespace === pods.namespace && matches(selector, pods.labels),
  );
}

/** Whether rules allow a port with a peer for which a test holds. */
export function allows(rules: readonly Rule[], port: number, test: (peer: Peer) => boolean): boolean {
  return rules.some(
    ({ peers, ports }) =>
      (ports.length === 0 || ports.includes(port)) && (peers.length === 0 || peers.some((peer) => test(peer))),
  );
}

/**
 * Whether a peer of an egress rule opens a Service: AWS's controller adds the address of a Service only where the peer's
 * labels are among those that the Service selects; of a headless Service the addresses are those of the pods.
 */
export function opens(peer: Peer, { namespace, selector }: Service): boolean {
  return (
    peer.kind === "pods" && (peer.namespace === "*" || peer.namespace === namespace) && matches(peer.labels, selector)
  );
}
