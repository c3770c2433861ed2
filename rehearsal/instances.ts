import { AsyncLocalStorage } from "node:async_hooks";
import type { Place } from "./account/thing.ts";
import { aroundRequests } from "./requests.ts";

/** The configuration of one provider resource, as the program gave it. */
export interface Instance {
  place: Place;
  /** Tags that the provider adds to whatever is taggable. */
  defaultTags: Record<string, string>;
}

/** What a request says besides what the SDK's server passes on. */
interface Context {
  instance: Instance;
  /** The inputs of the last operation, in Diff and Update. */
  oldInputs: Record<string, unknown>;
  /** Whether the engine only asks what would be. */
  preview: boolean;
}

const unconfigured: Instance = {
  place: { partition: "aws", region: "us-east-1", accountId: "111122223333" },
  defaultTags: {},
};
const requests = new AsyncLocalStorage<Context>();

/** The request that is being answered. */
export function context(): Context {
  return requests.getStore() ?? { instance: unconfigured, oldInputs: {}, preview: false };
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
    const store = { instance: instances.get(peer) ?? unconfigured, oldInputs, preview };
    return requests.run(store, () =>
      answer((error, response, ...more) => {
        // Then the engine also asks in a preview, and hears which outputs nobody can know yet.
        if (method === "configure") called(response, "setSupportspreview", true);
        callback(error, response, ...more);
      }),
    );
  });
}

/** A struct of a request as plain values; empty for requests that have none. */
function struct(request: unknown, getter: "getArgs" | "getOldInputs"): Record<string, unknown> {
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
  const tags = parsed(args["defaultTags"]);
  const given = typeof tags === "object" && tags !== null && "tags" in tags ? tags.tags : undefined;
  const defaultTags = typeof given === "object" && given !== null ? Object.entries(given) : [];
  return {
    place: { partition: partitionOf(region), region, accountId },
    defaultTags: Object.fromEntries(defaultTags.map(([key, value]) => [key, String(value)])),
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
