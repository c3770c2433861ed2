import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { partOf } from "../../layers/parts/order.ts";

/** The stacks that the repository ships, by their Pulumi.<stack>.yaml. */
export const stacks = readdirSync(".")
  .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
  .filter((stack) => partOf(stack) === undefined);

/** A stack's configuration as the engine hands it to the program: lists and objects as JSON text. */
export function configOf(stack: string): Record<string, string> {
  const { config } = parse(readFileSync(`Pulumi.${stack}.yaml`, "utf8")) as { config: Record<string, unknown> };
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}
