import fs from "node:fs";
import { startCloud } from "../../rehearsal/cloud-process.ts";
import { temporaryDirectory } from "../../rehearsal/temporary.ts";
import { type Change, changes } from "./changes.ts";
import { restored, unpacked } from "./checkpoint.ts";
import { file } from "./files.ts";
import { covers, faults, type Planned, planned, type Subject } from "./judgement.ts";
import { opened } from "./stacks.ts";

/** The preview of the current code on a stack of a release. */
export interface Checked extends Subject {
  /** Resources that the stack has. */
  resources: number;
  planned: readonly Planned[];
  faults: readonly string[];
  seconds: number;
}

/** Previews the current code on a stack as a release left it. */
export async function checked(subject: Subject): Promise<Checked> {
  const checkpoint = unpacked(fs.readFileSync(file(subject)));
  const cloud = await startCloud();
  const directory = temporaryDirectory("release");
  const rehearsal = await opened(subject.stack, cloud);
  try {
    await restored(rehearsal, checkpoint, directory);
    await cloud.account.restore(checkpoint.account);
    const { errors, steps, seconds } = await rehearsal.preview();
    const all = planned(steps);
    const wrong = [...errors, ...faults(subject, all, changes)];
    return { ...subject, resources: checkpoint.resources.length, planned: all, faults: wrong, seconds: seconds.total };
  } finally {
    rehearsal.close();
    cloud.stop();
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

/** Wanted changes that no preview makes, which are out of date. */
export function unmade(all: readonly Checked[], wanted: readonly Change[]): string[] {
  const idle = wanted.filter((change) => !all.some((each) => each.planned.some((one) => covers(change, each, one))));
  return idle.map(({ from, op, type }) => `test/releases/changes.ts: no stack of ${from} has the change ${op} ${type}`);
}
