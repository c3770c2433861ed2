const events = ["uncaughtException", "unhandledRejection"] as const;

/** Runs an inline program; the SDK leaves its listeners behind where the engine ends before the program does. */
export async function withoutListeners<T>(run: () => Promise<T>): Promise<T> {
  const { rawListeners, off } = process;
  const listenersOf = (event: string) =>
    Reflect.apply<NodeJS.Process, [string], unknown[]>(rawListeners, process, [event]);
  const before = events.map((event) => new Set(listenersOf(event)));
  try {
    return await run();
  } finally {
    for (const [at, event] of events.entries())
      for (const listener of listenersOf(event))
        if (!before[at]?.has(listener)) Reflect.apply(off, process, [event, listener]);
  }
}
