import fs from "node:fs";
import * as grpc from "@grpc/grpc-js";

// Loaded into the policy pack's process by the analyzer shim. It notes how long the pack takes to start, and how long it
// works on each request: from the request's arrival in JavaScript until its answer is handed back. What gRPC and the
// engine spend on carrying requests is not in it.

const file = process.env["REHEARSAL_STOPWATCH_FILE"];
const note = (line: object) => {
  if (file !== undefined) fs.appendFileSync(file, `${JSON.stringify(line)}\n`);
};

type Handler = (call: unknown, callback: (...results: unknown[]) => void) => unknown;

const addService = grpc.Server.prototype.addService;
grpc.Server.prototype.addService = function (service, implementation) {
  note({ start: process.uptime() });
  const handlers: grpc.UntypedServiceImplementation = {};
  for (const method of Object.keys(service)) {
    const answer: Handler | undefined = Reflect.get(implementation, method);
    if (answer === undefined) continue;
    const timed: Handler = (call, callback) => {
      const arrived = performance.now();
      return answer.call(implementation, call, (...results) => {
        note({ method, seconds: (performance.now() - arrived) / 1_000 });
        callback(...results);
      });
    };
    Reflect.set(handlers, method, timed);
  }
  addService.call(this, service, handlers);
};
