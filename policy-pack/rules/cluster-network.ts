import { all, any, each, fail, is, isNot, matches, pass, set, unset, value, when } from "../checks.ts";
import { contains, isWorld } from "../cidr.ts";
import { entry } from "../pods.ts";
import { hasUnknown, known, list, read, text, word } from "../reader.ts";
import { type Check, levels, type ResourceRule } from "../rule.ts";

const policy = ["kubernetes:networking.k8s.io/v1:NetworkPolicy"];
const service = ["kubernetes:core/v1:Service"];
const ingress = ["kubernetes:networking.k8s.io/v1:Ingress"];
const alb = "alb.ingress.kubernetes.io";
const aws = "service.beta.kubernetes.io/aws-load-balancer";
const metadataService = "169.254.169.254/32";

const annotated = (key: string, pattern = /./) =>
  entry("metadata.annotations", key, (found) => pattern.test(word(found)), "fail");

/** A rule without peers admits everybody, one without ports everything. */
const open = (direction: "ingress" | "egress", peers: "from" | "to"): Check =>
  each(`spec.${direction}`, (scope) => {
    if (hasUnknown(scope.value)) return { kind: "undecided", path: scope.path };
    const named = list(scope.value, peers);
    const anybody = named.length === 0 || named.some((peer) => isWorld(known(peer, "ipBlock.cidr")));
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
      return Number(port.value) <= 80 && 80 <= Number(known(each, "endPort") ?? port.value);
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
const internal = any(annotated(`${aws}-scheme`, /^internal$/), annotated(`${aws}-internal`, /^true$/));

/** A certificate is named in tls, or found by the load balancer's annotations, which must not answer in plain HTTP as well. */
const encrypted = any(
  set("spec.tls"),
  all(
    annotated(`${alb}/certificate-arn`),
    any(annotated(`${alb}/ssl-redirect`), annotated(`${alb}/listen-ports`, /^(?!.*"HTTP")/)),
  ),
);
const modern = entry(
  "metadata.annotations",
  `${alb}/ssl-policy`,
  (name) => /TLS13|TLS-1-2|FS-1-2/.test(word(name)),
  "pass",
);

const snippets: Check = ({ value: props }) => {
  const annotations = read(props, "metadata.annotations");
  if (annotations.state === "unknown") return { kind: "undecided", path: "metadata.annotations" };
  const keys = annotations.state === "known" ? Object.keys(Object(annotations.value)) : [];
  const found = keys.find((key) =>
    /^nginx\.(?:ingress\.kubernetes\.io|org)\/.*(?:snippets?|server-alias|lua)/.test(key),
  );
  return found === undefined ? pass : fail(`writes into the proxy's configuration by ${found}`);
};

/** Kubernetes: who may speak to whom, and what faces the outside. */
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
    check: when(is("spec.type", "LoadBalancer"), any(internal, narrow)),
    ok: { metadata: { annotations: { [`${aws}-scheme`]: "internal" } }, spec: { type: "LoadBalancer" } },
    bad: { metadata: { annotations: {} }, spec: { type: "LoadBalancer" } },
  },
  {
    name: "ingress-tls",
    types: ingress,
    description: "An ingress answers over TLS 1.2 or later only.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 5.4.5"],
    fix: `set spec.tls, or the annotations ${alb}/certificate-arn and ssl-redirect`,
    check: all(encrypted, modern),
    ok: { spec: { tls: [{ hosts: ["api.example.com"], secretName: "api-tls" }] } },
    bad: { spec: { rules: [{ host: "api.example.com" }] } },
  },
  {
    name: "ingress-waf",
    types: ingress,
    description: "An ingress that faces the internet has a web ACL in front of it.",
    severity: "high",
    levels: levels("-/A/M"),
    controls: ["ELB.16"],
    fix: `set the annotation ${alb}/wafv2-acl-arn`,
    check: when(annotated(`${alb}/scheme`, /^internet-facing$/), annotated(`${alb}/wafv2-acl-arn`)),
    ok: {
      metadata: {
        annotations: { [`${alb}/scheme`]: "internet-facing", [`${alb}/wafv2-acl-arn`]: "arn:aws:wafv2:eu-west-1:x" },
      },
    },
    bad: { metadata: { annotations: { [`${alb}/scheme`]: "internet-facing" } } },
  },
  {
    name: "ingress-no-snippets",
    types: ingress,
    description: "Nobody writes into the proxy's configuration, where every namespace's secrets are.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_K8S_152", "CKV_K8S_153", "CKV_K8S_154"],
    fix: "remove the annotations with snippets, aliases or Lua",
    check: snippets,
    ok: { metadata: { annotations: { "nginx.ingress.kubernetes.io/proxy-body-size": "8m" } } },
    bad: { metadata: { annotations: { "nginx.ingress.kubernetes.io/configuration-snippet": "return 200;" } } },
  },
  {
    name: "ingress-host-explicit",
    types: ingress,
    description: "An ingress names its hosts.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set host in every one of spec.rules, without *",
    check: all(set("spec.rules"), each("spec.rules", matches("host", /^[^*]+$/))),
    ok: { spec: { rules: [{ host: "api.example.com" }] } },
    bad: { spec: { rules: [{ host: "*.example.com" }] } },
  },
  {
    name: "ingress-class-set",
    types: ingress,
    description: "An ingress says which controller it is meant for.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set spec.ingressClassName",
    check: set("spec.ingressClassName"),
    ok: { spec: { ingressClassName: "alb" } },
    bad: { spec: { rules: [{ host: "api.example.com" }] } },
  },
];
