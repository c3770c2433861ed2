import type { ValueFault } from "./fault.ts";

/**
 * Task sizes of Fargate: CPU units (1024 are one vCPU) with the memory in MiB that each may have
 * (Amazon ECS Developer Guide: Fargate task definition parameters, task CPU and memory).
 */
const sizes: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, 1024, 2048]],
  [512, steps(1024, 4096, 1024)],
  [1024, steps(2048, 8192, 1024)],
  [2048, steps(4096, 16384, 1024)],
  [4096, steps(8192, 30720, 1024)],
  [8192, steps(16384, 61440, 4096)],
  [16384, steps(32768, 122880, 8192)],
]);

/** What is wrong with a task size; sizes that are not known yet are never at fault. */
export function fargateFaults(cpu: unknown, memory: unknown): ValueFault[] {
  if (cpu === undefined || memory === undefined) return [];
  const fitting = sizes.get(Number(cpu));
  if (fitting === undefined) return [{ input: "cpu", allowed: [...sizes.keys()].join(", "), given: String(cpu) }];
  if (fitting.includes(Number(memory))) return [];
  return [{ input: "memory", allowed: `${fitting.join(", ")} with cpu ${String(cpu)}`, given: String(memory) }];
}

function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: (to - from) / by + 1 }, (_, index) => from + index * by);
}
