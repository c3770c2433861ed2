import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { providerOptions } from "../../components/cluster/provider-options.ts";
import { Deployment, type DeploymentArgs } from "../../components/workload/deployment.ts";
import { startCloud } from "../../rehearsal/cloud-process.ts";
import { Rehearsal } from "../../rehearsal/engine.ts";
import type { Outcome } from "../../rehearsal/outcome.ts";
import { automatrix, neuroweaver } from "../components/workload/seeds.ts";
import { at, type Deployed, deploy } from "../harness.ts";
import { deployEdited } from "./stacks.ts";

const namespace = "kubernetes:core/v1:Namespace";

/** The steps of each change of a workload on a cluster, in their order. */
async function changes(first: DeploymentArgs, ...others: DeploymentArgs[]): Promise<string[][]> {
  let current = first;
  const program = async () => {
    const provider = new kubernetes.Provider("cluster", { context: "one", ...providerOptions });
    // These charts bring the kinds of a workload's custom resources.
    const charts = ["aws-load-balancer-controller", "external-secrets"].map(
      (chart) => new kubernetes.helm.v3.Release(chart, { chart }, { provider }),
    );
    const home = new kubernetes.core.v1.Namespace("home", { metadata: { name: first.namespace } }, { provider });
    new Deployment("app", current, { providers: { kubernetes: provider }, dependsOn: [...charts, home] });
  };
  const rehearsal = await Rehearsal.open({ stack: "workloads", policyPack: "none", program });
  const outcomes: Outcome[] = [];
  try {
    for (const next of [first, ...others]) {
      current = next;
      outcomes.push(await rehearsal.update());
    }
  } finally {
    rehearsal.close();
  }
  for (const { errors } of outcomes) assert.deepEqual(errors, []);
  return outcomes
    .slice(1)
    .map(({ steps }) =>
      steps.map(({ op, type }) => `${op} ${type.split(":").at(-1)}`).filter((step) => !/^(same|replace) /.test(step)),
    );
}

const withWorkload = (args: DeploymentArgs, change: Partial<DeploymentArgs["workload"]>): DeploymentArgs => ({
  ...args,
  workload: { ...args.workload, ...change },
});

/** A workload that shares the files of an access point under a claim name of its own, or under a given one. */
const sharing = (accessPointId: string): DeploymentArgs =>
  withWorkload(neuroweaver, {
    volumes: { models: { kind: "shared", path: "/app/models", fileSystemId: "fs-0123456789", accessPointId } },
  });

describe("workloads on a real cluster", function () {
  this.timeout(300_000);
  this.slow(60_000);

  it("RC-H15: another environment variable is a rolling update", async () => {
    const [steps] = await changes(automatrix, withWorkload(automatrix, { environment: { LOG_LEVEL: "debug" } }));
    assert.deepEqual(steps, ["update ConfigMap", "update Deployment"]);
  });

  it("RC-H4: another target group gets its own binding, before the old one is deleted", async () => {
    const route = { cidrBlocks: [], targetGroupArn: `${automatrix.route?.targetGroupArn}0` };
    const [steps] = await changes(automatrix, { ...automatrix, route });
    assert.deepEqual(
      steps?.filter((step) => step.endsWith("TargetGroupBinding")),
      ["create-replacement TargetGroupBinding", "delete-replaced TargetGroupBinding"],
    );
  });

  it("RC-J7: another access point gets its own volume and claim, and the pods move before the old ones are deleted", async () => {
    const [steps] = await changes(sharing("fsap-aaaaaaaaaaaa"), sharing("fsap-bbbbbbbbbbbb"));
    assert.deepEqual(steps, [
      "create-replacement PersistentVolume",
      "create-replacement PersistentVolumeClaim",
      "update Deployment",
      "delete-replaced PersistentVolumeClaim",
      "delete-replaced PersistentVolume",
    ]);
  });

  it("RC-J7: another label app with another name of the Deployment starts the new pods before the old ones stop", async () => {
    const [steps] = await changes(automatrix, { ...automatrix, deploymentName: "automatrix", app: "automatrix" });
    assert.deepEqual(
      steps?.filter((step) => step.endsWith(" Deployment")),
      ["create-replacement Deployment", "delete-replaced Deployment"],
    );
  });

  it("RC-J2: a namespace that exists is refused by the preview of the stack local, and stays", async () => {
    const cloud = await startCloud();
    const rehearsal = await Rehearsal.open({ stack: "local", cloud });
    try {
      const cluster = "kind-platform";
      const inputs = { metadata: { name: "application" } };
      await cloud.account.add({ type: namespace, name: "theirs", inputs, region: "us-east-1", accountId: "", cluster });
      const { refused } = await rehearsal.preview();
      assert.deepEqual(
        refused.map(({ record, urn }) => [record, urn.split("::").at(-1)]),
        [["k8s-namespace-exists", "namespace-application"]],
      );
    } finally {
      rehearsal.close();
      cloud.stop();
    }
  });

  it("RC-B9: pods tolerate the taints of the nodes that they run on, and need their labels", async () => {
    const runsOn = {
      labels: { "platform/pool": "spot" },
      taints: [{ key: "platform/pool", value: "spot", effect: "NoSchedule" }],
    } as const;
    const deployed = await deploy(() => new Deployment("app", withWorkload(automatrix, { runsOn })));
    const pod = (path: string) => at(deployed.one(kubernetes.apps.v1.Deployment), `spec.template.spec.${path}`);
    assert.deepEqual(pod("tolerations"), [{ ...runsOn.taints[0], operator: "Equal" }]);
    assert.deepEqual(
      pod("affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms.0.matchExpressions"),
      [{ key: "platform/pool", operator: "In", values: ["spot"] }],
    );
  });

  describe("in prod", () => {
    let prod: Deployed;
    before(async () => {
      prod = await deployEdited("prod", (settings) => settings);
    });
    const objects = () => [kubernetes.apps.v1.Deployment, kubernetes.apps.v1.StatefulSet].flatMap(prod.of);

    it("RC-J1: an update takes back what was scaled by hand", () => {
      for (const each of objects()) {
        const annotations: unknown = at(each, "metadata.annotations");
        assert.deepEqual(annotations, { "pulumi.com/patchForce": "true" }, each.name);
      }
    });

    it("RC-C7: the claims of a StatefulSet stay when it is deleted to grow them", () => {
      const sets = prod.of(kubernetes.apps.v1.StatefulSet);
      assert.ok(sets.length > 0);
      for (const set of sets)
        assert.equal(at(set, "spec.persistentVolumeClaimRetentionPolicy.whenDeleted"), "Retain", set.name);
    });

    it("RC-H15: every ConfigMap is changed in place, or is immutable under a name that the provider gives", () => {
      for (const { inputs } of prod.of("pulumi:providers:kubernetes"))
        assert.equal(String(inputs["enableConfigMapMutable"]), "true");
      for (const map of prod.of(kubernetes.core.v1.ConfigMap))
        assert.ok(map.inputs["immutable"] !== true || at(map, "metadata.name") === undefined, map.name);
    });
  });
});
