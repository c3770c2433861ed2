import type { Props } from "../../../policy-pack/checks/rule.ts";
import type { Case } from "./case.ts";

const here = { name: "shop", namespace: "shop" };
const labels = Object.fromEntries(
  ["name", "instance", "version", "part-of"].map((each) => [`app.kubernetes.io/${each}`, "shop"]),
);
const rbac = "rbac.authorization.k8s.io";

const role = (...rules: Props[]): Props => ({ apiVersion: `${rbac}/v1`, metadata: { name: "shop" }, rules });
const bind = (name: string, ...subjects: Props[]): Props => ({
  metadata: { name: "shop" },
  roleRef: { apiGroup: rbac, kind: "ClusterRole", name },
  subjects,
});
const nightly = (container: Props = {}, pod: Props = {}): Props => ({
  metadata: { ...here, labels },
  spec: {
    schedule: "0 3 * * *",
    concurrencyPolicy: "Forbid",
    jobTemplate: {
      spec: {
        activeDeadlineSeconds: 3600,
        backoffLimit: 2,
        template: {
          metadata: { labels: { app: "shop" } },
          spec: {
            restartPolicy: "Never",
            serviceAccountName: "nightly",
            securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
            containers: [
              {
                name: "job",
                image: "public.ecr.aws/docker/library/busybox:1.37.0",
                resources: { requests: { cpu: "50m", memory: "32Mi" }, limits: { memory: "64Mi" } },
                securityContext: {
                  allowPrivilegeEscalation: false,
                  readOnlyRootFilesystem: true,
                  capabilities: { drop: ["ALL"] },
                },
                ...container,
              },
            ],
            ...pod,
          },
        },
      },
    },
  },
});

const claim = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "20Gi" } } };

const webhook = (own: Props): Props => ({
  metadata: { name: "shop" },
  webhooks: [{ name: "check.shop.example.com", failurePolicy: "Fail", sideEffects: "None", ...own }],
});

