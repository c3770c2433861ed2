import { contains, isWorld } from "../../checks/cidr.ts";
import { complain } from "../../checks/complaints.ts";
import { all, each, fail, pass } from "../../checks/conditions.ts";
import { deniesAll, denying, networkPolicy } from "../../checks/network-policies.ts";
import { neighbours } from "../../checks/objects.ts";
import { type Check, type Complaint, type Graph, levels, service } from "../../checks/rule.ts";
import { hasUnknown, known, list, number, read, text, word } from "../../checks/values.ts";

const policies = ["kubernetes:networking.k8s.io/v1:NetworkPolicy"];
const metadataService = "169.254.169.254/32";

/** Whether a peer is every address, without exceptions other than the link-local range. */
const isAnywhere = (peer: unknown) =>
  isWorld(known(peer, "ipBlock.cidr")) &&
  list(peer, "ipBlock.except").every((range) => contains("169.254.0.0/16", word(range)));

/** No rule allows every peer on every port. */
const closed = (direction: "ingress" | "egress", peers: "from" | "to"): Check =>
  each(`spec.${direction}`, (scope) => {
    if (hasUnknown(scope.value)) return { kind: "undecided", path: scope.path };
    const named = list(scope.value, peers);
    const isOpen = named.length === 0 || named.some(isAnywhere);
    return isOpen && list(scope.value, "ports").length === 0 ? fail(`allows all traffic in ${scope.path}`) : pass;
  });

/** Whether a rule allows TCP port 80, the port of the instance metadata service. */
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

const blocksMetadata: Check = each("spec.egress", (scope) => {
  if (hasUnknown(scope.value)) return { kind: "undecided", path: scope.path };
  if (!reachesHttp(scope.value)) return pass;
  const peers = list(scope.value, "to");
  const reached = peers.some((peer) => {
    const excepted = list(peer, "ipBlock.except").some((range) => contains(range, metadataService));
    return contains(known(peer, "ipBlock.cidr"), metadataService) && !excepted;
  });
  return reached || peers.length === 0 ? fail(`allows access to the instance metadata service in ${scope.path}`) : pass;
});

/** Policies that deny all ingress in a namespace without one that denies all egress. */
function ingressOnlyPolicies(graph: Graph): Complaint[] {
  return graph
    .of(networkPolicy)
    .filter((each) => deniesAll(each, "Ingress"))
    .filter((each) => !neighbours(graph, each, networkPolicy).some((other) => deniesAll(other, "Egress")))
    .map(complain("denies all ingress, but no policy of its namespace denies all egress"));
}

export const kubernetesNetwork = service("Kubernetes networking", [
  {
    name: "netpol-not-allow-all",
    types: policies,
    description: "NetworkPolicy rules limit peers or ports.",
    why: "A rule without peers and ports allows all traffic in its direction, so the selected pods look isolated but a compromised pod can still reach them or leave them.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 4.3.2"],
    fix: "set from or ports in spec.ingress, and to or ports in spec.egress",
    check: all(closed("ingress", "from"), closed("egress", "to")),
    ok: { spec: { ingress: [{ from: [{ podSelector: { matchLabels: { app: "web" } } }] }] } },
    bad: { spec: { ingress: [{}] } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "netpol-blocks-imds",
    types: policies,
    description: "NetworkPolicy egress on TCP port 80 excludes the metadata address 169.254.169.254.",
    why: "A pod that reaches the instance metadata service can obtain the credentials of the node's IAM role and call AWS APIs with them.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set to in spec.egress to an ipBlock with 169.254.169.254/32 in except",
    check: blocksMetadata,
    ok: { spec: { egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0", except: [metadataService] } }] }] } },
    bad: { spec: { egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "netpol-both-directions",
    description: "NetworkPolicies that deny all ingress are paired with a default deny for egress.",
    why: "While egress stays open, an intruder in a pod can send stolen data out of the cluster and download tools, although inbound traffic is denied.",
    severity: "medium",
    levels: levels("A/A/M"),
    controls: ["CIS EKS 1.7 4.3.2"],
    fix: "add Egress to spec.policyTypes",
    find: ingressOnlyPolicies,
    ok: [denying("Ingress", "Egress")],
    bad: [denying("Ingress")],
  },
]);
