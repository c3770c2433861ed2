import type { Thing } from "../account/thing.ts";
import { type Api, ApiError, isGone, type KubernetesObject } from "./api.ts";
import { chartNamespaces, chartPods } from "./chart-pods.ts";
import { customKinds } from "./custom-kinds.ts";
import { addonPods } from "./eks-addons.ts";
import { managedNodes, pooledNodes } from "./eks-nodes.ts";
import { nodeObject } from "./nodes.ts";
import { operatedCollectors } from "./operated-collectors.ts";
import { operate } from "./operators.ts";
import { record, records } from "./values.ts";

export interface StandInsArgs {
  api: Api;
  /** What exists in the account. */
  things: () => Promise<readonly Thing[]>;
  /** Told of what a stand-in for a controller fails at. */
  onError: (error: Error) => void;
}

/** Makes the cluster have what node groups, add-ons, charts and operators of the account would bring, and keeps it so. */
export class StandIns {
  private readonly args: StandInsArgs;
  private readonly made = new Map<string, string>();
  private running: Promise<void> = Promise.resolve();
  private waiting: Promise<void> | undefined;
  /** The node that is gone for a while. */
  private lost: string | undefined;

  constructor(args: StandInsArgs) {
    this.args = args;
  }

  /** Follows the account as it is now; calls that come while another is at work share the next one. */
  follow(): Promise<void> {
    this.waiting ??= this.running.then(() => {
      this.waiting = undefined;
      this.running = this.reconcile();
      // Whoever waits is told of a failure; the next one starts all the same.
      const told = this.running;
      this.running = told.catch(() => {});
      return told;
    });
    return this.waiting;
  }

  /** A managed node of each node group that has several. */
  async replaceable(): Promise<string[]> {
    const groups = Map.groupBy(
      managedNodes(await this.args.things()),
      ({ labels }) => labels["eks.amazonaws.com/nodegroup"],
    );
    return [...groups.values()].flatMap(([first, ...more]) => (first && more.length > 0 ? [first.name] : []));
  }

  /** Loses a node with its pods while something is done, and has it again. */
  async without<T>(node: string, act: () => Promise<T>): Promise<T> {
    try {
      this.lost = node;
      await this.follow();
      return await act();
    } finally {
      this.lost = undefined;
      await this.follow();
    }
  }

  private async reconcile(): Promise<void> {
    const all = standIns(await this.args.things()).filter(
      ({ kind, metadata }) => kind !== "Node" || metadata.name !== this.lost,
    );
    const wanted = new Map(all.map((object) => [pathOf(object), object]));
    for (const [path, object] of wanted) {
      const text = JSON.stringify(object);
      const before = this.made.get(path);
      if (before === text) continue;
      this.made.set(path, text);
      await (before === undefined ? this.make(path, object) : this.args.api.send("PATCH", path, object));
    }
    for (const path of [...this.made.keys()].filter((each) => !wanted.has(each)).reverse()) {
      this.made.delete(path);
      await this.remove(path);
    }
  }

  private async make(path: string, object: KubernetesObject): Promise<void> {
    const { api, onError } = this.args;
    try {
      await api.send("POST", path.slice(0, path.lastIndexOf("/")), object);
    } catch (error) {
      // A namespace that a chart would make may be one of the stack.
      if (!(error instanceof ApiError && error.status === 409)) throw error;
    }
    if (object.kind !== "CustomResourceDefinition") return;
    await established(api, object);
    operate(api, object, onError);
  }

  private async remove(path: string): Promise<void> {
    const { api } = this.args;
    const gone = (error: unknown) => {
      if (!isGone(error)) throw error;
    };
    await api.send("DELETE", path).catch(gone);
    const [, node] = /^\/api\/v1\/nodes\/(.+)$/.exec(path) ?? [];
    if (node === undefined) return;
    // With the node its pods are gone at once; the controller for them would wait first.
    const pods = await api.list(`/api/v1/pods?fieldSelector=spec.nodeName%3D${node}`);
    const options = { apiVersion: "v1", kind: "DeleteOptions", gracePeriodSeconds: 0 };
    for (const { metadata } of pods)
      await api.send("DELETE", `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`, options).catch(gone);
  }
}

function standIns(things: readonly Thing[]): KubernetesObject[] {
  const managed = managedNodes(things);
  return [
    ...[...managed, ...pooledNodes(things, managed)].map(nodeObject),
    ...customKinds(things),
    ...chartNamespaces(things),
    ...addonPods(things),
    ...chartPods(things),
    ...operatedCollectors(things),
  ];
}

const collections: Readonly<Record<string, string>> = {
  Node: "/api/v1/nodes",
  Namespace: "/api/v1/namespaces",
  CustomResourceDefinition: "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
  Deployment: "/apis/apps/v1/namespaces/NAMESPACE/deployments",
  DaemonSet: "/apis/apps/v1/namespaces/NAMESPACE/daemonsets",
};

function pathOf({ kind, metadata }: KubernetesObject): string {
  const collection = collections[kind] ?? kind;
  return `${collection.replace("NAMESPACE", metadata.namespace ?? "")}/${metadata.name}`;
}

/** Answers once the API server serves a kind, which is a moment after it says so of the definition. */
async function established(api: Api, { spec }: KubernetesObject): Promise<void> {
  const { group, names, versions } = record(spec);
  const version = records(versions).find(({ storage }) => storage === true) ?? {};
  for (;;) {
    try {
      await api.send("GET", `/apis/${group}/${version["name"]}/${record(names)["plural"]}`);
      return;
    } catch (error) {
      // 429: its storage is being prepared.
      if (!(error instanceof ApiError && [404, 429].includes(error.status))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
