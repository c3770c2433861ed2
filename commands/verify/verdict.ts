/** How a workload stands: it runs what was asked for, it is still on its way, or it is not going to. */
export type State = "runs" | "waits" | "fails";

/** What came of the verification of one workload. */
export interface Verdict {
  /** Kind and name, for example "ECS service platform-api". */
  what: string;
  state: State;
  /** What runs, or why it does not. */
  said: readonly string[];
}

/** Asks how one workload stands now. */
export type Check = () => Promise<Verdict>;

/** How long to ask workloads that are still on their way, and how. */
export interface Patience {
  /** Rounds of questions, at least one. */
  rounds: number;
  /** Waits between two rounds. */
  pause: () => Promise<void>;
}

/** Asks every workload until none is on its way, or the patience ends: then it fails. */
export async function verified(checks: readonly Check[], { rounds, pause }: Patience): Promise<Verdict[]> {
  let open = checks.map((check, index) => ({ check, index }));
  const verdicts: Verdict[] = [];
  for (let round = 1; open.length > 0; round++) {
    const asked = await Promise.all(open.map(async (each) => ({ ...each, verdict: await each.check() })));
    for (const { index, verdict } of asked) verdicts[index] = verdict;
    open = asked.filter(({ verdict }) => verdict.state === "waits");
    if (round >= rounds) break;
    if (open.length > 0) await pause();
  }
  for (const { index } of open) {
    const { what = "", said = [] } = verdicts[index] ?? {};
    verdicts[index] = { what, state: "fails", said: ["is not done in time", ...said] };
  }
  return verdicts;
}
