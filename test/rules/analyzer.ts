import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import * as grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type * as proto from "@pulumi/pulumi/proto/analyzer_pb.js";
import messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import type { StackResource } from "../../policy-pack/checks/rule.ts";

const pack = path.resolve("policy-pack");
const runner = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run-policy-pack");

/** A policy violation, as the engine receives it. */
export interface Diagnostic {
  policy: string;
  level: "advisory" | "mandatory";
  urn: string;
  message: string;
}

/** A policy as the engine lists it. */
export interface Listed {
  name: string;
  level: number;
  severity: number;
  description: string;
  remediation: string;
  controls: string[];
}

/** The policy pack, started by the engine's command line, and its analyzer protocol. */
export interface Analyzer {
  analyze(resource: StackResource): Promise<Diagnostic[]>;
  analyzeStack(resources: readonly StackResource[]): Promise<Diagnostic[]>;
  policies(): Promise<Listed[]>;
  configure(levels: Record<string, "advisory" | "mandatory" | "disabled">, settings?: object): Promise<void>;
  /** The properties that the pack returns as a remediation; undefined without one. */
  remediate(resource: StackResource): Promise<Record<string, object>>;
  stop(): void;
}

/** The command for a directory of sources, or for a bundled executable. */
export async function analyzer(variables: Record<string, string>, from = pack): Promise<Analyzer> {
  const env = { ...process.env, ...variables };
  const host = fs.statSync(from).isDirectory()
    ? spawn(process.execPath, [runner, "127.0.0.1:1", "."], { cwd: from, env })
    : spawn(process.execPath, [from, "127.0.0.1:1"], { env });
  const client = new services.AnalyzerClient(`127.0.0.1:${await port(host)}`, grpc.credentials.createInsecure());
  const reply = <Answer>(ask: (done: (error: Error | null, answer: Answer) => void) => void) =>
    new Promise<Answer>((resolve, reject) => ask((error, answer) => (error ? reject(error) : resolve(answer))));

  return {
    analyze: async (resource) =>
      diagnostics(await reply((done) => client.analyze(request(new messages.AnalyzeRequest(), resource), done))),
    analyzeStack: async (resources) => {
      const all = resources.map((each) => request(new messages.AnalyzerResource(), each));
      return diagnostics(
        await reply((done) => client.analyzeStack(new messages.AnalyzeStackRequest().setResourcesList(all), done)),
      );
    },
    policies: async () => {
      const info = await reply<proto.AnalyzerInfo>((done) => client.getAnalyzerInfo(new empty.Empty(), done));
      return info.getPoliciesList().map((each) => ({
        name: each.getName(),
        level: each.getEnforcementlevel(),
        severity: each.getSeverity(),
        description: each.getDescription(),
        remediation: each.getRemediationSteps(),
        controls: each.getTagsList(),
      }));
    },
    remediate: async (resource) => {
      const asked = request(new messages.AnalyzeRequest(), resource);
      const answer = await reply<proto.RemediateResponse>((done) => client.remediate(asked, done));
      return Object.fromEntries(
        answer.getRemediationsList().map((each) => [each.getPolicyname(), each.getProperties()?.toJavaScript() ?? {}]),
      );
    },
    configure: async (levels, settings) => {
      const configuration = new messages.ConfigureAnalyzerRequest();
      for (const [name, level] of Object.entries(levels)) {
        const config = new messages.PolicyConfig().setProperties(structs.Struct.fromJavaScript({}));
        configuration.getPolicyconfigMap().set(name, config.setEnforcementlevel(numbers[level]));
      }
      if (settings !== undefined) {
        const properties = structs.Struct.fromJavaScript(JSON.parse(JSON.stringify(settings)));
        configuration.getPolicyconfigMap().set("every-rule", new messages.PolicyConfig().setProperties(properties));
      }
      await reply((done) => client.configure(configuration, done));
    },
    stop: () => {
      client.close();
      host.kill();
    },
  };
}

const numbers = {
  advisory: messages.EnforcementLevel.ADVISORY,
  mandatory: messages.EnforcementLevel.MANDATORY,
  disabled: messages.EnforcementLevel.DISABLED,
};

/** The pack prints its port when it is ready. */
function port(host: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let faults = "";
    host.stderr?.on("data", (data) => {
      faults += String(data);
    });
    host.stdout?.once("data", (data) => resolve(String(data).trim()));
    host.once("exit", (code) => reject(new Error(`the policy pack ended with ${code}: ${faults}`)));
  });
}

function request<Message extends proto.AnalyzeRequest | proto.AnalyzerResource>(
  message: Message,
  { type, name, urn, props, options, providerInputs, dependencies, propertyDependencies }: StackResource,
): Message {
  message.setType(type);
  message.setName(name);
  message.setUrn(urn);
  message.setProperties(structs.Struct.fromJavaScript(JSON.parse(JSON.stringify(props))));
  const said = new messages.AnalyzerResourceOptions().setProtect(options?.protect ?? false);
  message.setOptions(said.setIgnorechangesList([...(options?.ignoreChanges ?? [])]));
  if (providerInputs !== undefined) {
    const inputs = structs.Struct.fromJavaScript(JSON.parse(JSON.stringify(providerInputs)));
    message.setProvider(new messages.AnalyzerProviderResource().setProperties(inputs));
  }
  if (message instanceof messages.AnalyzerResource) {
    message.setDependenciesList([...(dependencies ?? [])]);
    for (const [property, urns] of Object.entries(propertyDependencies ?? {})) {
      const on = new messages.AnalyzerPropertyDependencies().setUrnsList([...urns]);
      message.getPropertydependenciesMap().set(property, on);
    }
  }
  return message;
}

function diagnostics(response: proto.AnalyzeResponse): Diagnostic[] {
  return response.getDiagnosticsList().map((each) => ({
    policy: each.getPolicyname(),
    level: each.getEnforcementlevel() === messages.EnforcementLevel.MANDATORY ? "mandatory" : "advisory",
    urn: each.getUrn(),
    message: each.getMessage(),
  }));
}
