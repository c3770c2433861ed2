import { status } from "@grpc/grpc-js";

const events = ["uncaughtException", "unhandledRejection"] as const;
let watching = false;

/** Runs an inline program; the SDK leaves its listeners behind where the engine ends before the program does. */
export async function withoutListeners<T>(run: () => Promise<T>): Promise<T> {
  if (!watching) process.on("unhandledRejection", tellOthers);
  watching = true;
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

/** What a program still asks of an engine that was killed gets no answer; every other rejection is an error. */
function tellOthers(error: unknown): void {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  if (code !== status.UNAVAILABLE && code !== status.CANCELLED) throw error;
}
