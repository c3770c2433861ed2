import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { ApiError, type KubernetesObject } from "../../../rehearsal/kubernetes/api.ts";
import { type ControlPlane, startControlPlane } from "../../../rehearsal/kubernetes/control-plane.ts";
import { runPods } from "../../../rehearsal/kubernetes/kubelets.ts";
import { kindCluster } from "../../../rehearsal/kubernetes/local-cluster.ts";
import { kubernetesTools } from "../../../rehearsal/kubernetes/tools.ts";
import { provision } from "../../../rehearsal/kubernetes/volumes.ts";
import { ended, identity } from "../../../rehearsal/process-identity.ts";
import { describeBuilt } from "./built.ts";

const restricted = { "pod-security.kubernetes.io/enforce": "restricted" };
const container = {
  name: "main",
  image: "registry.example.com/main:1",
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    runAsNonRoot: true,
    seccompProfile: { type: "RuntimeDefault" },
  },
};

describeBuilt("a control plane of --kubernetes", function () {
  this.timeout(240_000);
  this.slow(60_000);

  let plane: ControlPlane;
  before(async () => {
    plane = await startControlPlane({ tools: await kubernetesTools(), contexts: ["test"], onWarning: () => {} });
    await kindCluster(plane.api);
    runPods(plane.api, (error) => assert.fail(error));
    provision(plane.api, (error) => assert.fail(error));
    const metadata = { name: "place", labels: restricted };
    await plane.api.send("POST", "/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata });
  });
  after(() => plane?.stop());

  /** The object under a path once it is as wanted. */
  function until(collection: string, wanted: (object: KubernetesObject) => boolean): Promise<KubernetesObject> {
    const { promise, resolve } = Promise.withResolvers<KubernetesObject>();
    plane.api.watch(collection, ({ object }) => {
      if (wanted(object)) resolve(object);
    });
    return promise;
  }

  const pods = "/api/v1/namespaces/place/pods";
  const pod = (name: string, spec: object) => ({ apiVersion: "v1", kind: "Pod", metadata: { name }, spec });

  it("refuses a pod that the Pod Security Standard of its namespace refuses", async () => {
    const privileged = { ...container, securityContext: { privileged: true } };
    await assert.rejects(
      plane.api.send("POST", pods, pod("privileged", { containers: [privileged] })),
      (error: Error) => error instanceof ApiError && error.status === 403 && /violates PodSecurity/.test(error.message),
    );
  });

  it("schedules a pod with a claim, makes the volume, and enlarges it in place", async () => {
    const claims = "/api/v1/namespaces/place/persistentvolumeclaims";
    const spec = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
    await plane.api.send("POST", claims, {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "data" },
      spec,
    });
    const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "data" } }];
    await plane.api.send("POST", pods, pod("good", { containers: [container], volumes }));
    await until(pods, ({ metadata, status }) => metadata.name === "good" && JSON.stringify(status).includes("Running"));
    await plane.api.send("PATCH", `${claims}/data`, { spec: { resources: { requests: { storage: "2Gi" } } } });
    const enlarged = await until(claims, ({ status }) => JSON.stringify(status).includes('"storage":"2Gi"'));
    assert.match(JSON.stringify(enlarged), /"phase":"Bound"/);
  });

  it("ends with the process that started it, and the next start removes its directory", async () => {
    const folder = path.join(import.meta.dirname, "..", "..", "..", "rehearsal", "kubernetes");
    const parent = spawn(process.execPath, [
      "--input-type=module",
      "--eval",
      `import { startControlPlane } from ${JSON.stringify(path.join(folder, "control-plane.ts"))};
       import { kubernetesTools } from ${JSON.stringify(path.join(folder, "tools.ts"))};
       const plane = await startControlPlane({ tools: await kubernetesTools(), contexts: ["test"], onWarning: () => {} });
       console.log(plane.directory);`,
    ]);
    const [directory] = await once(createInterface(parent.stdout), "line");
    assert.equal(fs.statSync(directory).mode & 0o777, 0o700);
    const children = childrenOf(parent.pid ?? 0).map((pid) => identity(pid));
    assert.equal(children.length, 4);
    parent.kill("SIGKILL");
    await once(parent, "close");
    for (const child of children) while (!ended(child)) await new Promise((resolve) => setImmediate(resolve));
    assert.ok(fs.existsSync(directory));
    const next = await startControlPlane({ tools: await kubernetesTools(), contexts: ["test"], onWarning: () => {} });
    await next.stop();
    assert.ok(!fs.existsSync(directory));
    assert.ok(!fs.existsSync(next.directory));
  });

  function childrenOf(parent: number): number[] {
    const pids = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return pids.map(Number).filter((pid) => {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, { encoding: "utf8", flag: "r" });
      return stat.split(") ").at(-1)?.split(" ")[1] === String(parent);
    });
  }
});
