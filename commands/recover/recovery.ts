import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { emptyFiles } from "./backend-files.ts";
import { type Decision, type Lookup, plan, told } from "./plan.ts";
import type { Engine } from "./pulumi.ts";
import { named, parseState, type Recovered, recoveredState, type State } from "./state.ts";

export interface RecoveryArgs {
  stack: string;
  engine: Engine;
  /** Asks the account; given the state, which names the Regions. */
  lookup: (state: State) => Promise<Lookup>;
  /** Whether to write nothing. */
  dryRun: boolean;
  /** Whether to remove the lock that the killed update left. */
  cancel: boolean;
  /** IDs that the operator found, by URN. */
  imports: ReadonlyMap<string, string>;
  /** URNs of creates that did not happen, as the operator found. */
  clears: ReadonlySet<string>;
  /** Asks before writing. */
  confirm: (question: string) => Promise<boolean>;
  print: (line: string) => void;
}

/** Recovers a stack after a killed update; false if something is left to do. */
export async function recover(args: RecoveryArgs): Promise<boolean> {
  const { stack, lookup, print } = args;
  const exported = await readable(args);
  if (exported === undefined) return false;
  const state = parseState(exported);
  if (state.pending.length === 0) {
    print(`${stack} has no pending operations.`);
    return true;
  }
  const asked = state.pending.some(({ type }) => type === "creating");
  const decided = await plan(state, asked ? await lookup(state) : async () => undefined);
  const decisions = decided.map((each) => overridden(each, args));
  for (const decision of decisions) print(told(decision));
  const left = decisions.filter(({ action }) => action === "stop");
  for (const { operation } of left) print(`Decide with --import or --clear: ${operation.resource.urn}`);
  // Writing the state drops every pending operation, so that what is left would be forgotten.
  if (args.dryRun || left.length > 0) return left.length === 0;
  if (!(await args.confirm(`Change the state of ${stack}?`))) return false;
  print(`The state as it was: ${kept(stack, exported)}`);
  await write(args, state, decisions);
  print(`Continue with: pulumi up --stack ${stack}`);
  return true;
}

/** The exported state; a file backend's empty files are cured first. Undefined if they are not. */
async function readable({ stack, engine, dryRun, confirm, print }: RecoveryArgs): Promise<string | undefined> {
  try {
    return await engine.exportState();
  } catch (error) {
    const empty = emptyFiles(await engine.backend(), stack);
    if (empty.length === 0) throw error;
    for (const { file, cure } of empty) print(`${file} is empty, since an update was killed: ${cure}`);
    if (dryRun || !(await confirm("Cure it?"))) return undefined;
    for (const { apply } of empty) apply();
    return engine.exportState();
  }
}

/** What the operator said counts more than what the account said. */
function overridden(decision: Decision, { imports, clears }: RecoveryArgs): Decision {
  const { urn } = decision.operation.resource;
  const id = imports.get(urn);
  if (id !== undefined) return { ...decision, action: "import", id, why: "you said so" };
  return clears.has(urn) ? { ...decision, action: "clear", why: "you said so" } : decision;
}

async function write(
  { engine, cancel, print }: RecoveryArgs,
  state: State,
  decisions: readonly Decision[],
): Promise<void> {
  const recovered: Recovered[] = decisions.flatMap(({ action, id, operation: { resource } }) =>
    action === "import" && id !== undefined ? [{ resource, id }] : [],
  );
  if (cancel) await engine.cancel();
  await engine.importState(JSON.stringify(recoveredState(state, recovered), undefined, 4));
  const present = await imported(engine, recovered);
  for (const { resource, id } of recovered) {
    const exists = present.has(resource.urn);
    print(
      exists ? `imported ${named(resource)} as ${id}` : `cleared creating of ${named(resource)}: it does not exist`,
    );
  }
  const cleared = decisions.filter(({ action }) => action === "clear");
  for (const { operation } of cleared) print(`cleared ${operation.type} of ${named(operation.resource)}`);
}

/** Reads what was imported; the engine takes out of the state what does not exist. */
async function imported(engine: Engine, recovered: readonly Recovered[]): Promise<Set<string>> {
  if (recovered.length === 0) return new Set();
  await engine.refresh(recovered.map(({ resource: { urn } }) => urn));
  return new Set(parseState(await engine.exportState()).resources.map(({ urn }) => urn));
}

/** Keeps the state as it was, for the case that recovery is to be taken back. */
function kept(stack: string, exported: string): string {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "before-recovery-"));
  const file = path.join(directory, `${stack.replaceAll("/", ".")}.json`);
  fs.writeFileSync(file, exported, { mode: 0o600 });
  return file;
}
