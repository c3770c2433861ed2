import { complain } from "../../checks/complaints.ts";
import { fail, pass, undecided } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { together } from "../../checks/objects.ts";
import { type Check, type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { known, list, read, text, word } from "../../checks/values.ts";

const ingress = "kubernetes:networking.k8s.io/v1:Ingress";

/** Names and addresses of the machine that resolves them, which is the ingress controller, and of instance metadata. */
const ofHost =
  /^(?:(?:[\w.-]*\.)?localhost(?:\.localdomain)?|ip6-localhost|127\.[\d.]+|0\.0\.0\.0|\[?::1\]?|169\.254\.[\d.]+)\.?$/i;

const namesOther: Check = ({ value: props }) => {
  const type = read(props, "spec.type");
  const name = read(props, "spec.externalName");
  if (type.state === "unknown" || name.state === "unknown") return undecided("spec.externalName");
  if (known(props, "spec.type") !== "ExternalName" || name.state === "absent") return pass;
  return ofHost.test(word(name.value)) ? fail(`has spec.externalName ${word(name.value)}`) : pass;
};

/** A host of an Ingress under its class, with one of its paths. */
interface Claim {
  host: string;
  key: string;
  path: string;
}

function claims({ props }: StackResource): Claim[] {
  const name = word(known(props, "spec.ingressClassName"));
  return list(props, "spec.rules").flatMap((rule) => {
    const host = text(rule, "host");
    if (host === undefined) return [];
    const paths = list(rule, "http.paths").map((each) => text(each, "path") ?? "/");
    return [...new Set(paths.length === 0 ? ["/"] : paths)].map((path) => ({
      host,
      key: `${name} ${host.toLowerCase()}`,
      path,
    }));
  });
}

/** Ingresses with a host and path of an earlier one, or with a host of another namespace. */
function sharedHosts(graph: Graph): Complaint[] {
  const first = new Map<string, StackResource>();
  return graph.of(ingress).flatMap((each): Complaint[] => {
    const own = claims(each);
    const taken = own.find(({ key, path }) => {
      const other = first.get(key);
      return other !== undefined && (!together(other, each) || first.has(`${key}${path}`));
    });
    for (const { key, path } of own)
      for (const claim of [key, `${key}${path}`]) if (!first.has(claim)) first.set(claim, each);
    return taken === undefined ? [] : [complain(`has the host ${taken.host} of another Ingress`)(each)];
  });
}

const ingressIn = (namespace: string, path: string) =>
  example(ingress, namespace, {
    metadata: { name: "shop", namespace },
    spec: { ingressClassName: "nginx", rules: [{ host: "shop.example.com", http: { paths: [{ path }] } }] },
  });

export const kubernetesHosts = service("Kubernetes networking", [
  {
    name: "ingress-host-unique",
    description: "Ingresses do not share a host with another namespace, nor a host and path.",
    why: "The controller merges rules of the same host, so the owner of another namespace can add a path, or receive requests that were meant for the first application.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "change host or path in spec.rules, or declare all rules of a host in one namespace",
    find: sharedHosts,
    ok: [ingressIn("shop", "/"), { ...ingressIn("shop", "/api"), name: "api" }],
    bad: [ingressIn("shop", "/"), ingressIn("blog", "/blog")],
  },
  {
    name: "svc-external-name-not-local",
    types: ["kubernetes:core/v1:Service"],
    description: "Services of type ExternalName do not name the local host or instance metadata.",
    why: "An ingress controller that forwards to such a Service connects to itself or to the node, so a tenant can reach its administration port or the credentials of the node.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "change spec.externalName to the name of another host",
    check: namesOther,
    ok: { spec: { type: "ExternalName", externalName: "db.example.com" } },
    bad: { spec: { type: "ExternalName", externalName: "localhost" } },
    absent: "pass",
    unknown: "undecided",
  },
]);
