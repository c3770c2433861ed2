import os from "node:os";

const signals = ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM"] as const;
const tasks = new Set<() => unknown>();
let ending = false;

/**
 * Runs the task, and waits for it at most five seconds, before a signal ends this process; the exit code is then 128
 * and the signal's number. Returns how to forget the task.
 */
export function beforeSignalEnds(task: () => unknown): () => void {
  if (tasks.size === 0) for (const signal of signals) process.on(signal, end);
  tasks.add(task);
  return () => {
    tasks.delete(task);
    if (tasks.size === 0) for (const signal of signals) process.off(signal, end);
  };
}

async function end(signal: NodeJS.Signals): Promise<void> {
  if (ending) return;
  ending = true;
  const done = Promise.allSettled([...tasks].map(async (task) => task()));
  await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 5_000))]);
  process.exit(128 + os.constants.signals[signal]);
}
