import http from "node:http";
import https from "node:https";

export interface OverheardArgs {
  /** Port of the API server on the loopback. */
  port: number;
  /** Certificate authority of the API server. */
  ca: string;
  /** Token of the user that its clients are. */
  token: string;
  /** Told of each warning of the API server. */
  onWarning: (warning: string) => void;
}

/** A way to the API server on which its warnings are heard: the provider drops them (provider.go: rest.NoWarnings). */
export interface Overheard {
  /** URL of the server that stands before it; the path is the secret of its clients. */
  url: string;
  stop(): void;
}

/** Listens on the loopback, without TLS: client-go then sends no token, so the path has it, and the request gets it here. */
export async function overhear({ port, ca, token, onWarning }: OverheardArgs): Promise<Overheard> {
  const agent = new https.Agent({ keepAlive: true });
  const server = http.createServer((request, response) => {
    const { method, url = "" } = request;
    if (!url.startsWith(`/${token}/`)) {
      response.writeHead(401).end();
      return;
    }
    const headers = { ...request.headers, authorization: `Bearer ${token}` };
    const options = { host: "127.0.0.1", port, ca, agent, method, path: url.slice(token.length + 1), headers };
    const onward = https.request(options, (answer) => {
      // What the provider reads while it waits, such as Endpoints, is not the stack's choice.
      if (method !== "GET") for (const warning of warnings(answer.headers.warning)) onWarning(warning);
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    // A watch lasts until its client goes.
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.on("error", reject);
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  const address = server.address();
  const own = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${own}/${token}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

/** The texts of a header Warning, which may hold several (RFC 9110 made it obsolete, Kubernetes uses it). */
export function warnings(header: string | undefined): string[] {
  const all = [...(header ?? "").matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)];
  return all.map(([, text = ""]) => text.replaceAll(/\\(.)/g, "$1"));
}
