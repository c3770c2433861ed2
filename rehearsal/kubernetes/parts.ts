import path from "node:path";
import type { Credentials } from "./credentials.ts";
import type { ServerArgs } from "./server-process.ts";
import type { Tools } from "./tools.ts";

/** A server of the control plane, for startServer. */
export type Part = Omit<ServerArgs, "directory">;

/** The store of the API server, without TLS: it holds nothing that is worth a certificate, and ends with the rehearsal. */
export function store(tools: Tools, directory: string, client: number, peer: number): Part {
  return {
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
  };
}

export interface ApiServerArgs {
  directory: string;
  port: number;
  /** Port of the store. */
  store: number;
  credentials: Credentials;
}

/** The API server with its default admission; it signs a certificate for the loopback, and writes it into the directory. */
export function apiServer(tools: Tools, { directory, port, store: etcd, credentials }: ApiServerArgs): Part {
  const { tokenFile, signingKeyFile } = credentials;
  return {
    name: "kube-apiserver",
    file: tools.kubernetes,
    ready: /Serving securely on (\S+)/,
    args: [
      "kube-apiserver",
      `--etcd-servers=http://127.0.0.1:${etcd}`,
      "--bind-address=127.0.0.1",
      "--advertise-address=127.0.0.1",
      `--secure-port=${port}`,
      `--cert-dir=${directory}`,
      `--token-auth-file=${tokenFile}`,
      "--authorization-mode=RBAC",
      "--anonymous-auth=false",
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-signing-key-file=${signingKeyFile}`,
      `--service-account-key-file=${signingKeyFile}`,
      "--service-cluster-ip-range=10.96.0.0/16",
      "--allow-privileged=true",
      // The loopback is no address for the endpoints of the Service kubernetes.
      "--endpoint-reconciler-type=none",
    ],
  };
}

/** The controllers, each with its own service account. */
export function controllers(
  tools: Tools,
  { signingKeyFile }: Credentials,
  kubeconfig: string,
  directory: string,
): Part {
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
      // No kubelet tells that its node lives.
      "--node-monitor-grace-period=240h",
      "--v=1",
    ],
  };
}

/** The scheduler. */
export function scheduling(tools: Tools, kubeconfig: string): Part {
  return {
    name: "kube-scheduler",
    file: tools.kubernetes,
    ready: /Handlers synced/,
    args: ["kube-scheduler", `--kubeconfig=${kubeconfig}`, "--leader-elect=false", "--secure-port=0", "--v=3"],
  };
}
