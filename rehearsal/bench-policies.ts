import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import path from "node:path";
import * as grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import { bundle } from "../policy-pack/bundle.ts";
import { graph } from "../policy-pack/checks/graph.ts";
import type { Props } from "../policy-pack/checks/rule.ts";
import { defaults } from "../policy-pack/checks/settings.ts";
import { everyFinding, everyStackFinding, plainResource } from "../policy-pack/engine/evaluate.ts";
import { resourceRules, stackRules } from "../policy-pack/engine/rules.ts";
import "./loopback.ts";
import { table } from "./report.ts";

/** A resource as the benchmark lists it. */
export interface Sample {
  type: string;
  inputs: Props;
}

/** The cost of the policy pack, in milliseconds and MB. */
export interface PackFigures {
  start: number;
  perResource: number;
  stack: number;
  memory: number;
  /** The CPU time of all resource rules and of all stack rules on a large stack. */
  large: { resourceRules: number; stackRules: number };
  /** Of all resources together, by rule, the slowest first. */
  rules: { rule: string; milliseconds: number }[];
}

/** The stack rules of a large stack may take this many times as long as its resource rules. */
export const budgets = { start: 1_000, perResource: 10, stack: 1_000, memory: 200, largeStack: 1.5 };
const resources = 500;
const many = 20_000;

/**
 * Measures the bundled pack through its server, and each rule separately, on 500 resources like the given ones. The
 * bundle is written to the directory.
 */
export async function measurePack(samples: readonly Sample[], directory: string): Promise<PackFigures> {
  const file = await bundle(directory);
  const all = Array.from({ length: resources }, (_, at) => request(samples, at));
  const starts: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const { host, milliseconds } = await started(file);
    starts.push(milliseconds);
    host.kill();
  }
  const { host, port } = await started(file);
  const client = new services.AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  try {
    const perResource = await timed(async () => {
      for (const { analyze } of all) {
        await answer((done) => client.remediate(analyze, done));
        await answer((done) => client.analyze(analyze, done));
      }
    });
    const whole = new messages.AnalyzeStackRequest().setResourcesList(all.map(({ listed }) => listed));
    const stack = await timed(() => answer((done) => client.analyzeStack(whole, done)));
    const start = starts.toSorted((left, right) => left - right)[1] ?? 0;
    const large = onLargeStack(samples);
    return { start, perResource: perResource / resources, stack, memory: resident(host), large, rules: costs(samples) };
  } finally {
    client.close();
    host.kill();
  }
}

/** The figures beside their budgets, and the ten slowest rules. */
export function packReport({ start, perResource, stack, memory, large, rules }: PackFigures): string {
  const row = (name: string, value: number, most: number, unit: string) => [
    name,
    `${value.toFixed(1)} ${unit}`,
    `at most ${Math.round(most)} ${unit}`,
    value <= most ? "met" : "missed",
  ];
  const rows = [
    row("bundled pack: start", start, budgets.start, "ms"),
    row("bundled pack: a resource, two requests", perResource, budgets.perResource, "ms"),
    row(`bundled pack: the stack of ${resources}`, stack, budgets.stack, "ms"),
    row("bundled pack: memory", memory, budgets.memory, "MB"),
    [`resource rules on ${many} resources`, `${large.resourceRules.toFixed(0)} ms`, "", ""],
    row(`stack rules on ${many} resources`, large.stackRules, budgets.largeStack * large.resourceRules, "ms"),
  ];
  const slowest = rules.slice(0, 10).map(({ rule, milliseconds }) => [rule, `${milliseconds.toFixed(2)} ms`]);
  return `${table(rows)}\n\nThe slowest rules on ${resources} resources:\n${table(slowest)}`;
}

interface Request {
  analyze: InstanceType<typeof messages.AnalyzeRequest>;
  listed: InstanceType<typeof messages.AnalyzerResource>;
}

function sample(samples: readonly Sample[], at: number): Sample & { name: string; urn: string } {
  const { type, inputs } = samples[at % samples.length] ?? { type: "", inputs: {} };
  return { type, inputs, name: `r-${at}`, urn: `urn:pulumi:prod::platform::${type}::r-${at}` };
}

function request(samples: readonly Sample[], at: number): Request {
  const { type, inputs, name, urn } = sample(samples, at);
  const properties = structs.Struct.fromJavaScript(JSON.parse(JSON.stringify(inputs)));
  const options = new messages.AnalyzerResourceOptions();
  const analyze = new messages.AnalyzeRequest().setType(type).setName(name).setUrn(urn);
  const listed = new messages.AnalyzerResource().setType(type).setName(name).setUrn(urn);
  return {
    analyze: analyze.setProperties(properties).setOptions(options),
    listed: listed.setProperties(properties).setOptions(options),
  };
}

/** The executable takes the first `node` that it finds. */
const PATH = [path.dirname(process.execPath), process.env["PATH"] ?? ""].join(path.delimiter);

async function started(file: string): Promise<{ host: ChildProcess; port: string; milliseconds: number }> {
  const begun = performance.now();
  const host = spawn(file, ["127.0.0.1:1"], { env: { ...process.env, PATH }, stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise<string>((resolve, reject) => {
    host.stdout?.once("data", (data) => resolve(String(data).trim()));
    host.once("exit", (code) => reject(new Error(`the policy pack ended with ${code}`)));
  });
  return { host, port, milliseconds: performance.now() - begun };
}

function answer(ask: (done: (error: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => ask((error) => (error ? reject(error) : resolve())));
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** Of the process at the end of its work, in MB. */
function resident(host: ChildProcess): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(host.pid)], { encoding: "utf8" })) / 1_024;
}

/** The CPU time of the rules on a large stack, once warm, in milliseconds. */
function onLargeStack(samples: readonly Sample[]): PackFigures["large"] {
  const all = Array.from({ length: many }, (_, at) => sample(samples, at)).map(({ inputs, ...each }) => ({
    ...each,
    props: { ...inputs, id: each.name },
  }));
  const cost = (work: (of: typeof all) => unknown) => {
    work(all.slice(0, resources));
    const begun = process.cpuUsage();
    work(all);
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1_000;
  };
  return {
    resourceRules: cost((of) => of.map((each) => everyFinding(each, "prod").length)),
    stackRules: cost((of) => everyStackFinding(of, "prod")),
  };
}

/** What each rule takes for all resources together, once warm. */
function costs(samples: readonly Sample[]): PackFigures["rules"] {
  const all = Array.from({ length: resources }, (_, at) => sample(samples, at));
  const seen = all.map(({ type, inputs, name, urn }) => plainResource({ type, name, urn, props: inputs }));
  const whole = graph(seen);
  const cost = (rule: string, evaluate: () => unknown) => {
    evaluate();
    const begun = performance.now();
    evaluate();
    return { rule, milliseconds: performance.now() - begun };
  };
  return [
    ...resourceRules.map((rule) => {
      const of = seen.filter(({ type }) => rule.types.includes(type) || rule.types.includes("*"));
      const scope = { environment: "prod", settings: defaults, path: "" } as const;
      return cost(rule.name, () => of.map((resource) => rule.check({ ...scope, resource, value: resource.props })));
    }),
    ...stackRules.map((rule) => cost(rule.name, () => rule.find(whole, "prod", defaults))),
  ].sort((left, right) => right.milliseconds - left.milliseconds);
}
