import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { beforeSignalEnds } from "../signals.ts";
import { temporaryDirectory } from "../temporary.ts";
import { Api } from "./api.ts";
import { type Credentials, makeCredentials, writeKubeconfig } from "./credentials.ts";
import { type Server, type ServerArgs, startServer } from "./server-process.ts";
import type { Tools } from "./tools.ts";

/** A Kubernetes control plane on the loopback, with kwok in place of the kubelets. */
export interface ControlPlane {
  /** Its directory: data, credentials, logs. */
  directory: string;
  /** Kubeconfig of its administrator. */
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
}

/** Starts a control plane with nothing in it; the error of a part that does not start has the last lines of its log. */
export async function startControlPlane({ tools, contexts }: ControlPlaneArgs): Promise<ControlPlane> {
  const directory = temporaryDirectory("kubernetes");
  const servers: Server[] = [];
  const clean = async () => {
    await Promise.all(servers.map((server) => server.stop()));
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
  const start = (args: Omit<ServerArgs, "directory">) => {
    const server = startServer({ directory, ...args });
    servers.push(server);
    return server.ready;
  };
  try {
    const credentials = makeCredentials(directory);
    const { port, ca } = await startApiServer(tools, directory, credentials, start);
    const access = (name: string, token: string, names: ControlPlaneArgs["contexts"] = ["rehearsal"]) =>
      writeKubeconfig({ directory, name, port, ca, token, contexts: names });
    const { administrator, controllerManager, scheduler } = credentials.tokens;
    const kubeconfig = access("administrator", administrator, contexts);
    const api = new Api({ port, ca, token: administrator });
    const ended = Promise.race(servers.map((server) => server.ended));
    ended.catch(() => {});
    await Promise.race([readiness(api), ended]);
    await Promise.all([
      start(controllers(tools, credentials, access("controller-manager", controllerManager), directory)),
      start(scheduling(tools, access("scheduler", scheduler))),
      start(kubelets(tools, access("kwok", administrator))),
    ]);
    return {
      directory,
      kubeconfig,
      api,
      ended,
      stop: async () => {
        api.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Start = (args: Omit<ServerArgs, "directory">) => Promise<string>;

/** Starts etcd and the API server; it signs its own certificate for the loopback, and writes it into the directory. */
async function startApiServer(tools: Tools, directory: string, credentials: Credentials, start: Start) {
  const [port, client, peer] = await freePorts();
  await start({
    name: "etcd",
    file: tools.etcd,
    ready: /"ready to serve client requests"/,
    args: [
      `--data-dir=${path.join(directory, "etcd")}`,
      `--listen-client-urls=http://127.0.0.1:${client}`,
      `--advertise-client-urls=http://127.0.0.1:${client}`,
      `--listen-peer-urls=http://127.0.0.1:${peer}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
      `--initial-cluster=default=http://127.0.0.1:${peer}`,
      // The data outlive no crash: nothing has to reach the disk.
      "--unsafe-no-fsync",
    ],
  });
  await start({
    name: "kube-apiserver",
    file: tools.kubernetes,
    ready: /Serving securely on (\S+)/,
    args: [
      "kube-apiserver",
      `--etcd-servers=http://127.0.0.1:${client}`,
      "--bind-address=127.0.0.1",
      "--advertise-address=127.0.0.1",
      `--secure-port=${port}`,
      `--cert-dir=${directory}`,
      `--token-auth-file=${credentials.tokenFile}`,
      "--authorization-mode=RBAC",
      "--anonymous-auth=false",
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-signing-key-file=${credentials.signingKeyFile}`,
      `--service-account-key-file=${credentials.signingKeyFile}`,
      "--service-cluster-ip-range=10.96.0.0/16",
      "--allow-privileged=true",
      // The loopback is no address for the endpoints of the Service kubernetes.
      "--endpoint-reconciler-type=none",
    ],
  });
  return { port, ca: fs.readFileSync(path.join(directory, "apiserver.crt"), "utf8") };
}

function controllers(tools: Tools, { signingKeyFile }: Credentials, kubeconfig: string, directory: string) {
  return {
    name: "kube-controller-manager",
    file: tools.kubernetes,
    ready: /Controller starting.*garbage-collector-controller/,
    args: [
      "kube-controller-manager",
      `--kubeconfig=${kubeconfig}`,
      "--leader-elect=false",
      "--secure-port=0",
      "--use-service-account-credentials",
      `--service-account-private-key-file=${signingKeyFile}`,
      `--root-ca-file=${path.join(directory, "apiserver.crt")}`,
      "--v=1",
    ],
  };
}

function scheduling(tools: Tools, kubeconfig: string) {
  return {
    name: "kube-scheduler",
    file: tools.kubernetes,
    ready: /Handlers synced/,
    args: ["kube-scheduler", `--kubeconfig=${kubeconfig}`, "--leader-elect=false", "--secure-port=0", "--v=3"],
  };
}

function kubelets(tools: Tools, kubeconfig: string) {
  return {
    name: "kwok",
    file: tools.kwok,
    ready: /Watch all nodes/,
    args: [`--kubeconfig=${kubeconfig}`, "--manage-all-nodes", "--node-lease-duration-seconds=40"],
  };
}

/** Answers once the API server says that it is ready; it serves a while before it is. */
async function readiness(api: Api): Promise<void> {
  for (;;) {
    try {
      await api.send("GET", "/readyz");
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Three ports of the loopback that nothing listens on. */
async function freePorts(): Promise<[number, number, number]> {
  const listeners = await Promise.all([listener(), listener(), listener()]);
  const ports = listeners.map((each) => {
    const address = each.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  });
  await Promise.all(listeners.map((each) => new Promise((resolve) => each.close(resolve))));
  const [first = 0, second = 0, third = 0] = ports;
  return [first, second, third];
}

function listener(): Promise<net.Server> {
  const { promise, resolve, reject } = Promise.withResolvers<net.Server>();
  const server = net.createServer();
  server.on("error", (error) => reject(new Error(`no port of 127.0.0.1 can be listened on: ${error.message}`)));
  server.listen(0, "127.0.0.1", () => resolve(server));
  return promise;
}
