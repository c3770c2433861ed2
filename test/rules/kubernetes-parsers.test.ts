import assert from "node:assert/strict";
import { selects } from "../../policy-pack/checks/objects.ts";
import { podPath, workloads } from "../../policy-pack/checks/pods.ts";
import type { Props, StackResource } from "../../policy-pack/checks/rule.ts";
import { unknown } from "../../policy-pack/checks/values.ts";
import { everyFinding, everyStackFinding } from "../../policy-pack/engine/evaluate.ts";
import { sentinel } from "./examples.ts";

/** The same pod in each workload type. */
function wrapped(type: string, pod: Props): Props {
  return podPath(type)
    .split(".")
    .reduceRight<Props>((inner, key) => ({ [key]: inner }), pod);
}

function said(rule: string, type: string, props: Props): string {
  const found = everyFinding({ type, name: "x", urn: "x", props }, "prod").find((each) => each.rule === rule);
  return found?.verdict ?? "pass";
}

describe("pods", () => {
  for (const type of workloads) {
    it(`are found in ${type}`, () => {
      const privileged = { securityContext: { privileged: true } };
      assert.equal(said("k8s-no-privileged", type, wrapped(type, { containers: [privileged] })), "fail");
      assert.equal(said("k8s-no-privileged", type, wrapped(type, { containers: [{}] })), "pass");
    });
  }

  it("have init and ephemeral containers", () => {
    for (const kind of ["initContainers", "ephemeralContainers"]) {
      const pod = wrapped("kubernetes:apps/v1:Deployment", { [kind]: [{ securityContext: { privileged: true } }] });
      assert.equal(said("k8s-no-privileged", "kubernetes:apps/v1:Deployment", pod), "fail", kind);
    }
  });

  it("apply their security context to containers without one", () => {
    const rule = (pod: Props) => said("k8s-run-as-non-root", "kubernetes:core/v1:Pod", { spec: pod });
    assert.equal(rule({ securityContext: { runAsNonRoot: true }, containers: [{}] }), "pass");
    assert.equal(
      rule({ securityContext: { runAsNonRoot: true }, containers: [{ securityContext: { runAsNonRoot: false } }] }),
      "fail",
    );
    assert.equal(rule({ securityContext: { runAsNonRoot: true, runAsUser: 0 }, containers: [{}] }), "fail");
  });

  it("of Windows have no Linux requirements", () => {
    const rule = (pod: Props) => said("k8s-drop-all-capabilities", "kubernetes:core/v1:Pod", { spec: pod });
    assert.equal(rule({ os: { name: "windows" }, containers: [{}] }), "pass");
    assert.equal(rule({ os: { name: "linux" }, containers: [{}] }), "fail");
  });
});

describe("selectors", () => {
  it("match when every label does, and are undecided while a label is unknown", () => {
    assert.equal(selects({ app: "api" }, { app: "api", tier: "web" }), true);
    assert.equal(selects({ app: "api" }, { app: "web" }), false);
    assert.equal(selects({ app: "api" }, {}), false);
    assert.equal(selects({ app: "api" }, { app: unknown }), undefined);
    assert.equal(selects({ app: unknown }, { app: "api" }), undefined);
    assert.equal(selects({ app: "api" }, unknown), undefined);
    assert.equal(selects({ app: "api", tier: unknown }, { app: "web", tier: "a" }), false);
  });
});

describe("network policies", () => {
  const egress = (rule: Props) =>
    said("netpol-blocks-imds", "kubernetes:networking.k8s.io/v1:NetworkPolicy", { spec: { egress: [rule] } });

  it("reach the metadata service by CIDR block and port 80", () => {
    assert.equal(egress({ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }), "fail");
    assert.equal(egress({ to: [{ ipBlock: { cidr: "169.254.0.0/16" } }] }), "fail");
    assert.equal(egress({ to: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }), "pass");
    assert.equal(egress({ to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } }] }), "pass");
    assert.equal(egress({ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ port: 443 }] }), "pass");
    assert.equal(egress({ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ port: 1, endPort: 100 }] }), "fail");
    assert.equal(egress({ ports: [{ port: 53, protocol: "UDP" }] }), "pass");
  });
});

