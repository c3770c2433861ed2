import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Asking } from "../channel.ts";
import type { Stored } from "../checkpoint.ts";
import type { Rehearsal } from "../engine.ts";

/**
 * Recovers a stack after a killed update as docs/operations.md has it by hand: the empty file, the lock, what was being
 * created, and the rest of the pending operations.
 */
export async function recover(rehearsal: Rehearsal, account: Asking): Promise<void> {
  for (const [file, text] of rehearsal.files()) if (file.endsWith(".attrs") && text === "") fs.rmSync(file);
  await rehearsal.command("cancel", "--yes");
  const pending = rehearsal.pending();
  if (pending.length === 0) return;
  const known = new Set(rehearsal.resources().map(({ type, id }) => `${type} ${id}`));
  const listing = await account.listing();
  const found = pending
    .filter(({ type }) => type === "creating")
    .flatMap(({ resource }): Imported[] => {
      // An operator finds it by its name or its tags, and the rehearsal by the resource that asked for it.
      const ids = listing.filter(({ urn, state }) => urn === resource.urn && state === "active").map(({ id }) => id);
      return ids.filter((id) => !known.has(`${resource.type} ${id}`)).map((id) => ({ ...resource, id }));
    });
  if (found.length > 0) await importInto(rehearsal, found);
  await rehearsal.command("refresh", "--yes", "--skip-preview", "--clear-pending-creates");
}

/** Something that exists and that a stack takes over. */
export type Imported = Pick<Stored, "urn" | "type" | "parent" | "provider"> & { id: string };

/** Takes over what exists, as `pulumi import --file`. */
export async function importInto(rehearsal: Rehearsal, imported: readonly Imported[]): Promise<void> {
  const nameTable: Record<string, string> = {};
  const named = (urn: string | undefined) => {
    if (urn === undefined) return undefined;
    const key = `urn${Object.keys(nameTable).length}`;
    nameTable[key] = urn;
    return key;
  };
  const resources = imported.map(({ urn, type, id, parent, provider }) => ({
    type,
    name: urn.split("::").slice(3).join("::"),
    id,
    // A stack is the parent of what has no other one.
    parent: parent?.includes("pulumi:pulumi:Stack") ? undefined : named(parent),
    // A reference to a provider is its URN and its ID.
    provider: named(provider?.split("::").slice(0, -1).join("::")),
  }));
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "import-"));
  const file = path.join(directory, "resources.json");
  try {
    fs.writeFileSync(file, JSON.stringify({ nameTable, resources }));
    await rehearsal.command(
      "import",
      "--file",
      file,
      "--yes",
      "--skip-preview",
      "--protect=false",
      "--generate-code=false",
    );
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}
