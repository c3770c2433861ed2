import type { Api, KubernetesObject } from "./api.ts";
import { record, records } from "./values.ts";

/** Pods that no node takes, with the scheduler's reason. */
export async function pending(api: Api): Promise<string[]> {
  return (await api.list("/api/v1/pods")).flatMap((pod) => {
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
