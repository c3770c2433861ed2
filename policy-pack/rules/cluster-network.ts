import { contains, isWorld } from "../checks/cidr.ts";
import { all, each, either, fail, is, isNot, pass, set, unset, value, when } from "../checks/conditions.ts";
import { entry } from "../checks/pods.ts";
import { type Check, levels, type ResourceRule } from "../checks/rule.ts";
import { hasUnknown, known, list, number, read, text, word } from "../checks/values.ts";

const policy = ["kubernetes:networking.k8s.io/v1:NetworkPolicy"];
const service = ["kubernetes:core/v1:Service"];
const beta = "service.beta.kubernetes.io";
const aws = `${beta}/aws-load-balancer`;
const metadataService = "169.254.169.254/32";

const annotated = (key: string, pattern = /./) =>
  entry("metadata.annotations", key, (found) => pattern.test(word(found)), "fail");

/** Everywhere, and not only everywhere outside: to the internet without the networks of one's own is a choice. */
const anywhere = (peer: unknown) =>
  isWorld(known(peer, "ipBlock.cidr")) &&
  list(peer, "ipBlock.except").every((range) => contains("169.254.0.0/16", word(range)));

/** A rule without peers admits everybody, one without ports everything. */
const open = (direction: "ingress" | "egress", peers: "from" | "to"): Check =>
  each(`spec.${direction}`, (scope) => {
    if (hasUnknown(scope.value)) return { kind: "undecided", path: scope.path };
    const named = list(scope.value, peers);
    const anybody = named.length === 0 || named.some(anywhere);
    return anybody && list(scope.value, "ports").length === 0 ? fail(`lets everything through in ${scope.path}`) : pass;
  });

/** Whether a rule reaches the port of the instance metadata service. */
function reachesHttp(rule: unknown): boolean {
  const ports = list(rule, "ports");
  return (
    ports.length === 0 ||
    ports.some((each) => {
      const port = read(each, "port");
      if (!["TCP", undefined].includes(text(each, "protocol"))) return false;
      if (port.state !== "known") return port.state === "absent";
      return number(port.value) <= 80 && 80 <= number(known(each, "endPort") ?? port.value);
    })
  );
}

const metadata: Check = each("spec.egress", (scope) => {
  if (hasUnknown(scope.value)) return { kind: "undecided", path: scope.path };
  if (!reachesHttp(scope.value)) return pass;
  const peers = list(scope.value, "to");
  const reached = peers.some((peer) => {
    const excepted = list(peer, "ipBlock.except").some((range) => contains(range, metadataService));
    return contains(known(peer, "ipBlock.cidr"), metadataService) && !excepted;
  });
  return reached || peers.length === 0 ? fail(`reaches the node's credentials in ${scope.path}`) : pass;
});

const narrow = all(
  set("spec.loadBalancerSourceRanges"),
  each(
    "spec.loadBalancerSourceRanges",
    value("", (range) => !isWorld(range), "pass"),
  ),
);
/** By AWS's annotations, of which the older takes whatever is not false, and by those of other clouds. */
const internal = either(
  annotated(`${aws}-scheme`, /^internal$/),
  annotated(`${aws}-internal`, /^(?!false$)./),
  annotated(`${beta}/azure-load-balancer-internal`, /^true$/),
  annotated("networking.gke.io/load-balancer-type", /^internal$/i),
);

/** Kubernetes: who may speak to whom, and which services face the outside. */
export const clusterNetwork: readonly ResourceRule[] = [
  {
    name: "netpol-not-allow-all",
    types: policy,
    description: "A network policy names who may speak to whom, or on which port.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 4.3.2"],
    fix: "set from, to or ports in spec.ingress and spec.egress",
    check: all(open("ingress", "from"), open("egress", "to")),
    ok: { spec: { ingress: [{ from: [{ podSelector: { matchLabels: { app: "web" } } }] }] } },
    bad: { spec: { ingress: [{}] } },
  },
  {
    name: "netpol-blocks-imds",
    types: policy,
    description: "Pods do not reach the credentials of their node.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set except to 169.254.169.254/32 in the ipBlock of spec.egress",
    check: metadata,
    ok: { spec: { egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0", except: [metadataService] } }] }] } },
    bad: { spec: { egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] } },
  },
  {
    name: "svc-no-node-port",
    types: service,
    description: "A service is not reached by its nodes' addresses, nor by addresses that somebody claims.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set spec.type to ClusterIP, and leave spec.externalIPs unset",
    check: all(isNot("spec.type", "NodePort"), unset("spec.externalIPs")),
    ok: { spec: { type: "ClusterIP" } },
    bad: { spec: { type: "NodePort" } },
  },
  {
    name: "svc-lb-internal",
    types: service,
    description: "A service's load balancer is internal, or admits addresses that are named.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: `set the annotation ${aws}-scheme to internal, or spec.loadBalancerSourceRanges`,
    check: when(is("spec.type", "LoadBalancer"), either(internal, narrow)),
    ok: { metadata: { annotations: { [`${aws}-scheme`]: "internal" } }, spec: { type: "LoadBalancer" } },
    bad: { metadata: { annotations: {} }, spec: { type: "LoadBalancer" } },
  },
];
