import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Registered } from "../harness.ts";
import { customSchemas } from "./custom-schemas.ts";
import { watch } from "./unread.ts";

/** Packages with generated validators; their files are named by API version and kind. */
const packages = [
  "kubernetes-models",
  "@kubernetes-models/cert-manager",
  "@kubernetes-models/external-secrets",
  "@kubernetes-models/gateway-api",
  "@kubernetes-models/karpenter",
  "@kubernetes-models/kyverno",
  "@kubernetes-models/opentelemetry-operator",
  "@kubernetes-models/prometheus-operator",
];

/** A generated class: its validator reads `this` and throws its errors. */
interface Model {
  prototype: { validate(this: object): void };
}

const load = createRequire(import.meta.url);

/**
 * Errors of a Kubernetes object by the schema of its kind: wrong types, missing fields, and fields that the
 * schema does not have, which an API server drops without an error. A kind without a schema is an error too.
 */
export function validate(object: Readonly<Record<string, unknown>>): string[] {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return ["has no apiVersion and kind"];
  const custom = customSchemas[`${apiVersion}/${kind}`];
  if (custom !== undefined) {
    return custom.safeParse(object).error?.issues.map(({ path, message }) => `/${path.join("/")} ${message}`) ?? [];
  }
  const model = modelOf(apiVersion, kind);
  if (model === undefined) return [`${apiVersion} ${kind} has no schema`];
  const { watched, unread } = watch(object);
  try {
    model.prototype.validate.call(watched);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  return unread().map((path) => `${path} is not a field`);
}

/** Kubernetes objects of a program that are invalid by their schemas, with the reasons. */
export function invalid(resources: readonly Registered[]): string[] {
  return objects(resources).flatMap(({ type, name, inputs }) =>
    validate(inputs).map((fault) => `${type} ${name}: ${fault}`),
  );
}

/** Kubernetes objects of a program, without Helm releases and providers. */
export function objects(resources: readonly Registered[]): Registered[] {
  return resources.filter(({ type }) => type.startsWith("kubernetes:") && !type.startsWith("kubernetes:helm.sh/"));
}

function modelOf(apiVersion: string, kind: string): Model | undefined {
  for (const name of packages) {
    const file = exported(`${name}/${apiVersion}/${kind}`);
    if (file !== undefined) return load(file)[kind];
  }
  return undefined;
}

/** The file of a module, where the package exports it. */
function exported(specifier: string): string | undefined {
  try {
    const file = fileURLToPath(import.meta.resolve(specifier));
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}
