import { createRequire } from "node:module";
import * as grpc from "@grpc/grpc-js";
import type * as Services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import "../loopback.ts";
import { connect } from "./backend.ts";
import { Pair } from "./pair.ts";
import { type ProviderArgs, startProvider } from "./provider-process.ts";

// The module's classes are hidden from an import: only its types say that it exports them by name.
const require = createRequire(import.meta.url);
const { ResourceProviderService }: typeof Services = require("@pulumi/pulumi/proto/provider_grpc_pb.js");

type Call = grpc.ServerUnaryCall<Buffer, Buffer>;
type Callback = grpc.sendUnaryData<Buffer>;

export interface FrontArgs extends ProviderArgs {
  /** Port of the offline account's provider. */
  account: number;
  /** Makes the cluster have what the account has by now. */
  follow: () => Promise<void>;
}

/**
 * Stands between the engine and the real Kubernetes provider. A provider process is configured once, and serves until the
 * engine cancels it: so every provider resource of every operation gets a process, as it does where the engine starts them.
 */
export class Front {
  private readonly args: FrontArgs;
  private readonly server = new grpc.Server(unlimited);
  private readonly providers = new Map<string, Promise<Pair>>();
  private readonly ids = new Map<string, string>();
  private started = 0;

  constructor(args: FrontArgs) {
    this.args = args;
  }

  /** Starts to listen, and returns the port that the engine attaches to. */
  async listen(): Promise<number> {
    const handlers = Object.keys(service).map((method) => {
      const handle = (call: Call, callback: Callback) => {
        this.answer(method, call).then(
          (answer) => callback(null, answer),
          (error) => callback(isServiceError(error) ? error : { code: grpc.status.INTERNAL, details: String(error) }),
        );
      };
      return [method, handle];
    });
    this.server.addService(service, Object.fromEntries(handlers));
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
    return promise;
  }

  /** Ends every provider process: those of an operation that is over. */
  async endProviders(): Promise<void> {
    await Promise.all([...this.providers.keys()].map((peer) => this.end(peer)));
  }

  /** Ends every provider process, and listens no more. */
  async stop(): Promise<void> {
    this.server.forceShutdown();
    await this.endProviders();
  }

  private async answer(method: string, call: Call): Promise<Buffer> {
    const peer = call.getPeer();
    const provider = await this.providerOf(peer);
    const { request, metadata } = call;
    const answer = await provider.answer({ method, path: service[method]?.path ?? method, request, metadata });
    // After it the process answers nothing more.
    if (method === "cancel") await this.end(peer);
    return answer;
  }

  private providerOf(peer: string): Promise<Pair> {
    const known = this.providers.get(peer);
    if (known !== undefined) return known;
    this.started += 1;
    const { account, contexts, follow } = this.args;
    const provider = startProvider(`provider-${this.started}`, this.args).then(
      (real) => new Pair({ real, account: connect(account), contexts, ids: this.ids, follow }),
    );
    this.providers.set(peer, provider);
    return provider;
  }

  private async end(peer: string): Promise<void> {
    const provider = this.providers.get(peer);
    this.providers.delete(peer);
    await provider?.then((running) => running.stop());
  }
}

const unlimited = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

/** Messages are passed on as they came. */
const asItCame = (message: Buffer) => message;

const service: grpc.ServiceDefinition = Object.fromEntries(
  Object.entries(ResourceProviderService)
    .filter(([, { responseStream }]) => !responseStream)
    .map(([method, { path }]) => [
      method,
      {
        path,
        requestStream: false,
        responseStream: false,
        requestSerialize: asItCame,
        requestDeserialize: asItCame,
        responseSerialize: asItCame,
        responseDeserialize: asItCame,
      },
    ]),
);

function isServiceError(error: unknown): error is grpc.ServiceError {
  return error instanceof Error && "code" in error && "details" in error;
}
