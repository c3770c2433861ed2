import { type Api, ApiError, isGone, type KubernetesObject } from "./api.ts";
import { record, records, text } from "./values.ts";

/**
 * Stands in for the controller of a custom kind: each object becomes Ready, if its definition has conditions, and an
 * ExternalSecret gets its Secret, with a value in each key.
 */
export function operate(api: Api, definition: KubernetesObject, fail: (error: Error) => void): void {
  const { group, names, versions } = record(definition["spec"]);
  const version = records(versions).find(({ storage }) => storage === true) ?? {};
  if (!hasConditions(version)) return;
  const plural = String(record(names)["plural"]);
  const root = `/apis/${group}/${version["name"]}`;
  api.watch(`${root}/${plural}`, ({ type, object }) => {
    if (type !== "ADDED" && type !== "MODIFIED") return;
    const { name, namespace, generation } = object.metadata;
    if (readyGeneration(object) === generation) return;
    const path =
      namespace === undefined ? `${root}/${plural}/${name}` : `${root}/namespaces/${namespace}/${plural}/${name}`;
    const work = async () => {
      if (object.kind === "ExternalSecret") await makeSecret(api, object);
      await api.send("PATCH", `${path}/status`, { status: ready(generation) });
    };
    work().catch((error: Error) => {
      // The object or its namespace may go meanwhile.
      if (!isGone(error)) fail(error);
    });
  });
}

function hasConditions(version: Record<string, unknown>): boolean {
  const schema = record(record(record(version["schema"])["openAPIV3Schema"])["properties"]);
  const status = record(record(schema["status"])["properties"]);
  return "status" in record(version["subresources"]) && "conditions" in status;
}

function readyGeneration(object: KubernetesObject): unknown {
  const condition = records(record(object["status"])["conditions"]).find(({ type }) => type === "Ready");
  return condition && Number(text(condition["message"])?.split(" ").at(-1));
}

function ready(generation: unknown) {
  const condition = {
    type: "Ready",
    status: "True",
    reason: "StandIn",
    message: `accepted in generation ${generation}`,
    lastTransitionTime: new Date().toISOString().replace(/\.\d+/, ""),
  };
  return { conditions: [condition] };
}

async function makeSecret(api: Api, { metadata, spec }: KubernetesObject): Promise<void> {
  const { target, data } = record(spec);
  const name = text(record(target)["name"]) ?? metadata.name;
  const collection = `/api/v1/namespaces/${metadata.namespace}/secrets`;
  const stringData = Object.fromEntries(records(data).map(({ secretKey }) => [String(secretKey), "stand-in"]));
  const owner = {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    name: metadata.name,
    uid: metadata["uid"],
  };
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name, ownerReferences: [owner] }, stringData };
  try {
    await api.send("POST", collection, secret);
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 409)) throw error;
    await api.send("PATCH", `${collection}/${name}`, { stringData });
  }
}
