import { AsyncLocalStorage } from "node:async_hooks";
import { createRequire } from "node:module";
import type * as Proto from "@pulumi/pulumi/proto/provider_pb.js";
import type { Place } from "./account/thing.ts";
import { changes } from "./replacement.ts";
import { aroundRequests } from "./requests.ts";

// The module's classes are hidden from an import: only its types say that it exports them by name.
const provider: typeof Proto = createRequire(import.meta.url)("@pulumi/pulumi/proto/provider_pb.js");

/** The configuration of one provider resource, as the program gave it. */
export interface Instance {
  place: Place;
  /** Tags that the provider adds to whatever is taggable. */
  defaultTags: Record<string, string>;
  /** Whether the Kubernetes provider takes over an object that exists, where it is to make it. */
  takesOver: boolean;
  /** Whether the Kubernetes provider changes ConfigMaps in place. */
  configMapsMutable: boolean;
}

/** What a request says besides what the SDK's server passes on. */
interface Context {
  instance: Instance;
  /** The inputs of the last operation, in Diff and Update. */
  oldInputs: Record<string, unknown>;
  /** Whether the engine only asks what would be. */
  preview: boolean;
  /** Paths of the inputs that differ, which Diff finds out. */
  changed: string[];
}

const unconfigured: Instance = {
  place: { partition: "aws", region: "us-east-1", accountId: "111122223333" },
  defaultTags: {},
  takesOver: true,
  configMapsMutable: false,
};
const requests = new AsyncLocalStorage<Context>();

/** The request that is being answered. */
export function context(): Context {
  return requests.getStore() ?? { instance: unconfigured, oldInputs: {}, preview: false, changed: [] };
}

/**
 * Makes the SDK's server remember Configure, which it ignores. Every provider resource has its own connection to this
 * process, so the connection tells which configuration a request belongs to.
 */
export function tellInstancesApart(): void {
  const instances = new Map<string, Instance>();
  aroundRequests((method, call, callback, answer) => {
    const peer = call.getPeer();
    if (method === "configure") instances.set(peer, instance(struct(call.request, "getArgs")));
    const oldInputs = struct(call.request, "getOldInputs");
    const preview = called(call.request, "getPreview") === true;
    if (method === "diffConfig") return callback(null, configDifference(call.request));
    const store: Context = { instance: instances.get(peer) ?? unconfigured, oldInputs, preview, changed: [] };
    return requests.run(store, () =>
      answer((error, response, ...more) => {
        // Then the engine also asks in a preview, and hears which outputs nobody can know yet.
        if (method === "configure") called(response, "setSupportspreview", true);
        if (method === "diff") detail(response, store.changed);
        callback(error, response, ...more);
      }),
    );
  });
}

/**
 * What a change of a provider's configuration means: in another Region everything is made anew. The SDK's server does
 * not answer DiffConfig, and without an answer the engine would update the provider in place.
 */
function configDifference(request: unknown): Proto.DiffResponse {
  const [before, after] = [struct(request, "getOldInputs"), struct(request, "getNews")];
  const response = new provider.DiffResponse();
  const { DIFF_SOME, DIFF_NONE } = provider.DiffResponse.DiffChanges;
  response.setChanges(changes(before, after).length > 0 ? DIFF_SOME : DIFF_NONE);
  if (before["region"] !== after["region"]) response.setReplacesList(["region"]);
  return response;
}

/** Adds to the answer of Diff which inputs differ, as the providers do: the engine looks there for what replaceOnChanges names. */
function detail(response: unknown, paths: readonly string[]): void {
  if (!(response instanceof provider.DiffResponse)) return;
  for (const path of paths) {
    const difference = new provider.PropertyDiff();
    difference.setKind(provider.PropertyDiff.Kind.UPDATE);
    difference.setInputdiff(true);
    response.getDetaileddiffMap().set(path, difference);
  }
  response.setHasdetaileddiff(paths.length > 0);
}

/** A struct of a request as plain values; empty for requests that have none. */
function struct(request: unknown, getter: "getArgs" | "getOldInputs" | "getNews"): Record<string, unknown> {
  const values: unknown = called(called(request, getter), "toJavaScript");
  return typeof values === "object" && values !== null ? { ...values } : {};
}

function called(target: unknown, method: string, ...args: unknown[]): unknown {
  const found: unknown = typeof target === "object" && target !== null ? Reflect.get(target, method) : undefined;
  return typeof found === "function" ? found.apply(target, args) : undefined;
}

function instance(args: Record<string, unknown>): Instance {
  const region = text(args["region"]) ?? unconfigured.place.region;
  const accounts = parsed(args["allowedAccountIds"]);
  const accountId = (Array.isArray(accounts) ? text(accounts[0]) : undefined) ?? unconfigured.place.accountId;
  const cluster = text(args["clusterIdentifier"]);
  const tags = parsed(args["defaultTags"]);
  const given = typeof tags === "object" && tags !== null && "tags" in tags ? tags.tags : undefined;
  const defaultTags = typeof given === "object" && given !== null ? Object.entries(given) : [];
  return {
    place: { partition: partitionOf(region), region, accountId, ...(cluster && { cluster }) },
    defaultTags: Object.fromEntries(defaultTags.map(([key, value]) => [key, String(value)])),
    takesOver: String(args["enableServerSideApply"]) !== "false",
    configMapsMutable: String(args["enableConfigMapMutable"]) === "true",
  };
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** The SDK sends lists and objects of a provider's configuration as JSON text. */
function parsed(value: unknown): unknown {
  return typeof value === "string" && /^[[{]/.test(value) ? JSON.parse(value) : value;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
