import { createRequire } from "node:module";
import type * as grpc from "@grpc/grpc-js";
import type * as Proto from "@pulumi/pulumi/proto/provider_pb.js";
import { typeOf } from "../urn.ts";
import type { Backend } from "./backend.ts";
import { configured } from "./configuration.ts";

// The module's classes are hidden from an import: only its types say that it exports them by name.
const proto: typeof Proto = createRequire(import.meta.url)("@pulumi/pulumi/proto/provider_pb.js");

/** A request of the engine, as it came. */
export interface Asked {
  method: string;
  /** Path of the method. */
  path: string;
  request: Buffer;
  metadata: grpc.Metadata;
}

export interface PairArgs {
  real: Backend;
  account: Backend;
  /** Contexts of the rehearsal's kubeconfig. */
  contexts: readonly string[];
  /** IDs of objects in the account, by URN and the real provider's ID: one provider resource may delete what another made. */
  ids: Map<string, string>;
  /** Makes the cluster have what the account has by now: nodes, charts, add-ons. */
  follow: () => Promise<void>;
}

/**
 * One provider resource: the real provider, and the offline account beside it. Both must accept what is made, so that the
 * account keeps knowing the whole stack; the answer is the real provider's. Helm releases are the account's alone, since
 * no chart repository is at hand.
 */
export class Pair {
  private readonly args: PairArgs;

  constructor(args: PairArgs) {
    this.args = args;
  }

  async answer(asked: Asked): Promise<Buffer> {
    const { method, request } = asked;
    if (method === "configure") {
      await this.ask("account", asked);
      return this.ask("real", { ...asked, request: configured(request, this.args.contexts) });
    }
    const read = about[method]?.(request);
    if (read === undefined) return this.ask("real", asked);
    if (typeOf(read.urn).startsWith("kubernetes:helm.sh/")) return this.release(asked, read);
    return changing.test(method) ? this.object(asked, read) : this.ask("real", asked);
  }

  /** Ends both ends. */
  async stop(): Promise<void> {
    await Promise.all([this.args.real.stop(), this.args.account.stop()]);
  }

  private async release(asked: Asked, { preview }: About): Promise<Buffer> {
    const answer = await this.ask("account", asked);
    if (changing.test(asked.method) && !preview) await this.args.follow();
    return answer;
  }

  private async object(asked: Asked, { urn, id, preview, withId }: About): Promise<Buffer> {
    const { ids, follow } = this.args;
    const known = id === "" ? undefined : ids.get(`${urn} ${id}`);
    // What the account never heard of, such as an object that was imported, is the real provider's alone.
    const isShared = asked.method === "create" || known !== undefined;
    const told = isShared
      ? await this.ask("account", known === undefined ? asked : { ...asked, request: withId(known) })
      : undefined;
    if (!preview) await follow();
    const answer = await this.ask("real", asked);
    if (asked.method === "create" && !preview && told !== undefined)
      ids.set(`${urn} ${createdId(answer)}`, createdId(told));
    return answer;
  }

  private ask(end: "real" | "account", { path, request, metadata }: Asked): Promise<Buffer> {
    return this.args[end].ask(path, request, metadata);
  }
}

const changing = /^(?:create|update|delete)$/;

/** What a request is about. */
interface About {
  urn: string;
  /** Empty on creation. */
  id: string;
  preview: boolean;
  /** The same request with another ID. */
  withId: (id: string) => Buffer;
}

type Message = InstanceType<
  typeof proto.UpdateRequest | typeof proto.DeleteRequest | typeof proto.DiffRequest | typeof proto.ReadRequest
>;

function withId(message: Message): About["withId"] {
  return (id) => {
    message.setId(id);
    return Buffer.from(message.serializeBinary());
  };
}

const about: Readonly<Record<string, (request: Buffer) => About>> = {
  check: (request) => {
    const message = proto.CheckRequest.deserializeBinary(request);
    return { urn: message.getUrn(), id: "", preview: true, withId: () => request };
  },
  create: (request) => {
    const message = proto.CreateRequest.deserializeBinary(request);
    return { urn: message.getUrn(), id: "", preview: message.getPreview(), withId: () => request };
  },
  diff: (request) => {
    const message = proto.DiffRequest.deserializeBinary(request);
    return { urn: message.getUrn(), id: message.getId(), preview: true, withId: withId(message) };
  },
  read: (request) => {
    const message = proto.ReadRequest.deserializeBinary(request);
    return { urn: message.getUrn(), id: message.getId(), preview: true, withId: withId(message) };
  },
  update: (request) => {
    const message = proto.UpdateRequest.deserializeBinary(request);
    return { urn: message.getUrn(), id: message.getId(), preview: message.getPreview(), withId: withId(message) };
  },
  delete: (request) => {
    const message = proto.DeleteRequest.deserializeBinary(request);
    return { urn: message.getUrn(), id: message.getId(), preview: false, withId: withId(message) };
  },
};

function createdId(answer: Buffer): string {
  return proto.CreateResponse.deserializeBinary(answer).getId();
}
