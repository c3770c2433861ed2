import * as pulumi from "@pulumi/pulumi";
import { handed, isObject } from "../../packages/plugin/values.ts";

/** Arguments in TypeScript as a program in another language has them: values alone, and texts in place of functions. */
export async function inputsOf(args: object): Promise<Record<string, unknown>> {
  const plain = await value(args);
  return isObject(plain) ? plain : {};
}

async function value(given: unknown): Promise<unknown> {
  if (pulumi.Output.isInstance(given)) return (await handed(given)).value;
  if (typeof given === "function") return value(Reflect.apply(given, undefined, [pulumi.output("{bucketArn}")]));
  if (Array.isArray(given)) return Promise.all(given.map(value));
  if (!isObject(given)) return given;
  const entries = Object.entries(given).map(async ([key, each]) => [key, await value(each)]);
  return Object.fromEntries(await Promise.all(entries));
}
