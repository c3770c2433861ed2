import { createRequire } from "node:module";
import * as grpc from "@grpc/grpc-js";
import type * as LanguageServices from "@pulumi/pulumi/proto/language_grpc_pb.js";
import type * as Language from "@pulumi/pulumi/proto/language_pb.js";
import type * as Plugins from "@pulumi/pulumi/proto/plugin_pb.js";

// The language plugin of the offline engine: it prints its port, and says that no program needs any package.

const require = createRequire(import.meta.url);
// The modules' classes are hidden from an import: only their types say that they export them by name.
const { LanguageRuntimeService }: typeof LanguageServices = require("@pulumi/pulumi/proto/language_grpc_pb.js");
const language: typeof Language = require("@pulumi/pulumi/proto/language_pb.js");
const { PluginInfo }: typeof Plugins = require("@pulumi/pulumi/proto/plugin_pb.js");

/** Answers each request with the same message. */
function answer<T>(make: () => T): grpc.handleUnaryCall<unknown, T> {
  return (_call, callback) => callback(null, make());
}

const server = new grpc.Server();
const handlers: grpc.UntypedServiceImplementation = {
  handshake: answer(() => new language.LanguageHandshakeResponse()),
  getPluginInfo: answer(() => new PluginInfo()),
  getRequiredPlugins: answer(() => new language.GetRequiredPluginsResponse()),
  getRequiredPackages: answer(() => new language.GetRequiredPackagesResponse()),
};
server.addService(LanguageRuntimeService, handlers);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`${port}\n`);
});
