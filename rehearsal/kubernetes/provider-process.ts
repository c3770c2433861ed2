import { type Backend, connect } from "./backend.ts";
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

/** Starts a process of the real provider, which sees the rehearsal's kubeconfig and nothing of the user's. */
export async function startProvider(name: string, args: ProviderArgs): Promise<Backend> {
  const { file, directory, kubeconfig } = args;
  const server = startServer({
    name,
    file,
    args: [],
    directory,
    env: { KUBECONFIG: kubeconfig },
    ready: /^(\d+)$/,
  });
  const { ask, stop } = connect(Number(await server.ready));
  return {
    ask,
    stop: async () => {
      await stop();
      await server.stop();
    },
  };
}
