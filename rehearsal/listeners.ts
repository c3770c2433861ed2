import { AsyncLocalStorage } from "node:async_hooks";
import { status } from "@grpc/grpc-js";
import * as pulumi from "@pulumi/pulumi";

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
  if ((event !== "unhandledRejection" && event !== "uncaughtException") || kept.has(listener)) return;
  const instead = event === "unhandledRejection" ? filtered(listener) : quiet(listener);
  // This is told before the listener is added.
  queueMicrotask(() => {
    Reflect.apply(process.off, process, [event, listener]);
    Reflect.apply(process.on, process, [event, instead]);
  });
}

/** The SDK's store of the program that runs here; for the listeners of a rejected promise, Node restores the promise's. */
function programOf(): unknown {
  const storage: unknown = Reflect.get(globalThis, "asyncLocalStorage");
  return storage instanceof AsyncLocalStorage ? storage.getStore() : undefined;
}

/**
 * A listener that does not hear of engines of other programs that are gone. What its own program loses it must hear, or a
 * registration that never arrived would pass for a success.
 */
function filtered(listener: Listener): Listener {
  const own = programOf();
  let isTelling = false;
  const heard: Listener = (error, promise) => {
    // A test runner takes its listener away and tells all others: of a filtered one it takes away nothing, and would tell itself.
    if (isTelling || (isGone(error) && (own === undefined || programOf() !== own))) return;
    isTelling = true;
    try {
      listener(error, promise);
    } finally {
      isTelling = false;
    }
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

/** The SDK's listener has no engine at hand: it writes to standard error what the operation reports as well. */
function quiet(listener: Listener): Listener {
  const heard: Listener = (error, origin) => {
    const { error: write } = console;
    if (pulumi.RunError.isInstance(error) || pulumi.ResourceError.isInstance(error)) console.error = () => {};
    try {
      listener(error, origin);
    } finally {
      console.error = write;
    }
  };
  kept.add(heard);
  return heard;
}

function thrown(error: unknown): void {
  throw error;
}
