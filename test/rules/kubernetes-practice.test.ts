import assert from "node:assert/strict";
import type { Props, StackResource } from "../../policy-pack/checks/rule.ts";
import { everyFinding, everyStackFinding } from "../../policy-pack/engine/evaluate.ts";
import { sentinel } from "./examples.ts";

function said(rule: string, type: string, props: Props): string {
  const found = everyFinding({ type: `kubernetes:${type}`, name: "x", urn: "x", props }, "prod");
  return found.find((each) => each.rule === rule)?.verdict ?? "pass";
}

describe("RBAC roles of controllers", () => {
  const role = (rule: string, grant: Props) =>
    said(rule, "rbac.authorization.k8s.io/v1:ClusterRole", { rules: [grant] });
  const rbac = { apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterroles"] };

  it("may bind and impersonate named objects, and not escalate", () => {
    const bind = (...resourceNames: string[]) =>
      role("rbac-no-escalation-verbs", { ...rbac, verbs: ["bind"], resourceNames });
    assert.equal(bind("view", "tenant"), "pass");
    assert.equal(bind("view", "cluster-admin"), "fail");
    assert.equal(bind(), "fail");
    const groups = { apiGroups: [""], resources: ["groups"], verbs: ["impersonate"] };
    assert.equal(role("rbac-no-escalation-verbs", { ...groups, resourceNames: ["support"] }), "pass");
    assert.equal(role("rbac-no-escalation-verbs", { ...groups, resourceNames: ["system:masters"] }), "fail");
    assert.equal(role("rbac-no-escalation-verbs", { ...rbac, verbs: ["escalate"], resourceNames: ["view"] }), "fail");
  });

  it("may create tokens of named service accounts", () => {
    const tokens = { apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] };
    assert.equal(role("rbac-no-escalation-verbs", { ...tokens, resourceNames: ["issuer"] }), "pass");
    assert.equal(role("rbac-no-escalation-verbs", tokens), "fail");
    assert.equal(role("rbac-no-escalation-verbs", { ...tokens, resources: ["*/token"] }), "fail");
  });

  it("may approve for named signers", () => {
    const signers = (group: string, ...resourceNames: string[]) =>
      role("rbac-no-control-plane-verbs", {
        apiGroups: [group],
        resources: ["signers"],
        verbs: ["approve"],
        resourceNames,
      });
    assert.equal(signers("issuers.example.com"), "pass");
    assert.equal(signers("certificates.k8s.io", "example.com/*"), "pass");
    assert.equal(signers("certificates.k8s.io", "kubernetes.io/kube-apiserver-client"), "fail");
    assert.equal(signers("certificates.k8s.io"), "fail");
  });

  it("may not be bound to every user, except default bindings of Kubernetes", () => {
    const bound = (kind: string, group: string, role: string) =>
      said("rbac-no-default-sa-or-anonymous", `rbac.authorization.k8s.io/v1:${kind}`, {
        roleRef: { kind: "ClusterRole", name: role },
        subjects: [{ kind: "Group", name: group }],
      });
    assert.equal(bound("ClusterRoleBinding", "system:authenticated", "view"), "fail");
    assert.equal(bound("ClusterRoleBinding", "system:serviceaccounts", "view"), "fail");
    assert.equal(bound("ClusterRoleBinding", "system:serviceaccounts:app", "view"), "pass");
    assert.equal(bound("ClusterRoleBinding", "system:authenticated", "system:basic-user"), "pass");
    assert.equal(bound("RoleBinding", "system:authenticated", "view"), "pass");
  });

  it("match exec by wildcard", () => {
    const parts = { apiGroups: [""], resources: ["*/exec"], verbs: ["create"] };
    assert.equal(role("rbac-no-exec-proxy", parts), "fail");
    assert.equal(role("rbac-no-exec-proxy", { ...parts, resources: ["*/scale"] }), "pass");
    const debug = { apiGroups: [""], resources: ["pods/ephemeralcontainers"], verbs: ["patch"] };
    assert.equal(role("rbac-no-exec-proxy", debug), "fail");
  });
});

describe("ingresses of the AWS Load Balancer Controller", () => {
  const alb = "alb.ingress.kubernetes.io";
  const tls = (annotations: Props) =>
    said("ingress-tls", "networking.k8s.io/v1:Ingress", { metadata: { annotations } });

  it("use TLS only when they have a certificate and no ports", () => {
    assert.equal(tls({ [`${alb}/certificate-arn`]: "arn:aws:acm:x" }), "pass");
    assert.equal(
      tls({ [`${alb}/certificate-arn`]: "arn:aws:acm:x", [`${alb}/listen-ports`]: '[{"HTTP": 80}]' }),
      "fail",
    );
    assert.equal(tls({ [`${alb}/listen-ports`]: '[{"HTTPS": 443}]' }), "pass");
    const both = { [`${alb}/listen-ports`]: '[{"HTTP": 80}, {"HTTPS": 443}]' };
    assert.equal(tls(both), "fail");
    assert.equal(tls({ ...both, [`${alb}/ssl-redirect`]: "443" }), "pass");
    assert.equal(tls({}), "fail");
  });

  it("reject TLS policies that allow older versions", () => {
    const policy = (name: string) => tls({ [`${alb}/certificate-arn`]: "arn", [`${alb}/ssl-policy`]: name });
    assert.equal(policy("ELBSecurityPolicy-TLS13-1-2-2021-06"), "pass");
    assert.equal(policy("ELBSecurityPolicy-TLS13-1-3-2021-06"), "pass");
    assert.equal(policy("ELBSecurityPolicy-FS-1-2-Res-2020-10"), "pass");
    assert.equal(policy("ELBSecurityPolicy-TLS13-1-0-2021-06"), "fail");
    assert.equal(policy("ELBSecurityPolicy-TLS13-1-1-2021-06"), "fail");
    assert.equal(policy("ELBSecurityPolicy-2016-08"), "fail");
  });

  it("accept the class annotation", () => {
    const ingress = (rule: string, key: string) =>
      said(rule, "networking.k8s.io/v1:Ingress", { metadata: { annotations: { [key]: "x" } } });
    assert.equal(ingress("ingress-class-set", "kubernetes.io/ingress.class"), "pass");
    assert.equal(ingress("ingress-no-snippets", "nginx.ingress.kubernetes.io/server-alias"), "pass");
    assert.equal(ingress("ingress-no-snippets", "nginx.ingress.kubernetes.io/server-snippet"), "fail");
    assert.equal(ingress("ingress-no-snippets", "nginx.org/location-snippets"), "fail");
  });
});

