import { complain } from "../../checks/complaints.ts";
import { either, fail, isNot, pass } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { memoOf, pushTo } from "../../checks/links.ts";
import { namespaceOf } from "../../checks/objects.ts";
import { type Check, type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { matchesGlob } from "../../checks/settings.ts";
import { known, list, text, word } from "../../checks/values.ts";

const group = "kubernetes:gateway.networking.k8s.io";
const gateways = [`${group}/v1:Gateway`, `${group}/v1beta1:Gateway`];
const routes = [`${group}/v1:HTTPRoute`, `${group}/v1beta1:HTTPRoute`];

/** A route of a Gateway, and the listener that it names; none for all of them. */
interface Attached {
  route: StackResource;
  section: string | undefined;
}

const keyOf = (namespace: unknown, name: unknown) => `${word(namespace)}/${word(name)}`;

/** The HTTPRoutes of the stack by namespace and name of their Gateways. */
const routesOf = memoOf((graph: Graph) => {
  const found = new Map<string, Attached[]>();
  for (const route of graph.of(...routes))
    for (const parent of list(route.props, "spec.parentRefs")) {
      const key = keyOf(text(parent, "namespace") ?? namespaceOf(route), known(parent, "name"));
      pushTo(found, key, { route, section: text(parent, "sectionName") });
    }
  return found;
});

/** Whether every rule of a route redirects to HTTPS. */
function redirects({ route }: Attached): boolean {
  const rules = list(route.props, "spec.rules");
  return (
    rules.length > 0 &&
    rules.every((rule) =>
      list(rule, "filters").some(
        (filter) => known(filter, "type") === "RequestRedirect" && known(filter, "requestRedirect.scheme") === "https",
      ),
    )
  );
}

/** Gateways with an HTTP listener that has a route other than a redirect, or no route that redirects. */
function plainListeners(graph: Graph): Complaint[] {
  return graph.of(...gateways).flatMap((gateway): Complaint[] => {
    const attached = routesOf(graph).get(keyOf(namespaceOf(gateway), known(gateway.props, "metadata.name"))) ?? [];
    const plain = list(gateway.props, "spec.listeners").find((listener) => {
      if (known(listener, "protocol") !== "HTTP") return false;
      const own = attached.filter(({ section }) => section === undefined || section === known(listener, "name"));
      return own.length === 0 || !own.every(redirects);
    });
    return plain === undefined
      ? []
      : [complain(`has the HTTP listener "${text(plain, "name") ?? ""}" without a redirect to HTTPS`)(gateway)];
  });
}

const gatewayWith = (...listeners: object[]) =>
  example(`${group}/v1:Gateway`, "web", { metadata: { name: "web", namespace: "edge" }, spec: { listeners } });

const toHttps = { type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } };
const secure = { name: "https", protocol: "HTTPS", port: 443 };
const open = { name: "http", protocol: "HTTP", port: 80 };

const routeWith = (rule: object) =>
  example(`${group}/v1:HTTPRoute`, "web", {
    metadata: { name: "web", namespace: "edge" },
    spec: { parentRefs: [{ name: "web", sectionName: "http" }], rules: [rule] },
  });

/** Every Ingress of the class gets a load balancer of this scheme, whatever its own annotation says. */
const isEntry: Check = ({ resource, settings }) =>
  settings.publicEntries.some((glob) => matchesGlob(glob, resource.urn))
    ? pass
    : fail("makes the load balancer of every Ingress of the class internet-facing");

export const kubernetesGateway = service("Kubernetes networking", [
  {
    name: "gateway-http-redirects",
    description: "Kubernetes Gateways have HTTP listeners only for HTTPRoutes that redirect to HTTPS.",
    why: "A route behind an HTTP listener sends cookies and tokens in plaintext between the client and the proxy, where each network on the way can read and change them.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 5.4.5"],
    fix: "set protocol of the listener to HTTPS, or leave to it only HTTPRoutes whose rules have a RequestRedirect to https",
    find: plainListeners,
    ok: [gatewayWith(secure, open), routeWith({ filters: [toHttps] })],
    bad: [gatewayWith(secure, open), routeWith({ backendRefs: [{ name: "web", port: 80 }] })],
  },
  {
    name: "ingress-class-internal",
    types: ["kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams"],
    description: "IngressClassParams are internal, or listed in publicEntries.",
    why: "The scheme of the class overrules the annotation of each Ingress, so an Ingress that its author means to be internal gets a load balancer on the internet.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set spec.scheme to internal, or add the URN to publicEntries in the pack's settings",
    check: either(isNot("spec.scheme", "internet-facing"), isEntry),
    ok: { spec: { scheme: "internal" } },
    bad: { spec: { scheme: "internet-facing" } },
    absent: "pass",
    unknown: "undecided",
  },
]);
