import { type Target, targets } from "./environment.ts";
import type { Graph, Made } from "./graph.ts";
import { matches, type Pods, podsOf, type Service, servicesOf } from "./pods.ts";
import { made, type Proof } from "./proof.ts";
import { containersOf } from "./tasks.ts";
import { allows, opens, type Peer, rulesFor } from "./traffic.ts";

const own = /^(localhost|127\.0\.0\.1)$/;
/** Host names inside a cluster: a Service, with its namespace where that is another. */
const inCluster = /^([a-z0-9-]+)(?:\.([a-z0-9-]+)(?:\.svc(?:\.cluster\.local)?)?)?$/;

/** What a pod is told to connect to, its network policy and that of the called pods must allow. */
function reachable(graph: Graph): string[] {
  const [pods, services] = [podsOf(graph), servicesOf(graph)];
  return pods.flatMap((caller) =>
    targets(caller.environment)
      .filter(({ host }) => !own.test(host))
      .flatMap(({ variable, host, port }) => {
        const fault = blocked(graph, caller, { host, port }, pods, services);
        return fault === undefined ? [] : [`${caller.of} cannot reach ${host}:${port} of ${variable}: ${fault}`];
      }),
  );
}

/** Why pods cannot reach a host on a port, as far as Services and network policies decide; undefined where they can. */
export function blocked(
  graph: Graph,
  caller: Pods,
  { host, port }: Omit<Target, "variable">,
  pods: readonly Pods[],
  services: readonly Service[],
): string | undefined {
  const [, name, namespace = caller.namespace] = inCluster.exec(host) ?? [];
  const here = host.includes(".svc") || [...pods, ...services].some((each) => each.namespace === namespace);
  if (name === undefined || !here) return blockedOutside(graph, caller, port);
  const service = services.find((each) => each.name === name && each.namespace === namespace);
  if (service === undefined) return `there is no Service ${name} in ${namespace}`;
  const called = pods.find((each) => each.namespace === namespace && matches(service.selector, each.labels));
  return service.ports.includes(port)
    ? blockedInside(graph, caller, { service, called, port })
    : `its ports are ${service.ports.join(", ")}`;
}

function blockedOutside(graph: Graph, caller: Pods, port: number): string | undefined {
  const egress = rulesFor(graph, "egress", caller);
  const open = egress === undefined || allows(egress, port, ({ kind }) => kind === "addresses");
  return open ? undefined : "no network policy allows egress to addresses on this port";
}

function blockedInside(
  graph: Graph,
  caller: Pods,
  { service, called, port }: { service: Service; called: Pods | undefined; port: number },
): string | undefined {
  const egress = rulesFor(graph, "egress", caller);
  if (egress !== undefined && !allows(egress, port, (peer) => opens(peer, service)))
    return "no network policy of the caller allows egress to it";
  const ingress = called && rulesFor(graph, "ingress", called);
  return ingress === undefined || allows(ingress, port, (peer) => isFrom(peer, caller))
    ? undefined
    : `no network policy of ${called?.of} allows ingress from the caller`;
}

function isFrom(peer: Peer, { namespace, labels }: Pods): boolean {
  if (peer.kind === "addresses") return false;
  const here = peer.namespace === "*" || peer.namespace === namespace;
  return here && matches(peer.labels, labels);
}

const protocols: Readonly<Record<number, readonly string[]>> = {
  4317: ["grpc"],
  4318: ["http/protobuf", "http/json"],
};

/** SDKs differ in the protocol that they choose, and a receiver of gRPC does not answer HTTP. */
function saysProtocol(graph: Graph): string[] {
  const tasks = graph.of("aws:ecs/taskDefinition:TaskDefinition").flatMap(containersOf);
  return [...podsOf(graph), ...tasks].flatMap(({ of, environment }) => {
    const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: given } = environment;
    if (endpoint === undefined || !URL.canParse(endpoint)) return [];
    const { port } = new URL(endpoint);
    const allowed = protocols[Number(port)] ?? [];
    return allowed.includes(given ?? "")
      ? []
      : [
          `${of} must have OTEL_EXPORTER_OTLP_PROTOCOL ${allowed.join(" or ")} for port ${port}, got ${given ?? "none"}`,
        ];
  });
}

function caller(environment: readonly object[], egress: readonly object[]): Made[] {
  const metadata = { namespace: "shop" };
  const labels = { app: "orders" };
  const spec = { template: { metadata: { labels }, spec: { containers: [{ env: environment }] } } };
  const selected = { podSelector: { matchLabels: labels }, policyTypes: ["Egress"], egress };
  return [
    made("kubernetes:apps/v1:Deployment", "orders", { metadata, spec }),
    made("kubernetes:networking.k8s.io/v1:NetworkPolicy", "orders", { metadata, spec: selected }),
  ];
}

const issuer = [{ name: "OIDC_ISSUER", value: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_a" }];
const https = [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ protocol: "TCP", port: 443 }] }];
const endpoint = { name: "OTEL_EXPORTER_OTLP_ENDPOINT", value: "http://localhost:4318" };

/** What must hold of what programs are told to call. */
export const calls: readonly Proof[] = [
  {
    name: "environment-urls-reachable",
    source:
      "Network Policies in the Kubernetes documentation https://kubernetes.io/docs/concepts/services-networking/network-policies/",
    check: reachable,
    holds: caller(issuer, https),
    fails: caller(issuer, []),
  },
  {
    name: "otlp-protocol-fits-port",
    source: "OTLP Exporter Configuration https://opentelemetry.io/docs/specs/otel/protocol/exporter/",
    check: saysProtocol,
    holds: caller([endpoint, { name: "OTEL_EXPORTER_OTLP_PROTOCOL", value: "http/protobuf" }], []),
    fails: caller([endpoint], []),
  },
];
