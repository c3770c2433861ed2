import { status } from "@grpc/grpc-js";

const events = ["uncaughtException", "unhandledRejection"] as const;
type Listener = (error: unknown, promise: Promise<unknown>) => void;
const own = new Set<unknown>();
let watching = false;

/**
 * Runs an inline program. Where the engine ends before the program does, the SDK leaves its listeners behind; and what
 * that program still asks of its engine fails during the next run, whose program is blamed for it.
 */
export async function withoutListeners<T>(run: () => Promise<T>): Promise<T> {
  if (!watching) {
    process.on("unhandledRejection", filtered(thrown));
    process.on("newListener", replaced);
  }
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

/** Puts a filter before a listener that somebody adds. */
function replaced(event: string | symbol, listener: Listener): void {
  if (event !== "unhandledRejection" || own.has(listener)) return;
  // This is told before the listener is added.
  queueMicrotask(() => {
    process.off("unhandledRejection", listener);
    process.on("unhandledRejection", filtered(listener));
  });
}

/** A listener that does not hear of engines that are gone: how a run ended is known from its own engine. */
function filtered(listener: Listener): Listener {
  const heard: Listener = (error, promise) => {
    if (!isGone(error)) listener(error, promise);
  };
  own.add(heard);
  return heard;
}

/** Whether an engine no longer answers; one that ends because of a failure says so in words only. */
function isGone(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const code = "code" in error ? error.code : undefined;
  const message = "message" in error ? String(error.message) : "";
  return code === status.UNAVAILABLE || code === status.CANCELLED || message.endsWith("resource monitor shut down");
}

function thrown(error: unknown): void {
  throw error;
}
