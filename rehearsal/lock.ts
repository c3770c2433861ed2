import fs from "node:fs";

export interface LockArgs {
  /** Told at most every 15 seconds that the lock is waited for, and since how many seconds. */
  onWait: (seconds: number) => void;
  /**
   * Milliseconds without a sign of life after which a lock is taken over.
   * @default 10_000
   */
  staleAfter?: number;
}

/**
 * Takes a lock that processes share, and returns how to release it. The lock is a directory: made in one step, with
 * nothing to write into it, so that a full disk leaves none behind. Its owner renews the modification time; when that
 * stands still, the owner has ended, whatever became of its process number, and the lock is taken over.
 * Only one that exists is waited for; every other error is the caller's to see.
 */
export async function takeLock(directory: string, { onWait, staleAfter = 10_000 }: LockArgs): Promise<() => void> {
  const begun = performance.now();
  let [seen, since, told] = [-1, begun, -Infinity];
  while (!made(directory)) {
    const now = performance.now();
    const renewed = modified(directory);
    if (renewed !== seen) [seen, since] = [renewed, now];
    // Two that wait may both take over: then both work, which what the lock is for must bear.
    else if (now - since >= staleAfter) fs.rmSync(directory, { recursive: true, force: true });
    if (now - told >= 15_000) {
      onWait(Math.round((now - begun) / 1_000));
      told = now;
    }
    await new Promise((resolve) => setTimeout(resolve, staleAfter / 20));
  }
  return renewing(directory, staleAfter);
}

function made(directory: string): boolean {
  try {
    fs.mkdirSync(directory);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** The time of the last sign of life; 0 when the lock has just been released. */
function modified(directory: string): number {
  return fs.statSync(directory, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Renews the lock until the returned function releases it, unless another process has taken it over since. */
function renewing(directory: string, staleAfter: number): () => void {
  let renewed = modified(directory);
  const isOwn = () => modified(directory) === renewed;
  const renew = () => {
    const now = new Date();
    if (!isOwn()) return;
    fs.utimesSync(directory, now, now);
    renewed = modified(directory);
  };
  const timer = setInterval(() => {
    try {
      renew();
    } catch {
      // The lock, or the right to write it, is gone: another process may take over.
    }
  }, staleAfter / 5);
  timer.unref();
  return () => {
    clearInterval(timer);
    if (isOwn()) fs.rmSync(directory, { recursive: true, force: true });
  };
}
