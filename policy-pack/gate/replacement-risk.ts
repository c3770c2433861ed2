import { disposable, identity, type Kinds, serving, stateful } from "./resource-kinds.ts";

/** What is lost with a resource. */
export type Class =
  /** Data, or the data that it encrypts or records. */
  | "stateful"
  /** A name, address or ID that other systems use. */
  | "identity"
  /** Nothing: the program creates it again. */
  | "disposable";

/** Kubernetes kinds, and types of other providers. */
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

/** API groups whose other kinds can be created again: of Kubernetes and of the platform's add-ons. */
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

/** The class of a type; undefined for an unclassified type. */
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
