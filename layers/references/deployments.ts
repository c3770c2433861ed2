import type { StackDefinition } from "../definition.ts";
import type { DeploymentDefinition } from "../deployments.ts";
import { rowOf, rows } from "../table.ts";
import { unknown, unknownName } from "./names.ts";

type Definition = Pick<
  StackDefinition,
  "deployments" | "namespaces" | "repositories" | "identities" | "secrets" | "fileSystems" | "gateway" | "userPool"
>;

/** What the workloads of a definition name but it does not have, one line each. */
export function deploymentReferenceFaults(definition: Definition): string[] {
  return rows(definition.deployments).flatMap(([name, row]) => [
    ...unknownNames(`deployments.${name}`, row, definition),
    ...contradictions(name, row, definition),
  ]);
}

function unknownNames(where: string, row: DeploymentDefinition, definition: Definition): string[] {
  const { namespaces, repositories, identities, deployments, secrets, fileSystems } = definition;
  return [
    ...unknown(`${where}.namespace`, [row.namespace], namespaces, "namespace"),
    ...unknown(`${where}.image.repository`, [row.image.repository], repositories, "repository"),
    ...unknownName(`${where}.identity`, row.identity, identities, "identity"),
    ...unknown(`${where}.calls`, row.calls ?? [], deployments, "workload"),
    ...rows(row.secrets).flatMap(([variable, { secret }]) =>
      unknown(`${where}.secrets.${variable}.secret`, [secret], secrets, "secret"),
    ),
    ...rows(row.shared).flatMap(([volume, { fileSystem, accessPoint }]) => {
      const files = rowOf(fileSystems, fileSystem);
      return files === undefined
        ? unknown(`${where}.shared.${volume}.fileSystem`, [fileSystem], fileSystems, "file system")
        : unknown(`${where}.shared.${volume}.accessPoint`, [accessPoint], files.accessPoints, "access point");
    }),
  ];
}

/** A role trusts one service account of one namespace, and a route leads to one port. */
function contradictions(name: string, row: DeploymentDefinition, definition: Definition): string[] {
  const where = `deployments.${name}`;
  const identity = rowOf(definition.identities, row.identity);
  const route = rowOf(definition.gateway?.routes, name);
  return [
    ...(identity === undefined || identity.namespace === row.namespace
      ? []
      : [`${where}.namespace must be ${identity.namespace}, which its identity is for, got "${row.namespace}"`]),
    ...(route === undefined || route.target !== "cluster" || route.port === row.port
      ? []
      : [`${where}.port must be ${route.port}, which its route leads to, got ${row.port}`]),
    ...(row.checksTokens === true && definition.userPool === undefined
      ? [`${where}.checksTokens needs a userPool, the stack has none`]
      : []),
  ];
}
