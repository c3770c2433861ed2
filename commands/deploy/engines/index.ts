import { deployments } from "./deployments.ts";
import { github } from "./github.ts";
import { operator } from "./operator.ts";
import type { Printed } from "./printed.ts";

/** The order of the parts as files of engines that deploy them, by the name of the engine. */
export const engines: Readonly<Record<string, (printed: Printed) => string>> = { github, operator, deployments };
