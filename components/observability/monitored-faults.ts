import { type Monitored, memoryBytes } from "./monitored.ts";

/** Faults of monitored resources: repeated names, and sizes without thresholds. */
export function monitoredFaults(monitored: readonly Monitored[]): string[] {
  const seen = new Set<string>();
  return monitored.flatMap((each, index) => {
    const identity = `${each.kind} ${each.name}`;
    const repeated = seen.has(identity);
    seen.add(identity);
    return [
      ...(repeated ? [`monitored[${index}] must have a name that no other ${each.kind} has, got ${each.name}`] : []),
      ...sizeFaults(each).map((fault) => `monitored[${index}].${fault}`),
    ];
  });
}

function sizeFaults(each: Monitored): string[] {
  if (each.kind === "database") {
    return [
      ...classFaults("instanceClass", each.instanceClass),
      ...positive("allocatedStorageGib", each.allocatedStorageGib),
    ];
  }
  if (each.kind !== "auroraCluster") return [];
  return "maxCapacity" in each.size
    ? positive("size.maxCapacity", each.size.maxCapacity)
    : classFaults("size.instanceClass", each.size.instanceClass);
}

function classFaults(key: string, instanceClass: string): string[] {
  return memoryBytes(instanceClass) === undefined
    ? [`${key} must be a t, m or r class such as db.m7g.large, got ${instanceClass}`]
    : [];
}

function positive(key: string, value: number): string[] {
  return value > 0 ? [] : [`${key} must be greater than 0, got ${value}`];
}
