import { createHash } from "node:crypto";
import type { Thing } from "../account/thing.ts";
import type { KubernetesObject } from "./api.ts";
import { controller, type Placement } from "./stand-in-pods.ts";
import { record } from "./values.ts";

type Values = Readonly<Record<string, unknown>>;

/** Parts of charts that run on each node. */
const daemons = /node-exporter|nodeAgent|^node$/;

const placementKeys = ["nodeSelector", "tolerations", "affinity", "topologySpreadConstraints"] as const;

/** What a part of a chart inherits from what it is in. */
interface Inherited {
  replicas: number;
  daemon: boolean;
  placement: Placement;
}

/**
 * Stands in for the pods of the charts, whose repositories are out of reach: each part of a chart's values that has
 * resources is a controller with those requests, the part's number of pods (or that of what it is in), and its placement.
 */
export function chartPods(things: readonly Thing[]): KubernetesObject[] {
  return releases(things).flatMap(({ name, namespace, values }) =>
    partsOf(values, name, { replicas: 1, daemon: false, placement: {} }).map((part) =>
      controller({ ...part, name: shortened(part.name), namespace }),
    ),
  );
}

/** Namespaces that releases make. */
export function chartNamespaces(things: readonly Thing[]): KubernetesObject[] {
  return releases(things)
    .filter(({ createsNamespace }) => createsNamespace)
    .map(({ namespace }) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }));
}

function releases(things: readonly Thing[]) {
  return things
    .filter(({ type }) => type === "kubernetes:helm.sh/v3:Release")
    .map(({ name, inputs }) => ({
      name: String(inputs["name"] ?? name),
      namespace: String(inputs["namespace"] ?? "default"),
      createsNamespace: inputs["createNamespace"] === true,
      values: record(inputs["values"]),
    }));
}

function partsOf(
  values: Values,
  name: string,
  inherited: Inherited,
): Omit<Parameters<typeof controller>[0], "namespace">[] {
  const { replicas, daemon, placement } = ownOf(values, name, inherited);
  const requests = record(record(values["resources"])["requests"]);
  // The resources of a claim template are the size of a volume.
  const own =
    "resources" in values && !("storage" in requests)
      ? [
          {
            name,
            kind: daemon ? ("DaemonSet" as const) : ("Deployment" as const),
            replicas,
            requests,
            placement:
              daemon && placement.tolerations === undefined ? { ...placement, tolerations: everyTaint } : placement,
          },
        ]
      : [];
  const inner = Object.entries(values).filter(([key, value]) => key !== "resources" && isValues(value));
  return [
    ...own,
    ...inner.flatMap(([key, value]) =>
      partsOf(record(value), `${name}-${key.toLowerCase()}`, {
        replicas,
        daemon: daemon || daemons.test(key),
        placement,
      }),
    ),
  ];
}

const everyTaint = [{ operator: "Exists" }];

function ownOf(values: Values, name: string, { replicas, daemon, placement }: Inherited): Inherited {
  const given = [values["replicas"], values["replicaCount"]].find((each) => typeof each === "number");
  const placed = placementKeys.flatMap((key) => (key in values ? [[key, values[key]] as const] : []));
  return {
    replicas: typeof given === "number" ? given : replicas,
    daemon: daemon || daemons.test(name),
    placement: { ...placement, ...Object.fromEntries(placed) },
  };
}

function isValues(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A name of at most 63 characters, as labels take it. */
function shortened(name: string): string {
  if (name.length <= 63) return name;
  return `${name.slice(0, 52)}-${createHash("sha256").update(name).digest("hex").slice(0, 10)}`;
}
