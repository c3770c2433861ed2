import type { Stage } from "../stages.ts";
import type { Api } from "./api.ts";
import { pending } from "./pending.ts";
import type { StandIns } from "./stand-ins.ts";

/** A volume waits for the node that its node group makes anew in the same zone; no other node could help. */
const ofItsZone = /volume node affinity conflict/;

/** Whether every pod still finds a node when one of a node group is lost, for each node group that has several. */
export async function oneNodeLess(api: Api, standIns: StandIns): Promise<Stage> {
  const started = performance.now();
  const faults: string[] = [];
  for (const node of await standIns.replaceable()) {
    const waiting = await standIns.without(node, () => pending(api));
    faults.push(...waiting.filter((each) => !ofItsZone.test(each)).map((each) => `without the node ${node}, ${each}`));
  }
  return { name: "one node less", seconds: (performance.now() - started) / 1_000, summary: {}, faults };
}
