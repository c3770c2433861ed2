import type { Callee, Caller } from "../components/cluster/network-peers.ts";
import type { Foundation } from "./contracts/handed.ts";
import type { Stores } from "./contracts/stores.ts";
import type { Uses } from "./permissions.ts";
import { type ByName, rowOf, rows } from "./table.ts";

/** A workload on the cluster as far as network policies depend on it. */
interface CallingWorkload {
  namespace: string;
  deploymentName: string;
  app?: string;
  port: number;
  calls?: readonly string[];
}

type Workloads = ByName<CallingWorkload> | undefined;

/** A call is declared once, by its caller, and opened at both ends: here the end of the workload that is called. */
export function callersOf(name: string, workloads: Workloads): ByName<Caller> {
  const callers = rows(workloads).filter(([, { calls = [] }]) => calls.includes(name));
  return Object.fromEntries(callers.map(([caller, row]) => [caller, podsOf(row)]));
}

/** The end of the caller. */
export function calleesOf({ calls = [] }: CallingWorkload, workloads: Workloads): ByName<Callee> {
  return Object.fromEntries(
    calls.flatMap((called) => {
      const row = rowOf(workloads, called);
      return row === undefined ? [] : [[called, { ...podsOf(row), port: row.port }]];
    }),
  );
}

/** The pods of a workload. */
export function podsOf({ namespace, deploymentName, app = deploymentName }: CallingWorkload) {
  return { kind: "pods", namespace, labels: { app } } as const;
}

/** The ports of the stores that an identity uses, in the subnets of the stores; AWS APIs by HTTPS. */
export function storesOf(
  { databases = {}, caches = {}, brokers = [], ...services }: Uses,
  stack: Stores & Pick<Foundation, "subnets">,
): ByName<Callee> {
  const { subnets } = stack;
  const cidrBlocks = subnets.database ?? subnets.private;
  const ports = [
    ...Object.keys(databases).map((name) => stack.databases[name]?.port),
    ...Object.keys(caches).map((name) => stack.caches[name]?.port),
    ...brokers.map(() => 5671),
  ].filter((port) => port !== undefined);
  const stores = [...new Set(ports)].map((port) => [
    `stores-${port}`,
    { kind: "addresses", cidrBlocks, port } as const,
  ]);
  return { ...Object.fromEntries(stores), ...(Object.keys(services).length > 0 && { https: { kind: "https" } }) };
}
