import type { Mishap } from "../account/faults.ts";
import type { Asking } from "../channel.ts";
import { applied } from "../edits/edit.ts";
import { network, protectionOff } from "../edits/network.ts";
import type { Rehearsal } from "../engine.ts";
import type { Held } from "../program.ts";
import type { Stage } from "../stages.ts";
import { sweep } from "./sweep.ts";

/** How an operation can go wrong. */
export const hows: readonly Mishap["how"][] = ["fails", "is throttled", "times out", "kills"];

export interface SweepsArgs {
  account: Asking;
  /** 1 has every resource meet each fault, 10 every tenth. */
  every: number;
  /** Opens the stack, with a state that is written after every step or not. */
  open: (checkpoints: boolean) => Promise<{ rehearsal: Rehearsal; held: Held }>;
  tell: (stage: Stage) => void;
}

/** Creates, changes and destroys a stack, with each fault at each resource; each kind of fault is told as it ends. */
export async function sweeps({ open, tell, ...args }: SweepsArgs): Promise<Stage[]> {
  const stages: Stage[] = [];
  const start = await args.account.snapshot();
  for (const how of hows) {
    // What an earlier life left, such as the late log groups of its cluster, is not what is rehearsed here.
    await args.account.restore(start);
    const { rehearsal, held } = await open(how === "kills");
    try {
      for await (const stage of lives({ ...args, rehearsal, held, how })) {
        stages.push(stage);
        tell(stage);
      }
    } finally {
      rehearsal.close();
    }
  }
  return stages;
}

interface LifeArgs extends Pick<SweepsArgs, "account" | "every"> {
  rehearsal: Rehearsal;
  held: Held;
  how: Mishap["how"];
}

/** The life of a stack under one kind of fault. */
async function* lives({ held, ...args }: LifeArgs): AsyncGenerator<Stage> {
  const { rehearsal } = args;
  yield await settled(rehearsal, await sweep({ ...args, operation: "create", run: () => rehearsal.update() }));
  const ownerTag = network.find(({ name }) => name === "owner-tag");
  const retagged = held.stack && ownerTag && applied(ownerTag, held.stack);
  if (retagged !== undefined) {
    held.stack = retagged;
    yield await settled(rehearsal, await sweep({ ...args, operation: "update", run: () => rehearsal.update() }));
  }
  held.stack = held.stack && (applied(protectionOff, held.stack) ?? held.stack);
  await rehearsal.updateWithoutPack();
  const retained = new Set(
    rehearsal
      .resources()
      .filter(({ retainOnDelete }) => retainOnDelete)
      .map(({ urn }) => urn),
  );
  const destroyed = await sweep({ ...args, operation: "delete", run: () => rehearsal.destroy(), retained });
  const left = rehearsal.resources().map(({ urn }) => `${urn} is left in the state`);
  yield { ...destroyed, faults: [...destroyed.faults, ...left] };
}

/** The stage, which a preview must find complete. */
async function settled(rehearsal: Rehearsal, stage: Stage): Promise<Stage> {
  const { summary, errors } = await rehearsal.preview();
  const changes = Object.entries(summary).filter(([operation]) => operation !== "same");
  const open = changes.map(([operation, count]) => `a preview afterwards has ${count} to ${operation}, expected none`);
  return { ...stage, faults: [...stage.faults, ...errors, ...open] };
}
