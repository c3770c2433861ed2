import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import * as settings from "@pulumi/pulumi/runtime/settings.js";

/** When the program started, and when it last registered a resource; 0 before. */
export interface Clock {
  started: number;
  last: number;
}

/** The program, with its registrations timed: it runs in this process, so its own connection can be watched. */
export function timed(program: PulumiFn, clock: Clock): PulumiFn {
  return async () => {
    clock.started = clock.last = performance.now();
    const monitor = settings.getMonitor();
    const register = monitor?.registerResource;
    if (monitor !== undefined && register !== undefined) {
      Reflect.set(monitor, "registerResource", (...request: unknown[]) => {
        clock.last = performance.now();
        return Reflect.apply(register, monitor, request);
      });
    }
    return program();
  };
}
