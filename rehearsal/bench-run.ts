import { readFileSync, writeFileSync } from "node:fs";
import type * as pulumi from "@pulumi/pulumi";
import type { Seconds } from "./outcome.ts";

// One run of the benchmark in a separate process, since tuning is a setting of a process. Prints one line of JSON.
//   bench-run.ts platform STACK FILE   the stack with tuning and policy pack; writes its resources to FILE
//   bench-run.ts program STACK         the same without the policy pack
//   bench-run.ts floor STACK FILE      the resources of FILE, bare: no components, no policy pack, no tuning

/** What one run measured. */
export interface Run {
  /** From the start of the process to the end of the preview, as the user waits for it. */
  wall: number;
  seconds: Seconds;
  /** Resources that exist in AWS or Kubernetes, without components and providers. */
  resources: number;
}

interface Listed {
  type: string;
  inputs: Record<string, unknown>;
}

// The benchmark holds the other end: when it is killed, this process ends as on a signal, and removes what is its own.
process.stdin.resume().on("end", () => process.kill(process.pid, "SIGTERM"));
process.stdin.unref();

const [kind = "", stack = "", file = ""] = process.argv.slice(2);
if (kind !== "floor") await import("./compile-cache.ts");
const { Rehearsal } = await import("./engine.ts");
const { stackFile } = await import("./stacks.ts");

// The account reads in a configuration what exists and which quotas were raised.
const config = { "bench:configuration": { value: readFileSync(stackFile(stack) ?? "", "utf8") } };
const floor = { policyPack: "none", tuning: false, stack: "floor", config, program: async () => bare(file) };
const rehearsal = await Rehearsal.open(
  kind === "floor" ? floor : kind === "program" ? { stack, policyPack: "none" } : { stack },
);
const outcome = await rehearsal.preview();
const wall = performance.now() / 1_000;
rehearsal.close();
if (!outcome.clean)
  throw new Error([...outcome.errors, ...outcome.violations.map(({ message }) => message)].join("\n"));
const made = outcome.steps.filter(({ type, provider }) => provider !== "" && !type.startsWith("pulumi:"));
if (kind === "platform")
  writeFileSync(file, JSON.stringify(made.map(({ type, inputs }): Listed => ({ type, inputs }))));
const run: Run = { wall, seconds: outcome.seconds, resources: made.length };
console.log(JSON.stringify(run));

async function bare(from: string): Promise<void> {
  const { secret, runtime } = await import("@pulumi/pulumi");
  // The engine's events hide what is secret behind a mark; sent back as it is, the engine would wait for its value.
  const resources: Listed[] = JSON.parse(readFileSync(from, "utf8"), (_key, value) =>
    typeof value === "object" && value !== null && runtime.specialSigKey in value ? secret("hidden") : value,
  );
  const aws = await import("@pulumi/aws");
  const kubernetes = await import("@pulumi/kubernetes");
  for (const [at, { type, inputs }] of resources.entries()) {
    const name = `bare-${at}`;
    const Bare = classOf(type.startsWith("aws:") ? aws : kubernetes, type);
    if (Bare !== undefined) new Bare(name, inputs);
    else new kubernetes.apiextensions.CustomResource(name, customResource(inputs));
  }
}

/** What the SDK has no class for is an object of a CRD, which says itself what it is. */
function customResource({ apiVersion, kind, ...inputs }: Record<string, unknown>) {
  return { ...inputs, apiVersion: String(apiVersion), kind: String(kind) };
}

type Class = new (name: string, inputs: Record<string, unknown>) => pulumi.CustomResource;

/** The SDK's class of a type: aws:ec2/vpc:Vpc is aws.ec2.Vpc, kubernetes:apps/v1:Deployment is kubernetes.apps.v1.Deployment. */
function classOf(sdk: object, type: string): Class | undefined {
  const [packageName = "", module = "", kind = ""] = type.split(":");
  const folders = packageName === "aws" ? [module.split("/")[0] ?? ""] : module.replace(/\.[^/]*/, "").split("/");
  const names = [...folders.filter((folder) => folder !== "index"), kind];
  const found = names.reduce<unknown>(
    (from, name) => (typeof from === "object" && from !== null ? Reflect.get(from, name) : undefined),
    sdk,
  );
  return isClass(found) ? found : undefined;
}

function isClass(found: unknown): found is Class {
  return typeof found === "function";
}
