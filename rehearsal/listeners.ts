import { status } from "@grpc/grpc-js";
import * as pulumi from "@pulumi/pulumi";

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

/** Puts a filter before a listener that the SDK adds. */
function replaced(event: string | symbol, listener: Listener): void {
  if ((event !== "unhandledRejection" && event !== "uncaughtException") || own.has(listener)) return;
  const instead = event === "unhandledRejection" ? filtered(listener) : quiet(listener);
  // This is told before the listener is added.
  queueMicrotask(() => {
    Reflect.apply(process.off, process, [event, listener]);
    Reflect.apply(process.on, process, [event, instead]);
  });
}

/** A listener that does not hear of engines that are gone: how a run ended is known from its own engine. */
function filtered(listener: Listener): Listener {
  const heard: Listener = (error, promise) => {
    const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
    if (code !== status.UNAVAILABLE && code !== status.CANCELLED) listener(error, promise);
  };
  own.add(heard);
  return heard;
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
  own.add(heard);
  return heard;
}

function thrown(error: unknown): void {
  throw error;
}
