import { wholeOf } from "../layers/parts/order.ts";
import { text } from "./inputs.ts";
import { cli } from "./recover/pulumi.ts";

/** The stack itself and its parts, as far as the backend that the CLI is logged in to has them. */
export async function stackAndParts(stack: string, cwd: string): Promise<string[]> {
  const listed: unknown = JSON.parse(await cli(["stack", "ls", "--json"], cwd));
  const names = Array.isArray(listed) ? listed.map((each) => text(each, "name")?.split("/").at(-1) ?? "") : [];
  const found = names.filter((name) => name === stack || wholeOf(name) === stack);
  if (found.length === 0) throw new Error(`The backend has no stack ${stack}, and no part of it.`);
  return found;
}
