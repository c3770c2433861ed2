import { generateKeyPairSync, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** The users of a control plane, by the names that RBAC's default bindings know. */
const users = {
  administrator: { user: "rehearsal", groups: ["system:masters"] },
  controllerManager: { user: "system:kube-controller-manager", groups: [] },
  scheduler: { user: "system:kube-scheduler", groups: [] },
} as const;

type User = keyof typeof users;

/** What lets the parts of one control plane in, made at its start and known to it alone. */
export interface Credentials {
  /** Tokens of the users. */
  tokens: Readonly<Record<User, string>>;
  /** File of the tokens, as kube-apiserver reads it. */
  tokenFile: string;
  /** File of the key that signs tokens of service accounts. */
  signingKeyFile: string;
}

/** Makes the credentials in a directory that only this user reads. */
export function makeCredentials(directory: string): Credentials {
  const token = () => randomBytes(24).toString("hex");
  const tokens = { administrator: token(), controllerManager: token(), scheduler: token() };
  const all: readonly User[] = ["administrator", "controllerManager", "scheduler"];
  const rows = all.map((key, at) => [tokens[key], users[key].user, at + 1, ...users[key].groups]);
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const tokenFile = secret(directory, "tokens.csv", rows.map((row) => `${row.join(",")}\n`).join(""));
  return { tokens, tokenFile, signingKeyFile: secret(directory, "service-accounts.pem", privateKey) };
}

export interface KubeconfigArgs {
  directory: string;
  /** Name of the file. */
  name: string;
  /** URL of the API server, or of what stands before it. */
  server: string;
  /** Certificate authority of the server. @default none, for a server without TLS */
  ca?: string;
  /** @default none, for a server that knows its clients in another way */
  token?: string;
  /** Names under which clients ask for the cluster; the first is the current context. */
  contexts: readonly [string, ...string[]];
}

/** Writes a kubeconfig for one user, and returns its file. */
export function writeKubeconfig({ directory, name, server, ca, token, contexts }: KubeconfigArgs): string {
  const authority = ca && { "certificate-authority-data": Buffer.from(ca).toString("base64") };
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": contexts[0],
    clusters: [{ name: "rehearsal", cluster: { server, ...authority } }],
    users: [{ name: "rehearsal", user: token === undefined ? {} : { token } }],
    contexts: contexts.map((context) => ({ name: context, context: { cluster: "rehearsal", user: "rehearsal" } })),
  };
  return secret(directory, `${name}.kubeconfig`, JSON.stringify(config));
}

function secret(directory: string, name: string, text: string): string {
  const file = path.join(directory, name);
  fs.writeFileSync(file, text, { mode: 0o600 });
  return file;
}
