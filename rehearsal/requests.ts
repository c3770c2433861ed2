import * as grpc from "@grpc/grpc-js";

type Callback = grpc.sendUnaryData<unknown>;
type Call = grpc.ServerUnaryCall<unknown, unknown>;

/** What is done about a request: `answer` has the SDK's server answer it. */
export type Around = (
  method: string,
  call: Call,
  callback: Callback,
  answer: (callback: Callback) => unknown,
) => unknown;

/**
 * Puts a function around every request that the SDK's servers in this process answer, from the next server on. The SDK
 * keeps to itself which connection a request came over, how a provider is configured, and when a pack's work begins.
 */
export function aroundRequests(around: Around): void {
  const addService = grpc.Server.prototype.addService;
  grpc.Server.prototype.addService = function (service, implementation) {
    const handlers: grpc.UntypedServiceImplementation = {};
    for (const method of Object.keys(service)) {
      const original: unknown = Reflect.get(implementation, method);
      if (typeof original !== "function") continue;
      handlers[method] = (call: Call, callback: Callback) =>
        around(method, call, callback, (then) => Reflect.apply(original, implementation, [call, then]));
    }
    addService.call(this, service, handlers);
  };
}
