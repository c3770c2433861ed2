import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
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
      const port = await freePort();
      moto = spawn(server, ["--port", String(port)], { stdio: "ignore" });
      Object.assign(process.env, {
        AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
        AWS_ACCESS_KEY_ID: "testing",
        AWS_SECRET_ACCESS_KEY: "testing",
        NO_PROXY: "127.0.0.1",
      });
      await listening(port);
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

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const probe = net.createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function listening(port: number): Promise<void> {
  const until = Date.now() + 60_000;
  while (Date.now() < until) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, "127.0.0.1");
      socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
      socket.unref();
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`moto does not listen on port ${port}`);
}
