import { all, each, either, fail, matches, pass, set, undecided, when } from "../../checks/conditions.ts";
import { annotation, entry } from "../../checks/pods.ts";
import { type Check, levels, service } from "../../checks/rule.ts";
import { read, unknown, word } from "../../checks/values.ts";

const ingress = ["kubernetes:networking.k8s.io/v1:Ingress"];
const alb = "alb.ingress.kubernetes.io";

/** TLS by spec.tls or by the annotations of the AWS Load Balancer Controller; HTTP only as a redirect. */
const encrypted = either(
  set("spec.tls"),
  all(
    either(annotation(`${alb}/certificate-arn`), annotation(`${alb}/listen-ports`, /"HTTPS"/)),
    either(
      annotation(`${alb}/ssl-redirect`),
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

/** Annotations that ingress-nginx writes into its configuration as they are (CVE-2025-1097, CVE-2025-1098, CVE-2025-24514). */
const copied = /^nginx\.ingress\.kubernetes\.io\/(?:auth-url|auth-tls-match-cn|mirror-host|mirror-target)$/;
/** Whether a value has a character that ends a directive of NGINX, apart from the quantifiers of a pattern. */
const endsDirective = (found: unknown) => /[;#}\r\n]/.test(word(found).replace(/\{\d+(?:,\d*)?\}/g, ""));
/** Whether a key of an annotation is one of ingress-nginx that adds text to its configuration. */
const isSnippet = (key: string) => key.includes("/") && /(?:^|-)snippets?$/.test(key.slice(key.lastIndexOf("/") + 1));

const snippets: Check = ({ value: props }) => {
  const annotations = read(props, "metadata.annotations");
  if (annotations.state === "unknown") return undecided("metadata.annotations");
  const values = annotations.state === "known" ? Object(annotations.value) : {};
  const snippet = Object.keys(values).find(isSnippet);
  if (snippet !== undefined) return fail(`has the snippet annotation ${snippet}`);
  const directives = Object.keys(values).filter((key) => copied.test(key));
  const injected = directives.find((key) => endsDirective(values[key]));
  if (injected !== undefined) return fail(`has a character that ends an NGINX directive in the annotation ${injected}`);
  const open = directives.find((key) => values[key] === unknown);
  return open === undefined ? pass : undecided(`metadata.annotations.${open}`);
};

export const kubernetesIngress = service("Kubernetes networking", [
  {
    name: "ingress-tls",
    types: ingress,
    description: "Ingresses use TLS and set no ssl-policy that allows versions below TLS 1.2.",
    why: "Requests over HTTP or an obsolete TLS version expose passwords and form data to interception between the client and the cluster.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 5.4.5"],
    fix: "set spec.tls, or the annotation alb.ingress.kubernetes.io/certificate-arn with ssl-redirect if it listens on HTTP, and an ssl-policy of TLS 1.2 or later",
    check: all(encrypted, modern),
    ok: { spec: { tls: [{ hosts: ["api.example.com"], secretName: "api-tls" }] } },
    bad: { spec: { rules: [{ host: "api.example.com" }] } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "ingress-waf",
    types: ingress,
    description: "Ingresses with an internet-facing ALB set the wafv2-acl-arn annotation.",
    why: "The load balancer that the controller creates for the Ingress otherwise forwards exploit attempts and bot traffic to the pods without inspection.",
    severity: "high",
    levels: levels("-/A/M"),
    controls: ["ELB.16"],
    fix: "set the annotation alb.ingress.kubernetes.io/wafv2-acl-arn",
    check: when(annotation(`${alb}/scheme`, /^internet-facing$/), annotation(`${alb}/wafv2-acl-arn`)),
    ok: {
      metadata: {
        annotations: { [`${alb}/scheme`]: "internet-facing", [`${alb}/wafv2-acl-arn`]: "arn:aws:wafv2:eu-west-1:x" },
      },
    },
    bad: { metadata: { annotations: { [`${alb}/scheme`]: "internet-facing" } } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ingress-no-snippets",
    types: ingress,
    description: "Ingresses have no NGINX snippets and no injected directives in annotations.",
    why: "A snippet becomes part of the shared NGINX configuration, through which its author can obtain the controller's token and the Secrets of all namespaces.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_K8S_152", "CKV_K8S_153", "CKV_K8S_154"],
    fix: "remove the annotations that end in snippet or snippets, and the characters ; # } and line breaks from auth-url, auth-tls-match-cn, mirror-host and mirror-target",
    check: snippets,
    ok: { metadata: { annotations: { "nginx.ingress.kubernetes.io/proxy-body-size": "8m" } } },
    bad: { metadata: { annotations: { "nginx.ingress.kubernetes.io/configuration-snippet": "return 200;" } } },
    clauses: [
      {
        controls: ["CKV_K8S_152"],
        bad: { metadata: { annotations: { "nginx.ingress.kubernetes.io/server-snippet": "lua_package_path x;" } } },
      },
      {
        controls: ["CKV_K8S_153"],
        bad: { metadata: { annotations: { "nginx.org/location-snippets": "return 200;" } } },
      },
      {
        controls: ["CKV_K8S_154"],
        bad: { metadata: { annotations: { "nginx.ingress.kubernetes.io/configuration-snippet": "alias /etc/;" } } },
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ingress-host-explicit",
    types: ingress,
    description: "Ingress rules name a host without wildcards.",
    why: "A rule without a host, or with a wildcard, also matches names of other applications behind the same controller and can receive their traffic.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set host in each of spec.rules, without *",
    check: all(set("spec.rules"), each("spec.rules", matches("host", /^[^*]+$/))),
    ok: { spec: { rules: [{ host: "api.example.com" }] } },
    bad: { spec: { rules: [{ host: "*.example.com" }] } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "ingress-class-set",
    types: ingress,
    description: "Ingresses set an ingress class.",
    why: "Without a class the Ingress is handled by the default controller or by none, so it is exposed through the wrong load balancer or not at all.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set spec.ingressClassName",
    // Controllers still read the deprecated annotation.
    check: either(set("spec.ingressClassName"), annotation("kubernetes.io/ingress.class")),
    ok: { spec: { ingressClassName: "alb" } },
    bad: { spec: { rules: [{ host: "api.example.com" }] } },
    absent: "fail",
    unknown: "undecided",
  },
]);
