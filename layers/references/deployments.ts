import type { StackDefinition } from "../definition.ts";
import type { DeploymentDefinition } from "../deployments.ts";
import { kindsOfNodes } from "../nodes.ts";
import { rowOf, rows } from "../table.ts";
import { unknown, unknownName } from "./names.ts";

type Definition = Pick<
  StackDefinition,
  | "cluster"
  | "clusterAddons"
  | "deployments"
  | "namespaces"
  | "repositories"
  | "identities"
  | "secrets"
  | "fileSystems"
  | "gateway"
  | "userPool"
>;

/** What the workloads of a definition name but it does not have, one line each. */
export function deploymentReferenceFaults(definition: Definition): string[] {
  return [
    ...rows(definition.deployments).flatMap(([name, row]) => [
      ...unknownNames(`deployments.${name}`, row, definition),
      ...contradictions(name, row, definition),
    ]),
    ...idleFaults(definition),
  ];
}

/** Nodes whose taints no workload tolerates run nothing. */
function idleFaults(definition: Definition): string[] {
  const used = new Set(rows(definition.deployments).map(([, { runsOn }]) => runsOn));
  return rows(kindsOfNodes(definition)).flatMap(([name, { taints, desiredSize }]) =>
    taints.length === 0 || desiredSize === 0 || used.has(name)
      ? []
      : [`cluster.nodeGroups.${name}.desiredSize must be 0, since no workload runsOn its nodes, got ${desiredSize}`],
  );
}

function unknownNames(where: string, row: DeploymentDefinition, definition: Definition): string[] {
  const { namespaces, repositories, identities, deployments, secrets, fileSystems } = definition;
  return [
    ...unknown(`${where}.namespace`, [row.namespace], namespaces, "namespace"),
    ...unknown(`${where}.image.repository`, [row.image.repository], repositories, "repository"),
    ...unknownName(`${where}.identity`, row.identity, identities, "identity"),
    ...unknownName(`${where}.runsOn`, row.runsOn, labelled(definition), "node group with labels"),
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

/** Kinds of nodes that pods can be sent to. */
function labelled(definition: Definition): object {
  return Object.fromEntries(rows(kindsOfNodes(definition)).filter(([, { labels }]) => Object.keys(labels).length > 0));
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
