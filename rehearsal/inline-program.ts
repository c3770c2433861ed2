import path from "node:path";
import { pathToFileURL } from "node:url";
import type * as auto from "@pulumi/pulumi/automation/index.js";
import * as settings from "@pulumi/pulumi/runtime/settings.js";
import { withoutDebugLog } from "./debug-log.ts";
import type { Registrations } from "./registrations.ts";
import type { RehearsalArgs } from "./rehearsal-args.ts";

// An engine may listen on the port of one that ended; connections that all clients share would still count as failed.
Object.assign(Reflect.get(settings, "grpcClientOptions"), { "grpc.use_local_subchannel_pool": 1 });

/** The program as the Automation API runs it in this process; a language host runs the one of Pulumi.yaml. */
export async function inlineProgram(
  directory: string,
  { program: given, tuning = true }: RehearsalArgs,
  registrations: Registrations,
): Promise<auto.PulumiFn | undefined> {
  if (given === "Pulumi.yaml") return undefined;
  const program = given ?? (await import(pathToFileURL(path.join(directory, "index.ts")).href)).default;
  return registrations.of(tuning ? withoutDebugLog(program) : program);
}
