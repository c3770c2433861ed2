import type { StackDefinition } from "../definition.ts";
import type { DeploymentDefinition, KubernetesDefinition } from "../deployments.ts";

type Definition = KubernetesDefinition &
  Pick<StackDefinition, "repositories" | "identities" | "secrets" | "fileSystems" | "gateway" | "userPool">;

/** What the workloads of a definition name but it does not have, one line each. */
export function deploymentReferenceFaults(definition: Definition): string[] {
  return Object.entries(definition.deployments).flatMap(([name, row]) => [
    ...named(`deployments.${name}`, row, definition),
    ...misplaced(`deployments.${name}`, row, definition),
  ]);
}

function named(where: string, row: DeploymentDefinition, definition: Definition): string[] {
  return [
    ...unknown(`${where}.namespace`, [row.namespace], definition.namespaces),
    ...unknown(`${where}.image.repository`, [row.image.repository], definition.repositories),
    ...unknown(`${where}.identity`, row.identity === undefined ? [] : [row.identity], definition.identities),
    ...unknown(`${where}.calls`, row.calls, definition.deployments),
    ...Object.entries(row.secrets).flatMap(([variable, { secret }]) =>
      unknown(`${where}.secrets.${variable}.secret`, [secret], definition.secrets),
    ),
    ...Object.entries(row.shared).flatMap(([volume, { fileSystem, accessPoint }]) => {
      const files = definition.fileSystems[fileSystem];
      return files === undefined
        ? unknown(`${where}.shared.${volume}.fileSystem`, [fileSystem], definition.fileSystems)
        : unknown(`${where}.shared.${volume}.accessPoint`, [accessPoint], files.accessPoints);
    }),
  ];
}

/** A role trusts one service account of one namespace, and a route knows one port. */
function misplaced(where: string, row: DeploymentDefinition, definition: Definition): string[] {
  const identity = row.identity === undefined ? undefined : definition.identities[row.identity];
  const route = definition.gateway?.routes[where.slice(where.indexOf(".") + 1)];
  return [
    ...(identity === undefined || identity.namespace === row.namespace
      ? []
      : [`${where}.namespace must be ${identity.namespace}, which its identity is for, got "${row.namespace}"`]),
    ...(route === undefined || route.target !== "cluster" || route.port === row.port
      ? []
      : [`${where}.port must be ${route.port}, which its route leads to, got ${row.port}`]),
    ...(row.checksTokens && definition.userPool === undefined
      ? [`${where}.checksTokens needs a userPool, and there is none`]
      : []),
  ];
}

/** A fault for each name that is not a key of a table. */
export function unknown(where: string, names: readonly string[], table: object): string[] {
  const known = Object.keys(table);
  return names
    .filter((name) => !known.includes(name))
    .map((name) => `${where} must be one of ${known.join(", ") || "nothing, there is none"}, got "${name}"`);
}
