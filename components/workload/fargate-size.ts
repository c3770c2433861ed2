/** Task sizes of Fargate: CPU units and the supported memory in MiB (AWS: task CPU and memory). */
const sizes: readonly { cpu: number; memory: readonly number[] }[] = [
  { cpu: 256, memory: [512, 1024, 2048] },
  { cpu: 512, memory: steps(1024, 4096, 1024) },
  { cpu: 1024, memory: steps(2048, 8192, 1024) },
  { cpu: 2048, memory: steps(4096, 16384, 1024) },
  { cpu: 4096, memory: steps(8192, 30720, 1024) },
  { cpu: 8192, memory: steps(16384, 61440, 4096) },
  { cpu: 16384, memory: steps(32768, 122880, 8192) },
];

/** The smallest task size with at least this many vCPU and MiB; undefined without one. */
export function fargateSize(vcpu: number, memory: number): { cpu: number; memory: number } | undefined {
  for (const size of sizes) {
    const fitting = size.memory.find((each) => each >= memory);
    if (size.cpu >= vcpu * 1024 && fitting !== undefined) return { cpu: size.cpu, memory: fitting };
  }
  return undefined;
}

function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: (to - from) / by + 1 }, (_, index) => from + index * by);
}
