import fs from "node:fs";
import path from "node:path";
import { beforeSignalEnds } from "../signals.ts";
import { temporaryDirectory } from "../temporary.ts";
import { Api } from "./api.ts";
import { makeCredentials, writeKubeconfig } from "./credentials.ts";
import { overhear } from "./overheard.ts";
import { apiServer, controllers, type Part, scheduling, store } from "./parts.ts";
import { freePorts } from "./ports.ts";
import { startServer } from "./server-process.ts";
import type { Tools } from "./tools.ts";

/** A Kubernetes control plane on the loopback. */
export interface ControlPlane {
  /** Its directory: data, credentials, logs. */
  directory: string;
  /** Kubeconfig of its administrator, by a way on which warnings are heard. */
  kubeconfig: string;
  api: Api;
  /** Fails when a part of it ends. */
  ended: Promise<never>;
  /** Ends every part and removes the directory. */
  stop(): Promise<void>;
}

export interface ControlPlaneArgs {
  tools: Tools;
  /** Names of the contexts in the kubeconfig of the administrator; the first is the current one. */
  contexts: readonly [string, ...string[]];
  /** Told of each warning that the API server gives the administrator. */
  onWarning: (warning: string) => void;
}

/** Starts a control plane with nothing in it; the error of a part that does not start has the last lines of its log. */
export async function startControlPlane({ tools, contexts, onWarning }: ControlPlaneArgs): Promise<ControlPlane> {
  const directory = temporaryDirectory("kubernetes");
  const stops: (() => unknown)[] = [];
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});
  const over = new AbortController();
  const clean = async () => {
    await Promise.all(stops.map((each) => each()));
    fs.rmSync(directory, { recursive: true, force: true });
  };
  const forget = beforeSignalEnds(clean);
  const onExit = () => fs.rmSync(directory, { recursive: true, force: true });
  process.on("exit", onExit);
  const stop = async () => {
    forget();
    process.off("exit", onExit);
    await clean();
  };
  const start = (part: Part) => {
    const server = startServer({ directory, ...part });
    stops.push(server.stop);
    server.ended.catch((error) => {
      over.abort();
      failed.reject(error);
    });
    return server.ready;
  };
  try {
    const starting = startParts(directory, start, over.signal, { tools, contexts, onWarning });
    const { api, kubeconfig, ...overheard } = await Promise.race([starting, failed.promise]);
    stops.push(overheard.stop, () => api.close());
    return { directory, kubeconfig, api, ended: failed.promise, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(
  directory: string,
  start: (part: Part) => Promise<string>,
  over: AbortSignal,
  { tools, contexts, onWarning }: ControlPlaneArgs,
) {
  const credentials = makeCredentials(directory);
  const [port, client, peer] = await freePorts();
  await start(store(tools, directory, client, peer));
  await start(apiServer(tools, { directory, port, store: client, credentials }));
  const ca = fs.readFileSync(path.join(directory, "apiserver.crt"), "utf8");
  const { administrator, controllerManager, scheduler } = credentials.tokens;
  const api = new Api({ port, ca, token: administrator });
  await readiness(api, over);

  const direct = { directory, server: `https://127.0.0.1:${port}`, ca, contexts: ["rehearsal"] as const };
  const access = (name: string, token: string) => writeKubeconfig({ ...direct, name, token });
  await Promise.all([
    start(controllers(tools, credentials, access("controller-manager", controllerManager), directory)),
    start(scheduling(tools, access("scheduler", scheduler))),
  ]);
  const { url, stop } = await overhear({ port, ca, token: administrator, onWarning });
  const own = { name: "administrator", server: url, contexts };
  return { api, kubeconfig: writeKubeconfig({ directory, ...own }), stop };
}

/** Answers once the API server says that it is ready; it serves a while before it is. */
async function readiness(api: Api, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    try {
      await api.send("GET", "/readyz");
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
