import type { Props } from "../../../policy-pack/checks/rule.ts";
import type { Case } from "./case.ts";

const here = { name: "shop", namespace: "shop" };

const annotated = (annotations: Props, spec: Props): Props => ({ metadata: { ...here, annotations }, spec });
const alb = (annotations: Props = {}, spec: Props = {}): Props =>
  annotated(
    Object.fromEntries(
      Object.entries({
        scheme: "internal",
        "target-type": "ip",
        "certificate-arn": "arn:aws:acm:x",
        ...annotations,
      }).map(([key, value]) => [`alb.ingress.kubernetes.io/${key}`, value]),
    ),
    { ingressClassName: "alb", rules: [{ host: "shop.example.com", http: { paths: [] } }], ...spec },
  );
const nlb = (scheme: string, spec: Props = {}): Props =>
  annotated(
    { "service.beta.kubernetes.io/aws-load-balancer-scheme": scheme },
    { type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb", ports: [{ port: 443 }], ...spec },
  );

const dns = {
  to: [{ namespaceSelector: {}, podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }],
  ports: [{ port: 53, protocol: "UDP" }],
};
const policy = (egress: readonly Props[], ingress: readonly Props[] = []): Props => ({
  metadata: here,
  spec: { podSelector: { matchLabels: { app: "shop" } }, policyTypes: ["Ingress", "Egress"], ingress, egress },
});

/** Network policies, and public entries of a cluster. */
export const traffic: readonly Case[] = [
  {
    type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
    good: policy(
      [dns, { to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ port: 443 }] }],
      [{ from: [{ podSelector: { matchLabels: { app: "gateway" } } }], ports: [{ port: 8080 }] }],
    ),
    mistakes: [
      [policy([{}]), "netpol-not-allow-all"],
      [policy([dns], [{ from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }]), "netpol-not-allow-all"],
      [policy([{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ port: 80 }] }]), "netpol-blocks-imds"],
    ],
  },
  {
    type: "kubernetes:core/v1:Service",
    good: nlb("internal"),
    mistakes: [
      [nlb("internet-facing"), "svc-lb-internal"],
      [nlb("internet-facing", { loadBalancerSourceRanges: ["0.0.0.0/0"] }), "svc-lb-internal"],
      [{ spec: { type: "NodePort", ports: [{ port: 80 }] } }, "svc-no-node-port"],
      [{ spec: { type: "ClusterIP", externalIPs: ["203.0.113.7"] } }, "svc-no-node-port"],
    ],
  },
  {
    type: "kubernetes:networking.k8s.io/v1:Ingress",
    good: alb(),
    mistakes: [
      [alb({ "certificate-arn": undefined }), "ingress-tls"],
      [alb({ "listen-ports": '[{"HTTP":80},{"HTTPS":443}]' }), "ingress-tls"],
      [alb({ "ssl-policy": "ELBSecurityPolicy-2016-08" }), "ingress-tls"],
      [alb({ scheme: "internet-facing" }), "ingress-waf"],
      [alb({}, { rules: [{ http: { paths: [] } }] }), "ingress-host-explicit"],
      [alb({}, { ingressClassName: undefined }), "ingress-class-set"],
    ],
  },
];
