import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import * as settings from "@pulumi/pulumi/runtime/settings.js";

/**
 * The program without the SDK's debug messages. There are four for each resource, sent one after the other, and the
 * engine shows them to nobody unless it runs with --debug; the program ends only when the last has been acknowledged.
 */
export function withoutDebugLog(program: PulumiFn): PulumiFn {
  return async () => {
    const engine = settings.getEngine();
    const log = engine?.log;
    if (engine !== undefined && log !== undefined) {
      Reflect.set(engine, "log", (message: Message, callback: () => void) =>
        message.getSeverity() === debug ? callback() : Reflect.apply(log, engine, [message, callback]),
      );
    }
    return program();
  };
}

interface Message {
  getSeverity(): number;
}

/** LogSeverity.DEBUG of the engine's protocol. */
const debug = 0;
