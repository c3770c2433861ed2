import { AsyncLocalStorage } from "node:async_hooks";
import * as grpc from "@grpc/grpc-js";
import type { Place } from "./cloud.ts";

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
}

const unconfigured: Instance = {
  place: { partition: "aws", region: "us-east-1", accountId: "111122223333" },
  defaultTags: {},
};
const requests = new AsyncLocalStorage<Context>();

/** The request that is being answered. */
export function context(): Context {
  return requests.getStore() ?? { instance: unconfigured, oldInputs: {} };
}

type Handler = (call: grpc.ServerUnaryCall<Request, unknown>, callback: grpc.sendUnaryData<unknown>) => unknown;
interface Struct {
  toJavaScript(): Record<string, unknown>;
}
interface Request {
  getArgs?(): Struct | undefined;
  getOldInputs?(): Struct | undefined;
}

/**
 * Makes the SDK's server remember Configure, which it ignores. Every provider resource has its own connection to this
 * process, so the connection tells which configuration a request belongs to.
 */
export function tellInstancesApart(): void {
  const instances = new Map<string, Instance>();
  const addService = grpc.Server.prototype.addService;
  grpc.Server.prototype.addService = function (service, implementation) {
    const handlers: grpc.UntypedServiceImplementation = {};
    for (const method of Object.keys(service)) {
      const answer: Handler | undefined = Reflect.get(implementation, method);
      if (answer === undefined) continue;
      const handler: Handler = (call, callback) => {
        const peer = call.getPeer();
        if (method === "configure") instances.set(peer, instance(call.request.getArgs?.()?.toJavaScript() ?? {}));
        const oldInputs = call.request.getOldInputs?.()?.toJavaScript() ?? {};
        const store = { instance: instances.get(peer) ?? unconfigured, oldInputs };
        return requests.run(store, () => answer.call(implementation, call, callback));
      };
      Reflect.set(handlers, method, handler);
    }
    addService.call(this, service, handlers);
  };
}

function instance(args: Record<string, unknown>): Instance {
  const region = text(args["region"]) ?? unconfigured.place.region;
  const accounts = parsed(args["allowedAccountIds"]);
  const accountId = (Array.isArray(accounts) ? text(accounts[0]) : undefined) ?? unconfigured.place.accountId;
  const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  const tags = parsed(args["defaultTags"]);
  const given = typeof tags === "object" && tags !== null && "tags" in tags ? tags.tags : undefined;
  const defaultTags = typeof given === "object" && given !== null ? Object.entries(given) : [];
  return {
    place: { partition, region, accountId },
    defaultTags: Object.fromEntries(defaultTags.map(([key, value]) => [key, String(value)])),
  };
}

/** The SDK sends lists and objects of a provider's configuration as JSON text. */
function parsed(value: unknown): unknown {
  return typeof value === "string" && /^[[{]/.test(value) ? JSON.parse(value) : value;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
