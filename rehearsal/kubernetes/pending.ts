import type { Api, KubernetesObject } from "./api.ts";

/** Pods that no node takes, with the scheduler's reason. */
export async function pending(api: Api): Promise<string[]> {
  return (await api.list("/api/v1/pods")).flatMap((pod) => {
    const reason = unscheduled(pod);
    const { namespace, name } = pod.metadata;
    return reason === undefined ? [] : [`pod ${namespace}/${name} is Pending: ${reason}`];
  });
}

function unscheduled({ status }: KubernetesObject): string | undefined {
  const found = list(field(status, "conditions")).find((condition) => {
    return field(condition, "type") === "PodScheduled" && field(condition, "status") === "False";
  });
  return found === undefined ? undefined : String(field(found, "message"));
}

function field(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
