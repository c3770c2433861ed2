import * as grpc from "@grpc/grpc-js";
import "../loopback.ts";
import { startServer } from "./server-process.ts";

export interface ProviderArgs {
  /** Executable of the Pulumi Kubernetes provider. */
  file: string;
  /** Directory of its logs, and its home. */
  directory: string;
  /** The only kubeconfig that it reads. */
  kubeconfig: string;
  /** Contexts of that kubeconfig. */
  contexts: readonly string[];
}

/** A running provider process. */
export interface ProviderProcess {
  /** Sends a request, and returns the answer or the provider's error. */
  ask(path: string, request: Buffer, metadata: grpc.Metadata): Promise<Buffer>;
  stop(): Promise<void>;
}

/** Starts a process of the real provider, which sees the rehearsal's kubeconfig and nothing of the user's. */
export async function startProvider(name: string, args: ProviderArgs): Promise<ProviderProcess> {
  const { file, directory, kubeconfig } = args;
  const server = startServer({
    name,
    file,
    args: [],
    directory,
    env: { KUBECONFIG: kubeconfig },
    ready: /^(\d+)$/,
  });
  const port = await server.ready;
  const options = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
  const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), options);
  return {
    ask: (path, request, metadata) => {
      const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
      client.makeUnaryRequest(path, asItIs, asItIs, request, metadata, (error, answer = Buffer.alloc(0)) => {
        if (error === null) resolve(answer);
        else reject(error);
      });
      return promise;
    },
    stop: async () => {
      client.close();
      await server.stop();
    },
  };
}

const asItIs = (message: Buffer) => message;
