/** CPU as Kubernetes quantity: whole CPUs or millicores. */
export function vcpu(cpus: number): string {
  return Number.isInteger(cpus) ? String(cpus) : `${Math.round(cpus * 1000)}m`;
}

/** Memory as Kubernetes quantity in bytes, from MiB. */
export function memory(mib: number): string {
  return mib % 1024 === 0 ? `${mib / 1024}Gi` : `${mib}Mi`;
}
