import type { Stage } from "../stages.ts";
import type { Api } from "./api.ts";
import { pending } from "./pending.ts";
import type { StandIns } from "./stand-ins.ts";
import { records } from "./values.ts";

/** A volume waits for the node that its node group makes anew in the same zone; no other node could help. */
const ofItsZone = /volume node affinity conflict/;

/** Whether every pod still finds a node when one of a node group is lost, for each node group that has several. */
export async function oneNodeLess(api: Api, standIns: StandIns): Promise<Stage> {
  const started = performance.now();
  const faults: string[] = [];
  for (const node of await standIns.replaceable()) {
    const before = await podsByOwner(api);
    const waiting = await standIns.without(node, async () => {
      await remade(api, before);
      return pending(api);
    });
    faults.push(...waiting.filter((each) => !ofItsZone.test(each)).map((each) => `without the node ${node}, ${each}`));
  }
  return { name: "one node less", seconds: (performance.now() - started) / 1_000, summary: {}, faults };
}

/** Answers once the controllers have made the pods anew that went with a node. */
async function remade(api: Api, before: ReadonlyMap<string, number>): Promise<void> {
  for (;;) {
    const now = await podsByOwner(api);
    if ([...before].every(([owner, pods]) => (now.get(owner) ?? 0) >= pods)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** How many pods each ReplicaSet and StatefulSet has; those of a DaemonSet go with their node. */
async function podsByOwner(api: Api): Promise<Map<string, number>> {
  const pods = await api.list("/api/v1/pods");
  const owners = pods
    .filter(({ metadata }) => metadata["deletionTimestamp"] === undefined)
    .flatMap(({ metadata }) => records(metadata["ownerReferences"]))
    .filter(({ kind }) => kind === "ReplicaSet" || kind === "StatefulSet")
    .map(({ uid }) => String(uid));
  return new Map([...Map.groupBy(owners, (uid) => uid)].map(([uid, each]) => [uid, each.length]));
}
