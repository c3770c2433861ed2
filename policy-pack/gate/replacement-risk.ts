import { disposable, identity, type Kinds, serving, stateful } from "./resource-kinds.ts";

/** What the loss of a resource means. */
export type Class =
  /** Data goes with it, or all that it encrypted or recorded. */
  | "stateful"
  /** Others hold its name, address or ID, and do not hear of a new one. */
  | "identity"
  /** The program makes the same again. */
  | "disposable";

/** Kubernetes kinds, and what is neither AWS's nor Kubernetes'. */
const others: Readonly<Record<string, Class>> = {
  CustomResourceDefinition: "stateful",
  Namespace: "stateful",
  PersistentVolume: "stateful",
  PersistentVolumeClaim: "stateful",
  Gateway: "identity",
  Ingress: "identity",
  Release: "identity",
  StatefulSet: "identity",
  "random:index/randomPassword:RandomPassword": "identity",
  "tls:index/privateKey:PrivateKey": "identity",
};

/** Kubernetes groups whose other kinds can be made again: built in, or of the add-ons that clusters here have. */
const groups =
  /^(?:core|meta|apps|batch|autoscaling|policy|yaml|helm\.sh|[\w.-]*\.k8s\.(?:io|aws)|karpenter\.sh|external-secrets\.io|monitoring\.coreos\.com|kyverno\.io|policies\.kyverno\.io|cert-manager\.io|acme\.cert-manager\.io|opentelemetry\.io|velero\.io|argoproj\.io|configuration\.konghq\.com)\//;

const byKind = new Map<string, Class>();
for (const [kinds, means] of [
  [disposable, "disposable"],
  [identity, "identity"],
  [stateful, "stateful"],
] as const)
  for (const kind of listed(kinds)) byKind.set(kind, means);
const interrupting = new Set(listed(serving));

function listed(kinds: Kinds): string[] {
  return Object.entries(kinds).flatMap(([service, names]) =>
    names
      .split(" ")
      .filter((name) => name !== "")
      .map((name) => `${service}.${name}`),
  );
}

/** The class of a type; nothing for one that nobody has classed yet. */
export function classOf(type: string): Class | undefined {
  const [provider = "", module = "", kind = ""] = type.split(":");
  if (provider === "aws") return byKind.get(`${module.split("/")[0]}.${kind}`);
  if (provider === "pulumi") return "disposable";
  if (provider === "kubernetes") return others[kind] ?? (groups.test(`${module}/`) ? "disposable" : undefined);
  return others[type];
}

/** Whether requests fail while a resource of this type is replaced. */
export function isServing(type: string): boolean {
  const [provider, module = "", kind] = type.split(":");
  return provider === "aws" && interrupting.has(`${module.split("/")[0]}.${kind}`);
}
