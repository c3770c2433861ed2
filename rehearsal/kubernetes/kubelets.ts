import { type Api, isGone, type KubernetesObject } from "./api.ts";
import { record, records, text } from "./values.ts";

/**
 * Stands in for the kubelets: a pod that has a node runs at once, without containers, and is gone as soon as it is deleted.
 * A pod of a Job succeeds.
 */
export function runPods(api: Api, fail: (error: Error) => void): void {
  const seen = new Set<string>();
  let last = 1;
  api.watch("/api/v1/pods", ({ type, object }) => {
    const spec = record(object["spec"]);
    if (type === "DELETED" || text(spec["nodeName"]) === undefined) return;
    const { uid, deletionTimestamp } = object.metadata;
    const step = deletionTimestamp === undefined ? `run ${uid}` : `end ${uid}`;
    if (seen.has(step)) return;
    seen.add(step);
    const { namespace, name } = object.metadata;
    const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
    last += 1;
    const address = `10.244.${Math.floor(last / 250)}.${(last % 250) + 1}`;
    const done =
      deletionTimestamp === undefined
        ? api.send("PATCH", `${path}/status`, { status: running(object, address) })
        : api.send("DELETE", path, { apiVersion: "v1", kind: "DeleteOptions", gracePeriodSeconds: 0 });
    done.catch((error: Error) => {
      // What was deleted in the meantime needs neither.
      if (!isGone(error)) fail(error);
    });
  });
}

function running({ metadata, spec, status }: KubernetesObject, address: string): Record<string, unknown> {
  const now = new Date().toISOString();
  const isJob = records(metadata["ownerReferences"]).some(({ kind }) => kind === "Job");
  const gates = records(record(spec)["readinessGates"]).map(({ conditionType }) => conditionType);
  const held = ["Initialized", "PodReadyToStartContainers", ...(isJob ? [] : ["ContainersReady", "Ready", ...gates])];
  const state = isJob
    ? { terminated: { exitCode: 0, reason: "Completed", startedAt: now, finishedAt: now } }
    : { running: { startedAt: now } };
  const containerStatuses = records(record(spec)["containers"]).map(({ name, image }) => {
    return { name, image, imageID: "", ready: !isJob, started: !isJob, restartCount: 0, state };
  });
  return {
    phase: isJob ? "Succeeded" : "Running",
    startTime: now,
    podIP: address,
    podIPs: [{ ip: address }],
    containerStatuses,
    conditions: [
      ...records(record(status)["conditions"]).filter(({ type }) => !held.includes(type)),
      ...held.map((type) => ({ type, status: "True", lastTransitionTime: now })),
    ],
  };
}
