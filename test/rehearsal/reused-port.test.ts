import assert from "node:assert/strict";
import * as grpc from "@grpc/grpc-js";
import resource from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/resource_pb.js";
import * as settings from "@pulumi/pulumi/runtime/settings.js";
import "../../rehearsal/inline-program.ts";

/** Asks the resource monitor on a port, as the SDK of a program does; the error, or undefined after an answer. */
function ask(port: number): Promise<grpc.ServiceError | null> {
  const options = Reflect.get(settings, "grpcClientOptions");
  const client = new resource.ResourceMonitorClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), options);
  return new Promise((resolve) =>
    client.supportsFeature(new messages.SupportsFeatureRequest(), (error: grpc.ServiceError | null) => resolve(error)),
  );
}

/** A server of a resource monitor, on a free port unless one is given. */
async function listen(port = 0): Promise<{ server: grpc.Server; port: number }> {
  const server = new grpc.Server();
  server.addService(resource.ResourceMonitorService, {
    supportsFeature: (_: unknown, answer: grpc.sendUnaryData<unknown>) =>
      answer(null, new messages.SupportsFeatureResponse()),
  });
  const bound = await new Promise<number>((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), (error, free) =>
      error === null ? resolve(free) : reject(error),
    ),
  );
  return { server, port: bound };
}

describe("a port that an engine left", () => {
  it("is reached by the program of the next engine, though the last call to it failed", async () => {
    const { server, port } = await listen();
    server.forceShutdown();
    assert.match(String((await ask(port))?.message), /ECONNREFUSED/);
    const next = await listen(port);
    const error = await ask(port);
    next.server.forceShutdown();
    assert.equal(error, null);
  });
});
