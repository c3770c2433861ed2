import * as grpc from "@grpc/grpc-js";
import "../loopback.ts";

/** A provider on a port of the loopback, asked with the messages as the engine sent them. */
export interface Backend {
  /** Sends a request, and returns the answer or the provider's error. */
  ask(path: string, request: Buffer, metadata: grpc.Metadata): Promise<Buffer>;
  stop(): Promise<void>;
}

/** Connects to a provider, on a connection that stands for one provider resource: the offline account tells them apart by it. */
export function connect(port: number): Backend {
  const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
    "grpc.use_local_subchannel_pool": 1,
  });
  return {
    ask: (path, request, metadata) => {
      const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
      client.makeUnaryRequest(path, asItIs, asItIs, request, metadata, (error, answer = Buffer.alloc(0)) => {
        if (error === null) resolve(answer);
        else reject(error);
      });
      return promise;
    },
    stop: async () => client.close(),
  };
}

const asItIs = (message: Buffer) => message;
