import fs from "node:fs";
import { aroundRequests } from "./requests.ts";

// Loaded into the policy pack's process by the analyzer shim. It notes how long the pack takes until it is asked for the
// first time, and how long it works on each request: from the request's arrival in JavaScript until its answer is handed
// back. What gRPC and the engine spend on carrying requests is not in it.

const file = process.env["REHEARSAL_STOPWATCH_FILE"];
let asked = false;

aroundRequests((method, _call, callback, answer) => {
  const arrived = performance.now();
  if (!asked) note({ start: process.uptime() });
  asked = true;
  return answer((...results) => {
    note({ method, seconds: (performance.now() - arrived) / 1_000 });
    callback(...results);
  });
});

function note(line: object): void {
  if (file !== undefined) fs.appendFileSync(file, `${JSON.stringify(line)}\n`);
}
