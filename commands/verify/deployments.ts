import { told } from "../account/account.ts";
import { at, list, number, text } from "../inputs.ts";
import type { StateResource } from "../recover/state.ts";
import type { Read } from "./kubernetes-api.ts";
import type { Check, Verdict } from "./verdict.ts";

/** Asks the API server whether a Deployment of the state runs the images that it must run. */
export function deploymentCheck({ inputs }: StateResource, read: Read): Check {
  const [namespace, name] = [text(inputs, "metadata.namespace") ?? "default", text(inputs, "metadata.name") ?? ""];
  const what = `Deployment ${namespace}/${name}`;
  return async () => {
    try {
      const found = await read(`/apis/apps/v1/namespaces/${namespace}/deployments/${name}`);
      const verdict = judged(what, found, images(inputs));
      return verdict.state === "runs"
        ? verdict
        : { ...verdict, said: [...verdict.said, ...(await reasons(found, read))] };
    } catch (error) {
      return { what, state: "fails", said: [told(error)] };
    }
  };
}

/** Images of the pods, by container. */
function images(deployment: unknown): string[] {
  const pod = at(deployment, "spec.template.spec");
  const containers = [...list(pod, "initContainers"), ...list(pod, "containers")];
  return containers.map((each) => `${text(each, "name")}=${text(each, "image")}`);
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status */
function judged(what: string, found: unknown, wanted: readonly string[]): Verdict {
  const missing = wanted.filter((image) => !images(found).includes(image));
  if (missing.length > 0)
    return { what, state: "fails", said: [`runs ${images(found).join(", ")}, expected ${missing.join(", ")}`] };
  const count = (key: string) => number(found, key) ?? 0;
  const desired = count("spec.replicas");
  const [updated, available, all] = ["updatedReplicas", "availableReplicas", "replicas"].map((key) =>
    count(`status.${key}`),
  );
  const observed = count("status.observedGeneration") >= count("metadata.generation");
  const said = `${available} of ${desired} pods are available, ${updated} are new`;
  const failed = conditions(found).find(
    (each) => text(each, "type") === "Progressing" && text(each, "status") === "False",
  );
  if (observed && failed !== undefined) return { what, state: "fails", said: [said, text(failed, "message") ?? ""] };
  const isDone = observed && updated === desired && available === desired && all === desired;
  return { what, state: isDone ? "runs" : "waits", said: [said] };
}

function conditions(found: unknown): readonly unknown[] {
  return list(found, "status.conditions");
}

/** Why pods of the Deployment do not become available. */
async function reasons(found: unknown, read: Read): Promise<string[]> {
  const labels = at(found, "spec.selector.matchLabels");
  if (typeof labels !== "object" || labels === null) return [];
  const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const namespace = text(found, "metadata.namespace") ?? "default";
  const query = new URLSearchParams({ labelSelector: selector.join(","), limit: "50" });
  const pods = list(await read(`/api/v1/namespaces/${namespace}/pods?${query}`), "items");
  return [...new Set(pods.flatMap(ofPod))];
}

function ofPod(pod: unknown): string[] {
  const statuses = [...list(pod, "status.initContainerStatuses"), ...list(pod, "status.containerStatuses")];
  const containers = statuses.flatMap((status) => {
    const [waiting, ended] = [at(status, "state.waiting"), at(status, "lastState.terminated")];
    if (waiting === undefined) return [];
    const exit = ended === undefined ? [] : [`exit code ${number(ended, "exitCode")} (${text(ended, "reason")})`];
    const words = [text(waiting, "reason"), text(waiting, "message"), ...exit].filter((each) => each !== undefined);
    return [`${text(status, "name")}: ${words.join(", ")}`];
  });
  const unscheduled = list(pod, "status.conditions").flatMap((each) =>
    text(each, "reason") === "Unschedulable" ? [`a pod is not scheduled: ${text(each, "message")}`] : [],
  );
  return [...containers, ...unscheduled];
}
