import { modelRegionFaults } from "../../components/bedrock/model-regions.ts";
import type { Config } from "../config.ts";
import type { StackDefinition } from "../definition.ts";
import { supportFaults, today } from "../support.ts";
import { rows } from "../table.ts";
import { addonReferenceFaults, copiedSecretFaults } from "./addons.ts";
import { deploymentReferenceFaults } from "./deployments.ts";
import { foundationFaults } from "./foundation.ts";
import { unknown } from "./names.ts";
import { storeReferenceFaults, usesReferenceFaults } from "./stores.ts";
import { telemetryReferenceFaults } from "./telemetry.ts";
import { timeFaults } from "./times.ts";

/** What a definition names but does not have, and what it needs of the configuration, one line each. */
export function referenceFaults(definition: StackDefinition, config: Config): string[] {
  return [
    ...storeReferenceFaults(definition),
    ...serviceReferenceFaults(definition),
    ...usesReferenceFaults(definition),
    ...addonReferenceFaults(definition),
    ...deploymentReferenceFaults(definition),
    ...copiedSecretFaults(definition),
    ...telemetryReferenceFaults(definition),
    ...recoveryReferenceFaults(definition),
    ...timeFaults(definition),
    ...supportFaults(definition, today()),
    ...configurationFaults(definition, config),
    ...foundationFaults(definition, config),
  ];
}

function serviceReferenceFaults(definition: StackDefinition): string[] {
  return rows(definition.services).flatMap(([name, { image, secrets }]) => [
    ...unknown(`services.${name}.image.repository`, [image.repository], definition.repositories, "repository"),
    ...rows(secrets).flatMap(([variable, { secret }]) =>
      unknown(`services.${name}.secrets.${variable}.secret`, [secret], definition.secrets, "secret"),
    ),
  ]);
}

/** Kinds of stores that recovery plans, and what one of each is called. */
const planned = [
  ["databases", "database"],
  ["tables", "table"],
  ["buckets", "bucket"],
  ["fileSystems", "file system"],
] as const;

function recoveryReferenceFaults({ recovery, ...definition }: StackDefinition): string[] {
  if (recovery === undefined) return [];
  return planned.flatMap(([kind, one]) => [
    ...unknown(`recovery.${kind}`, Object.keys(recovery[kind] ?? {}), definition[kind], one),
    ...rows(recovery[kind]).flatMap(([name, tier]) =>
      unknown(`recovery.${kind}.${name}`, [tier], recovery.tiers, "recovery tier"),
    ),
  ]);
}

/** Keys of the configuration that a capability needs. */
function configurationFaults(definition: StackDefinition, config: Config): string[] {
  const { userPool, knowledgeBase, accountBaseline = false, sites = {}, cdn } = definition;
  const replicated = rows(definition.buckets).some(([, bucket]) => bucket.replicated === true);
  const users = [...rows(definition.services), ...rows(definition.identities)];
  const needs: [key: keyof Config, needed: boolean, reason: string][] = [
    ["recoveryRegion", replicated, "buckets are replicated"],
    ["embeddingModel", knowledgeBase !== undefined, "there is a knowledge base"],
    ["models", users.some(([, { uses }]) => uses.models === true), "workloads invoke models"],
    ["securityContact", accountBaseline, "the stack owns the account's baseline"],
    ["domain", Object.keys(sites).length > 0 || cdn !== undefined, "there are sites below it"],
    ["domain", userPool?.domain.kind === "custom", "users sign in below it"],
  ];
  const missing = (value: unknown) => value === undefined || (Array.isArray(value) && value.length === 0);
  return [
    ...needs.flatMap(([key, needed, reason]) =>
      needed && missing(config[key]) ? [`platform:${key} must be set because ${reason}, got nothing`] : [],
    ),
    ...modelRegionFaults("platform:models", config.models, config.region),
  ];
}
