import { all, each, either, fail, matches, pass, set, when } from "../checks/conditions.ts";
import { entry } from "../checks/pods.ts";
import { type Check, levels, type ResourceRule } from "../checks/rule.ts";
import { read, word } from "../checks/values.ts";

const ingress = ["kubernetes:networking.k8s.io/v1:Ingress"];
const alb = "alb.ingress.kubernetes.io";

const annotated = (key: string, pattern = /./) =>
  entry("metadata.annotations", key, (found) => pattern.test(word(found)), "fail");

/** The load balancer listens in TLS with a certificate that is named or found by the hosts, and in plain HTTP only to redirect. */
const encrypted = either(
  set("spec.tls"),
  all(
    either(annotated(`${alb}/certificate-arn`), annotated(`${alb}/listen-ports`, /"HTTPS"/)),
    either(
      annotated(`${alb}/ssl-redirect`),
      entry("metadata.annotations", `${alb}/listen-ports`, (ports) => !word(ports).includes('"HTTP"'), "pass"),
    ),
  ),
);
const modern = entry(
  "metadata.annotations",
  `${alb}/ssl-policy`,
  (name) => /(?:TLS13-1|TLS-1|FS-1)-[23]/.test(word(name)),
  "pass",
);

const snippets: Check = ({ value: props }) => {
  const annotations = read(props, "metadata.annotations");
  if (annotations.state === "unknown") return { kind: "undecided", path: "metadata.annotations" };
  const keys = annotations.state === "known" ? Object.keys(Object(annotations.value)) : [];
  const found = keys.find((key) => /^nginx\.(?:ingress\.kubernetes\.io|org)\/(?:.*-)?snippets?$/.test(key));
  return found === undefined ? pass : fail(`writes into the proxy's configuration by ${found}`);
};

/** Kubernetes: how the outside comes in. */
export const ingresses: readonly ResourceRule[] = [
  {
    name: "ingress-tls",
    types: ingress,
    description: "An ingress answers over TLS 1.2 or later only.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 5.4.5"],
    fix: `set spec.tls, or the annotations ${alb}/certificate-arn and ssl-redirect or listen-ports`,
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
    fix: "remove the annotations with snippets",
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
    // The annotation is older than the property, and controllers heed it still.
    check: either(set("spec.ingressClassName"), annotated("kubernetes.io/ingress.class")),
    ok: { spec: { ingressClassName: "alb" } },
    bad: { spec: { rules: [{ host: "api.example.com" }] } },
  },
];