/** Kubernetes objects and common mistakes. */
export const kubernetes: readonly Case[] = [
  {
    type: "kubernetes:batch/v1:CronJob",
    good: nightly(),
    mistakes: [
      [nightly({ securityContext: { privileged: true } }), "k8s-no-privileged"],
      [nightly({ args: ["--token=x", "--db-password=hunter2"] }), "k8s-no-literal-secret-env"],
      [nightly({}, { hostPID: true }), "k8s-no-host-namespaces"],
      [nightly({}, { securityContext: {} }), "k8s-run-as-non-root"],
      [{ metadata: here }, "k8s-recommended-labels"],
      [{ spec: { schedule: "0 3 * * *", jobTemplate: { spec: {} } } }, "k8s-job-bounded"],
      [nightly({}, { volumes: [{ name: "run", hostPath: { path: "/run/containerd" } }] }), "k8s-no-host-path"],
    ],
  },
  {
    type: `kubernetes:${rbac}/v1:ClusterRole`,
    good: role(
      { apiGroups: [""], resources: ["nodes", "pods", "services", "nodes/metrics"], verbs: ["get", "list", "watch"] },
      { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["get", "create", "update"] },
      { apiGroups: ["apps"], resources: ["deployments/scale"], verbs: ["get", "update"] },
      { apiGroups: [""], resources: ["secrets"], resourceNames: ["shop-tls"], verbs: ["get"] },
      { nonResourceURLs: ["/metrics"], verbs: ["get"] },
    ),
    mistakes: [
      [role({ apiGroups: [""], resources: ["*"], verbs: ["get"] }), "rbac-no-wildcards"],
      [role({ apiGroups: [""], resources: ["configmaps", "secrets"], verbs: ["watch"] }), "rbac-no-secret-read"],
      [role({ apiGroups: [""], resources: ["pods", "pods/exec"], verbs: ["get", "create"] }), "rbac-no-exec-proxy"],
      [role({ apiGroups: [""], resources: ["users"], verbs: ["impersonate"] }), "rbac-no-escalation-verbs"],
      [role({ apiGroups: [""], resources: ["pods"], verbs: ["create", "delete"] }), "rbac-no-pod-create"],
    ],
  },
  {
    type: `kubernetes:${rbac}/v1:ClusterRoleBinding`,
    good: bind("shop-reader", { kind: "ServiceAccount", name: "shop", namespace: "shop" }),
    mistakes: [
      [bind("cluster-admin", { kind: "ServiceAccount", name: "ci", namespace: "ci" }), "rbac-cluster-admin-limited"],
      [bind("view", { kind: "ServiceAccount", name: "default", namespace: "shop" }), "rbac-no-default-sa-or-anonymous"],
      [bind("view", { kind: "User", name: "system:anonymous" }), "rbac-no-default-sa-or-anonymous"],
    ],
  },
  {
    type: "kubernetes:core/v1:ConfigMap",
    good: {
      metadata: here,
      data: {
        LOG_LEVEL: "info",
        DB_PASSWORD_FILE: "/run/secrets/password",
        PASSWORD_RESET_URL: "https://shop.example.com/reset",
        MAX_TOKENS: "4096",
        "application.yaml": "db:\n  url: jdbc:postgresql://db:5432/shop\n  password: $(DB_PASSWORD)\n",
      },
    },
    mistakes: [
      [{ data: { DB_PASSWORD: "hunter2" } }, "k8s-no-literal-secret-env"],
      [{ data: { "application.yaml": "db:\n  password: hunter2\n" } }, "k8s-no-literal-secret-env"],
      [{ data: { DATABASE_URL: "postgres://shop:hunter2@db:5432/shop" } }, "k8s-no-literal-secret-env"],
    ],
  },
  {
    type: "kubernetes:core/v1:Secret",
    good: { metadata: here, type: "Opaque" },
    mistakes: [
      [{ type: "kubernetes.io/service-account-token" }, "k8s-secret-no-token"],
      [{ type: "Opaque", data: { "tls.crt": "TUlJRGR6Q0NBbCs=", "tls.key": "TUlJRQ==" } }, "k8s-secret-not-in-program"],
    ],
  },
  {
    type: "kubernetes:core/v1:Namespace",
    good: { metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "restricted" } } },
    mistakes: [[{ metadata: { name: "shop" } }, "k8s-namespace-psa-labels"]],
  },
  {
    type: "kubernetes:core/v1:PersistentVolumeClaim",
    good: { metadata: here, spec: { ...claim, storageClassName: "gp3" } },
    mistakes: [
      [{ spec: claim }, "pvc-class-explicit"],
      [{ spec: { storageClassName: "gp3", resources: { requests: { storage: "8Ti" } } } }, "pvc-class-explicit"],
    ],
  },
  {
    type: "kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration",
    good: webhook({ rules: [{ apiGroups: ["shop.example.com"], resources: ["orders"] }], timeoutSeconds: 15 }),
    mistakes: [[webhook({ rules: [{ apiGroups: [""], resources: ["pods"] }] }), "webhook-safe"]],
  },
  {
    type: "kubernetes:helm.sh/v3:Release",
    good: {
      chart: "metrics-server",
      version: "3.13.0",
      namespace: "kube-system",
      repositoryOpts: { repo: "https://kubernetes-sigs.github.io/metrics-server/" },
      values: { replicas: 2, auth: { existingSecret: "metrics" } },
      atomic: true,
      timeout: 300,
    },
    mistakes: [
      [{ version: "3.x" }, "helm-version-pinned"],
      [{ atomic: false, timeout: 300 }, "helm-release-bounded"],
      [{ repositoryOpts: { repo: "https://charts.somebody.example/stable" } }, "helm-repo-trusted"],
      [{ values: { auth: { password: "hunter2" } } }, "helm-values-clean"],
    ],
  },
];
