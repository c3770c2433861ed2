import https from "node:https";
import { createInterface } from "node:readline";

/** An object of the Kubernetes API. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; [field: string]: unknown };
  [field: string]: unknown;
}

/** A change that a watch tells of. */
export interface WatchEvent {
  type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  object: KubernetesObject;
}

/** An answer that is no success. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Whether a request came after its object was gone. */
export function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** The API server of a rehearsal, asked as its administrator. */
export class Api {
  private readonly options: https.RequestOptions;
  private readonly watches = new Set<() => void>();

  constructor({ port, ca, token }: { port: number; ca: string; token: string }) {
    const agent = new https.Agent({ keepAlive: true });
    this.options = { host: "127.0.0.1", port, ca, agent, headers: { authorization: `Bearer ${token}` } };
  }

  /** Sends a request and parses the answer; what is not JSON comes back as text. */
  async send(method: string, path: string, body?: unknown): Promise<unknown> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    // Node sends the body of a DELETE without its length, unless it is told.
    const length = text === undefined ? {} : { "content-length": Buffer.byteLength(text) };
    const headers = { ...this.options.headers, "content-type": type, ...length };
    const request = https.request({ ...this.options, method, path, headers }, (response) => {
      let answer = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        answer += part;
      });
      response.on("error", reject);
      response.on("end", () => {
        const { statusCode = 0 } = response;
        const value = parsed(answer);
        if (statusCode < 300) resolve(value);
        else reject(new ApiError(statusCode, messageOf(value) ?? `${method} ${path}: ${statusCode}`));
      });
    });
    request.on("error", reject);
    request.end(text);
    return promise;
  }

  /** The objects under a path, for example /api/v1/pods. */
  async list(path: string): Promise<KubernetesObject[]> {
    const answer = await this.send("GET", path);
    return isList(answer) ? answer.items : [];
  }

  /** Tells of every object under a path that exists, is made, changes or goes, until the API is closed. */
  watch(path: string, tell: (event: WatchEvent) => void): void {
    const request = https.request(
      { ...this.options, path: `${path}?watch=true&allowWatchBookmarks=false`, agent: new https.Agent() },
      (response) => {
        const lines = createInterface(response).on("line", (line) => {
          const event = parsed(line);
          if (isEvent(event)) tell(event);
        });
        // The end of a watch in the middle of an answer is no failure.
        lines.on("error", () => {});
      },
    );
    const end = () => request.destroy();
    // The server goes before its clients do.
    request.on("error", () => {});
    this.watches.add(end);
    request.end();
  }

  /** Ends every watch. */
  close(): void {
    for (const end of this.watches) end();
    this.watches.clear();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function messageOf(answer: unknown): string | undefined {
  if (typeof answer === "string") return answer;
  const message = typeof answer === "object" && answer !== null && "message" in answer ? answer.message : undefined;
  return typeof message === "string" ? message : undefined;
}

function isList(answer: unknown): answer is { items: KubernetesObject[] } {
  return typeof answer === "object" && answer !== null && "items" in answer && Array.isArray(answer.items);
}

function isEvent(value: unknown): value is WatchEvent {
  return typeof value === "object" && value !== null && "type" in value && "object" in value;
}
