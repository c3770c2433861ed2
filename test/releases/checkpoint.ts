import fs from "node:fs";
import path from "node:path";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { Snapshot } from "../../rehearsal/account/state.ts";
import type { Rehearsal } from "../../rehearsal/engine.ts";
import { ordered, type Resource } from "./ordered.ts";

/** A stack after its update by a release: what a later release finds. */
export interface Checkpoint {
  /** The resources of the state, without times; secrets are those of the offline account, in plain text. */
  resources: Resource[];
  /** The offline account, without the log of what was done. */
  account: Snapshot;
}

/** What the Pulumi CLI exports and imports. */
interface Deployment {
  version: number;
  deployment: { manifest: object; resources?: Resource[] };
}

/** The state of a stack and its account, equal for equal stacks. */
export async function taken(rehearsal: Rehearsal, account: Snapshot, directory: string): Promise<Checkpoint> {
  const file = path.join(directory, "exported.json");
  await rehearsal.command("stack", "export", "--show-secrets", "--file", file);
  const { deployment }: Deployment = JSON.parse(fs.readFileSync(file, "utf8"));
  const resources = ordered(deployment.resources ?? []).map(({ created: _, modified: __, ...each }) => each);
  return { resources, account: normal(account) };
}

/** Gives a stack the state of a checkpoint. */
export async function restored(rehearsal: Rehearsal, { resources }: Checkpoint, directory: string): Promise<void> {
  const file = path.join(directory, "imported.json");
  // Version 3 is what the pinned CLI writes: sdk/go/common/apitype/core.go of pulumi, DeploymentSchemaVersionCurrent.
  const deployment: Deployment = { version: 3, deployment: { manifest: {}, resources } };
  fs.writeFileSync(file, JSON.stringify(deployment));
  await rehearsal.command("stack", "import", "--file", file);
}

function normal({ things, generations, declared, places, late, failed }: Snapshot): Snapshot {
  const key = ({ type, id, place }: Snapshot["things"][number]) => JSON.stringify([type, id, place]);
  return {
    things: things.toSorted((one, other) => (key(one) < key(other) ? -1 : 1)),
    generations: generations.toSorted(([one], [other]) => (one < other ? -1 : 1)),
    declared: declared.toSorted(),
    places: places.toSorted(),
    late: late.toSorted(),
    failed: failed.toSorted(),
    log: [],
  };
}

/** The compressed text of a checkpoint. */
export function packed(checkpoint: Checkpoint): Buffer {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    // State and account say the same twice, megabytes apart.
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
  };
  return brotliCompressSync(JSON.stringify(checkpoint, sorted), { params });
}

export function unpacked(bytes: Buffer): Checkpoint {
  return JSON.parse(brotliDecompressSync(bytes).toString("utf8"));
}

/** Objects with their keys in the order of the alphabet. */
function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
