import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { type Account, account } from "../../commands/account/account.ts";
import { cache } from "../../rehearsal/compile-cache.ts";

const pinned = fs.readFileSync(path.join(import.meta.dirname, "requirements.txt"), "utf8");
const version = /^moto==(.+)$/m.exec(pinned)?.[1] ?? "";
const server = path.join(cache, `moto-${version}`, "bin", "moto_server");

/** The region that the tests ask. */
export const region = "us-east-1";

/** The account that moto stands for. */
export const motoAccount = "123456789012";

/**
 * Declares tests against moto's HTTP API, which the SDK reaches through its own variable AWS_ENDPOINT_URL. CI must have
 * moto; elsewhere one line tells how to install it.
 */
export function describeWithMoto(title: string, tests: (asked: () => Account) => void): void {
  describe(title, () => {
    if (!fs.existsSync(server) && process.env["CI"] === undefined) {
      it("is not tested here, because moto is not installed: bash test/commands/moto.sh");
      return;
    }
    const environment = { ...process.env };
    let moto: ChildProcess | undefined;
    let found: Account | undefined;
    before(async () => {
      const started = spawn(server, ["--port", "0"], { stdio: ["ignore", "ignore", "pipe"] });
      moto = started;
      const port = await portOf(started.stderr);
      Object.assign(process.env, {
        AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
        AWS_ACCESS_KEY_ID: "testing",
        AWS_SECRET_ACCESS_KEY: "testing",
        NO_PROXY: "127.0.0.1",
      });
      found = await account(region);
    });
    after(() => {
      moto?.kill();
      process.env = environment;
    });
    tests(() => {
      if (found === undefined) throw new Error("moto has not been asked yet");
      return found;
    });
  });
}

/** The port that moto has chosen, which it names once it listens. */
async function portOf(errors: Readable): Promise<number> {
  const lines = createInterface(errors);
  for await (const line of lines) {
    const port = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    // A full pipe would stop moto.
    errors.resume();
    return Number(port);
  }
  throw new Error("moto ended before it listened");
}
