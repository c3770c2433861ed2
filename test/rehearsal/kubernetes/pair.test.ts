import assert from "node:assert/strict";
import { createRequire } from "node:module";
import * as grpc from "@grpc/grpc-js";
import type * as Proto from "@pulumi/pulumi/proto/provider_pb.js";
import type { Backend } from "../../../rehearsal/kubernetes/backend.ts";
import { Pair } from "../../../rehearsal/kubernetes/pair.ts";

const proto: typeof Proto = createRequire(import.meta.url)("@pulumi/pulumi/proto/provider_pb.js");

const urnOf = (type: string) => `urn:pulumi:dev::platform::${type}::one`;
const service = urnOf("kubernetes:core/v1:Service");
const release = urnOf("kubernetes:helm.sh/v3:Release");

/** A pair of ends that note what they are asked, and answer a creation with an ID. */
function pair(refused = "") {
  const heard: string[] = [];
  const end = (name: "real" | "account", id: string): Backend => ({
    ask: async (method, request) => {
      if (refused === `${name} ${method}`) throw new Error("refused");
      const given = method === "create" ? "" : proto.DeleteRequest.deserializeBinary(request).getId();
      heard.push([name, method, given].join(" ").trim());
      const response = new proto.CreateResponse();
      response.setId(id);
      return Buffer.from(response.serializeBinary());
    },
    stop: async () => {},
  });
  const ids = new Map<string, string>();
  const follow = async () => void heard.push("follow");
  const made = new Pair({ real: end("real", "a/one"), account: end("account", "one-1"), contexts: [], ids, follow });
  const ask = (method: string, message: { serializeBinary(): Uint8Array }) =>
    made.answer({
      method,
      path: method,
      request: Buffer.from(message.serializeBinary()),
      metadata: new grpc.Metadata(),
    });
  return { heard, ask };
}

function creation(urn: string, preview: boolean) {
  const message = new proto.CreateRequest();
  message.setUrn(urn);
  message.setPreview(preview);
  return message;
}

function deletion(urn: string) {
  const message = new proto.DeleteRequest();
  message.setUrn(urn);
  message.setId("a/one");
  return message;
}

describe("the real provider beside the account", () => {
  it("create an object each, and the account deletes its own by its own ID", async () => {
    const { heard, ask } = pair();
    const answer = await ask("create", creation(service, false));
    assert.equal(proto.CreateResponse.deserializeBinary(answer).getId(), "a/one");
    await ask("delete", deletion(service));
    assert.deepEqual(heard, [
      "account create",
      "follow",
      "real create",
      "account delete one-1",
      "follow",
      "real delete a/one",
    ]);
  });

  it("let the real provider make nothing that the account refuses", async () => {
    const { heard, ask } = pair("account create");
    await assert.rejects(ask("create", creation(service, false)), /refused/);
    assert.deepEqual(heard, []);
  });

  it("make nothing of the cluster follow a preview", async () => {
    const { heard, ask } = pair();
    await ask("create", creation(service, true));
    assert.deepEqual(heard, ["account create", "real create"]);
  });

  it("leave Helm releases to the account, and the cluster follows", async () => {
    const { heard, ask } = pair();
    await ask("create", creation(release, false));
    assert.deepEqual(heard, ["account create", "follow"]);
  });

  it("leave an object to the real provider that the account never heard of", async () => {
    const { heard, ask } = pair();
    await ask("delete", deletion(service));
    assert.deepEqual(heard, ["follow", "real delete a/one"]);
  });
});
