/** CPU in Kubernetes' notation: whole CPUs, or thousandths of one. */
export function vcpu(cpus: number): string {
  return Number.isInteger(cpus) ? String(cpus) : `${Math.round(cpus * 1000)}m`;
}

/** Bytes in Kubernetes' notation, from MiB. */
export function memory(mib: number): string {
  return mib % 1024 === 0 ? `${mib / 1024}Gi` : `${mib}Mi`;
}
