import { execFile } from "node:child_process";
import http from "node:http";
import https from "node:https";
import { promisify } from "node:util";
import { isObject, list, text, texts } from "../inputs.ts";

/** Reads objects of a cluster by their paths. */
export type Read = (path: string) => Promise<unknown>;

/** The Kubernetes API of a kubeconfig with one cluster, whose token comes from a command, as `aws eks get-token`. */
export function kubernetesApi(kubeconfig: string): Read {
  const config: unknown = JSON.parse(kubeconfig);
  const [cluster] = list(config, "clusters");
  const [user] = list(config, "users");
  const server = text(cluster, "cluster.server");
  if (server === undefined) throw new Error("the kubeconfig of the provider names no server");
  const authority = text(cluster, "cluster.certificate-authority-data");
  const ca = authority === undefined ? undefined : Buffer.from(authority, "base64");
  let token: Promise<string> | undefined;
  return async (path) => {
    token ??= tokenOf(user);
    const headers = { accept: "application/json", authorization: `Bearer ${await token}` };
    return answer(new URL(path, server), { headers, ...(ca !== undefined && { ca }) });
  };
}

/** https://kubernetes.io/docs/reference/config-api/client-authentication.v1/ */
async function tokenOf(user: unknown): Promise<string> {
  const command = text(user, "user.exec.command");
  if (command === undefined) throw new Error("the kubeconfig of the provider has no command for a token");
  const variables = list(user, "user.exec.env").map((each) => [text(each, "name") ?? "", text(each, "value") ?? ""]);
  const env = { ...process.env, ...Object.fromEntries(variables) };
  const { stdout } = await promisify(execFile)(command, texts(user, "user.exec.args"), { env });
  const token = text(JSON.parse(stdout), "status.token");
  if (token === undefined) throw new Error(`${command} printed no token`);
  return token;
}

interface Options {
  headers: http.OutgoingHttpHeaders;
  ca?: Buffer;
}

function answer(url: URL, options: Options): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const request = (url.protocol === "https:" ? https : http).get(url, { ...options, timeout: 30_000 }, (response) => {
    let body = "";
    response.setEncoding("utf8");
    response.on("data", (data) => {
      body += data;
    });
    response.on("error", reject);
    response.on("end", () => {
      const { statusCode = 0 } = response;
      if (statusCode === 200) resolve(parsed(body));
      else reject(new Error(`the API server answers ${statusCode}: ${messageOf(body)}`));
    });
  });
  request.on("error", reject);
  request.on("timeout", () => request.destroy(new Error(`the API server ${url.host} does not answer`)));
  return promise;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function messageOf(body: string): string {
  const status = parsed(body);
  return (isObject(status) ? text(status, "message") : undefined) ?? body.slice(0, 200);
}
