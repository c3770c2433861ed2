import { status } from "@grpc/grpc-js";

const events = ["uncaughtException", "unhandledRejection"] as const;
type Listener = (error: unknown, promise: Promise<unknown>) => void;
/** Listeners that stay as they are: filters, and what others have added before a run. */
const kept = new Set<unknown>();
let runs = 0;

/**
 * Runs an inline program. Where the engine ends before the program does, the SDK leaves its listeners behind; and what
 * that program still asks of its engine fails during the next run, whose program is blamed for it.
 */
export async function withoutListeners<T>(run: () => Promise<T>): Promise<T> {
  const { rawListeners, off } = process;
  const listenersOf = (event: string) =>
    Reflect.apply<NodeJS.Process, [string], unknown[]>(rawListeners, process, [event]);
  const before = events.map((event) => new Set(listenersOf(event)));
  // A test runner takes its own listener away by identity, and adds it again.
  for (const listener of before.flatMap((each) => [...each])) kept.add(listener);
  runs += 1;
  if (runs === 1) process.on("newListener", replaced);
  try {
    return await run();
  } finally {
    runs -= 1;
    if (runs === 0) process.off("newListener", replaced);
    for (const [at, event] of events.entries())
      for (const listener of listenersOf(event))
        if (!before[at]?.has(listener)) Reflect.apply(off, process, [event, listener]);
  }
}

/** Lets a command live on when a program asks an engine that is gone; every other rejection ends it, as without this. */
export function surviveEngines(): void {
  process.on("unhandledRejection", filtered(thrown));
}

/** Puts a filter before a listener that the SDK adds. */
function replaced(event: string | symbol, listener: Listener): void {
  if (event !== "unhandledRejection" || kept.has(listener)) return;
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
  kept.add(heard);
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
