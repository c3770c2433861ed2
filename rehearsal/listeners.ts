const events = ["uncaughtException", "unhandledRejection"] as const;

/** Runs an inline program; the SDK leaves its listeners behind where the engine ends before the program does. */
export async function withoutListeners<T>(run: () => Promise<T>): Promise<T> {
  const before = events.map((event) => new Set<unknown>(process.listeners(event)));
  try {
    return await run();
  } finally {
    for (const [at, event] of events.entries())
      for (const listener of process.rawListeners(event))
        if (!before[at]?.has(listener)) Reflect.apply(process.off, process, [event, listener]);
  }
}