describe("webhooks, Services and network policies of charts", () => {
  it("are limited to API groups of add-ons", () => {
    const webhook = (group: string, more: Props = {}) =>
      said("webhook-safe", "admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration", {
        webhooks: [{ failurePolicy: "Fail", rules: [{ apiGroups: [group], resources: ["*"] }], ...more }],
      });
    assert.equal(webhook("certificates.example.com"), "pass");
    assert.equal(webhook("networking.k8s.io"), "pass");
    for (const group of ["", "*", "apps", "coordination.k8s.io"]) assert.equal(webhook(group), "fail", group);
    assert.equal(webhook("apps", { matchConditions: [{ name: "ours", expression: "true" }] }), "pass");
    assert.equal(webhook(sentinel), "undecided");
    assert.equal(webhook("certificates.example.com", { timeoutSeconds: 30 }), "pass");
    assert.equal(webhook("apps", { objectSelector: { matchLabels: { a: "b" } }, timeoutSeconds: 30 }), "fail");
  });

  it("are internal by the annotations of several clouds", () => {
    const service = (key: string, value: string) =>
      said("svc-lb-internal", "core/v1:Service", {
        metadata: { annotations: { [key]: value } },
        spec: { type: "LoadBalancer" },
      });
    const internal = "service.beta.kubernetes.io/aws-load-balancer-internal";
    assert.equal(service(internal, "0.0.0.0/0"), "pass");
    assert.equal(service(internal, "false"), "fail");
    assert.equal(service("networking.gke.io/load-balancer-type", "Internal"), "pass");
  });

  it("may allow the internet without private networks", () => {
    const egress = (...except: string[]) =>
      said("netpol-not-allow-all", "networking.k8s.io/v1:NetworkPolicy", {
        spec: { egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0", except } }] }] },
      });
    assert.equal(egress("10.0.0.0/8", "169.254.169.254/32"), "pass");
    assert.equal(egress("169.254.169.254/32"), "fail");
    assert.equal(egress(), "fail");
  });
});

describe("workloads of charts", () => {
  const at = "apps/v1:Deployment";
  it("may use Recreate with one replica or one volume", () => {
    const change = (spec: Props) =>
      said("k8s-rolling-strategy", at, { spec: { strategy: { type: "Recreate" }, ...spec } });
    const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "data" } }];
    assert.equal(change({ replicas: 1 }), "pass");
    assert.equal(change({ replicas: 3 }), "fail");
    assert.equal(change({ template: { spec: { volumes } } }), "pass");
    assert.equal(change({ template: { spec: { volumes: [{ name: "data", emptyDir: {} }] } } }), "fail");
  });

  it("may be other dashboards", () => {
    const runs = (image: string) =>
      said("k8s-no-known-bad-workload", at, { spec: { template: { spec: { containers: [{ image }] } } } });
    assert.equal(runs("111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/dashboard:1.4.2"), "pass");
    assert.equal(runs("docker.io/kubernetesui/dashboard:v2.7.0"), "fail");
    assert.equal(runs("k8s.gcr.io/kubernetes-dashboard-amd64:v1.10.1"), "fail");
  });

  it("may leave the default service account without a token", () => {
    const account = (name: string, more: Props = {}) =>
      said("k8s-own-service-account", "core/v1:ServiceAccount", { metadata: { name }, ...more });
    assert.equal(account("default"), "fail");
    assert.equal(account("default", { automountServiceAccountToken: false }), "pass");
    assert.equal(account("api"), "pass");
  });

  it("may mount a token when a role is bound to their service account", () => {
    const made = (type: string, props: Props): StackResource => ({
      type: `kubernetes:${type}`,
      name: type,
      urn: type,
      props,
    });
    const controller = made(at, { spec: { template: { spec: { serviceAccountName: "controller" } } } });
    const bound = (name: string) =>
      made("rbac.authorization.k8s.io/v1:RoleBinding", { subjects: [{ kind: "ServiceAccount", name }] });
    const tokens = (...resources: StackResource[]) =>
      everyStackFinding(resources, "prod").filter((each) => each.rule === "k8s-token-automount-off").length;
    assert.equal(tokens(controller, bound("controller")), 0);
    assert.equal(tokens(controller, bound("other")), 1);
  });
});
