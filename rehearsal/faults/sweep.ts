import type { Mishap } from "../account/faults.ts";
import type { Asking } from "../channel.ts";
import type { Rehearsal } from "../engine.ts";
import type { Outcome } from "../outcome.ts";
import type { Stage } from "../stages.ts";
import { recover } from "./recovery.ts";

export interface SweepArgs {
  rehearsal: Rehearsal;
  account: Asking;
  operation: Mishap["operation"];
  how: Mishap["how"];
  /** 1 has every resource meet the fault, 10 every tenth. */
  every: number;
  /** The command that is repeated until it succeeds. */
  run: () => Promise<Outcome>;
  /** URNs of what a destroy leaves in the account on purpose. @default none */
  retained?: ReadonlySet<string>;
}

/**
 * Has the first operation of one resource after the other go wrong, and does each time what docs/operations.md says:
 * the same command again, after a kill the recovery first. The command meets every fault once and then succeeds.
 */
export async function sweep(args: SweepArgs): Promise<Stage> {
  const { rehearsal, account, operation, how, every, run, retained = new Set() } = args;
  const started = performance.now();
  const log = (await account.log()).length;
  await account.sweep({ operation, how, every, engine: rehearsal.engineFile });
  const faults: string[] = [];
  let runs = 0;
  for (let hits = 0; ; ) {
    const outcome = await run();
    runs += 1;
    const now = await account.swept();
    if (outcome.clean) break;
    if (now === hits) {
      faults.push(...outcome.errors, ...outcome.violations.map(({ message }) => message));
      break;
    }
    hits = now;
    if (how === "kills") await recover(rehearsal, account);
  }
  const summary = { faults: await account.sweep(null), updates: runs };
  const stray = await strays(rehearsal, account, log);
  faults.push(...stray.filter((each) => !retained.has(each.split(" ")[0] ?? "")));
  const seconds = (performance.now() - started) / 1_000;
  return { name: `${operation} ${how}`, seconds, summary, faults };
}

/** What the state does not say of the account: orphans, doubles and operations that are still pending. */
async function strays(rehearsal: Rehearsal, account: Asking, since: number): Promise<string[]> {
  const stored = Map.groupBy(rehearsal.resources(), ({ urn }) => urn);
  const exists = (await account.listing()).filter(({ by, state }) => by === "stack" && state === "active");
  const here = rehearsal.urnPrefix;
  const created = (await account.log())
    .slice(since)
    .filter(({ operation, urn }) => operation === "create" && urn.startsWith(here));
  return [
    ...[...Map.groupBy(exists, ({ urn }) => urn)]
      .filter(([urn, things]) => urn.startsWith(here) && things.length > (stored.get(urn)?.length ?? 0))
      .map(
        ([urn, things]) => `${urn} is in the account as ${things.map(({ id }) => id).join(", ")}, and not in the state`,
      ),
    ...[...Map.groupBy(created, ({ urn }) => urn)]
      .filter(([, entries]) => entries.length > 1)
      .map(([urn, entries]) => `${urn} was created ${entries.length} times`),
    ...rehearsal.pending().map(({ type, resource }) => `${type} of ${resource.urn} is still pending`),
  ];
}