describe("workloads and related objects", () => {
  const of = (rule: string, resources: readonly StackResource[]) =>
    everyStackFinding(resources, "prod").filter((each) => each.rule === rule).length;
  const account = (automount?: boolean): StackResource => ({
    type: "kubernetes:core/v1:ServiceAccount",
    name: "api",
    urn: "account",
    props: { metadata: { name: "api", namespace: "app" }, automountServiceAccountToken: automount },
  });
  const deployment = (spec: Props): StackResource => ({
    type: "kubernetes:apps/v1:Deployment",
    name: "api",
    urn: "deployment",
    props: { metadata: { name: "api", namespace: "app" }, spec },
  });

  it("mount no token when the service account disables it", () => {
    const api = deployment({ template: { spec: { serviceAccountName: "api" } } });
    assert.equal(of("k8s-token-automount-off", [api, account(false)]), 0);
    assert.equal(of("k8s-token-automount-off", [api, account()]), 1);
    assert.equal(of("k8s-token-automount-off", [api]), 1);
  });

  it("have the minimum replicas of their autoscaler", () => {
    const scaler = (minReplicas: number): StackResource => ({
      type: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
      name: "api",
      urn: "scaler",
      props: {
        metadata: { namespace: "app" },
        spec: { scaleTargetRef: { kind: "Deployment", name: "api" }, minReplicas, maxReplicas: 9 },
      },
    });
    assert.equal(of("k8s-replicas-min", [deployment({}), scaler(2)]), 0);
    assert.equal(of("k8s-replicas-min", [deployment({}), scaler(1)]), 1);
    assert.equal(of("k8s-replicas-min", [deployment({})]), 1);
  });
});

describe("the Pod Security Standards", () => {
  const say = (rule: string, spec: Props, annotations: Props = {}) =>
    said(rule, "kubernetes:core/v1:Pod", { metadata: { annotations }, spec });

  it("evaluate the pod even where every container differs", () => {
    const containers = [{ securityContext: { runAsNonRoot: true, runAsUser: 1000 } }];
    assert.equal(say("k8s-run-as-non-root", { containers }), "pass");
    assert.equal(say("k8s-run-as-non-root", { securityContext: { runAsNonRoot: false }, containers }), "fail");
    assert.equal(say("k8s-run-as-non-root", { securityContext: { runAsUser: 0 }, containers }), "fail");
    const unconfined = { securityContext: { seccompProfile: { type: "Unconfined" } } };
    assert.equal(say("k8s-selinux-apparmor", { containers: [unconfined] }), "fail");
    assert.equal(say("k8s-selinux-apparmor", { ...unconfined, containers: [{}] }), "fail");
  });

  it("allow root, and unmasked /proc at the baseline, in a user namespace", () => {
    const unmasked = { hostUsers: false, containers: [{ securityContext: { procMount: "Unmasked" } }] };
    assert.equal(say("k8s-run-as-non-root", { hostUsers: false, containers: [{}] }), "pass");
    assert.equal(say("k8s-run-as-non-root", { hostUsers: true, containers: [{}] }), "fail");
    assert.equal(say("k8s-proc-mount-default", unmasked), "pass");
    assert.equal(say("k8s-proc-mount-masked", unmasked), "fail");
    assert.equal(say("k8s-proc-mount-masked", { ...unmasked, hostUsers: true }), "pass");
  });

  it("read AppArmor profiles in annotations, for every workload type", () => {
    const key = "container.apparmor.security.beta.kubernetes.io/api";
    for (const profile of ["runtime/default", "localhost/api", ""])
      assert.equal(say("k8s-selinux-apparmor", { containers: [] }, { [key]: profile }), "pass", profile);
    assert.equal(say("k8s-selinux-apparmor", { containers: [] }, { [key]: "unconfined" }), "fail");
    assert.equal(say("k8s-selinux-apparmor", { containers: [] }, { [key]: sentinel }), "undecided");
    const template = { metadata: { annotations: { [key]: "unconfined" } }, spec: { containers: [] } };
    assert.equal(said("k8s-selinux-apparmor", "kubernetes:apps/v1:Deployment", { spec: { template } }), "fail");
  });

  it("ignore a volume type that is null", () => {
    const volume = (kind: Props) => say("k8s-volume-types-restricted", { volumes: [{ name: "x", ...kind }] });
    assert.equal(volume({ emptyDir: {}, hostPath: null }), "pass");
    assert.equal(volume({ nfs: { server: "10.0.0.5", path: "/" } }), "fail");
  });

  it("allow a container that drops all capabilities to add NET_BIND_SERVICE only", () => {
    const capable = (...add: string[]) => ({
      containers: [{ securityContext: { capabilities: { drop: ["ALL"], add } } }],
    });
    assert.equal(say("k8s-drop-all-capabilities", capable("NET_BIND_SERVICE")), "pass");
    assert.equal(say("k8s-drop-all-capabilities", capable("NET_BIND_SERVICE", "CHOWN")), "fail");
    assert.equal(say("k8s-capabilities-baseline", capable("CHOWN")), "pass");
    assert.equal(say("k8s-capabilities-baseline", capable("CAP_CHOWN")), "fail");
  });
});
