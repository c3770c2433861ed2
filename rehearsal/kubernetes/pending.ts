import type { Api, KubernetesObject } from "./api.ts";
import { record, records } from "./values.ts";

/** Pods that no node takes, with the scheduler's reason, once the scheduler has had its say on every pod. */
export async function pending(api: Api): Promise<string[]> {
  for (;;) {
    const pods = await api.list("/api/v1/pods");
    if (pods.every(isDecided)) return unscheduledOf(pods);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function isDecided(pod: KubernetesObject): boolean {
  const { nodeName } = record(pod["spec"]);
  return nodeName !== undefined || unscheduled(pod) !== undefined || pod.metadata["deletionTimestamp"] !== undefined;
}

function unscheduledOf(pods: readonly KubernetesObject[]): string[] {
  return pods.flatMap((pod) => {
    const reason = unscheduled(pod);
    const { namespace, name } = pod.metadata;
    return reason === undefined ? [] : [`pod ${namespace}/${name} is Pending: ${reason}`];
  });
}

function unscheduled(pod: KubernetesObject): string | undefined {
  const conditions = records(record(pod["status"])["conditions"]);
  const found = conditions.find(({ type, status }) => type === "PodScheduled" && status === "False");
  return found && String(found["message"]);
}
