import type { DeploymentArgs } from "./deployment.ts";
import { secretVariables } from "./external-secrets.ts";
import { workloadFaults } from "./workload.ts";

const label = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** What is wrong with the arguments of a Deployment, one line each. */
export function deploymentFaults(args: DeploymentArgs): string[] {
  const { deploymentName, app, containerName, serviceAccount, workload, secretStore, metrics } = args;
  const faults = workloadFaults(workload);
  for (const [argument, value] of Object.entries({ deploymentName, app, containerName })) {
    if (value !== undefined && !label.test(value))
      faults.push(`${argument} must be 1 to 63 lower-case letters, digits and hyphens, got "${value}"`);
  }
  if (serviceAccount === "default") faults.push('serviceAccount must be one of the workload\'s own, got "default"');
  const stored = Object.entries(workload.secrets).flatMap(([name, { secretArn }]) =>
    secretArn === undefined ? [] : [name],
  );
  if (stored.length > 0 && secretStore === undefined)
    faults.push(`secretStore must be given for ${stored.join(", ")}, got none`);
  const taken = new Set<string>();
  for (const { variable, objectName, key } of secretVariables(deploymentName, workload.secrets)) {
    if (taken.has(`${objectName}/${key}`))
      faults.push(`secrets.${variable} must have a key of its own in ${objectName}, got ${key} again`);
    taken.add(`${objectName}/${key}`);
  }
  if (metrics !== undefined && !metrics.path.startsWith("/"))
    faults.push(`metrics.path must start with /, got "${metrics.path}"`);
  return [...faults, ...probeFaults(args), ...volumeFaults(args)];
}

function probeFaults({ workload: { health } }: DeploymentArgs): string[] {
  const { readiness, liveness, startup } = health;
  return Object.entries({ readiness, liveness, startup }).flatMap(([name, probe]) => {
    if (probe === undefined || (probe.periodSeconds >= 1 && probe.timeoutSeconds >= 1 && probe.failureThreshold >= 1))
      return [];
    const { periodSeconds, timeoutSeconds, failureThreshold } = probe;
    const given = `${periodSeconds}, ${timeoutSeconds}, ${failureThreshold}`;
    return [`health.${name} must have period, timeout and failure threshold of 1 or more, got ${given}`];
  });
}

function volumeFaults({ workload: { volumes } }: DeploymentArgs): string[] {
  const entries = Object.entries(volumes);
  const faults = entries.flatMap(([name, { path }]) =>
    label.test(name) && path.startsWith("/")
      ? []
      : [`volumes must have lower-case names and paths that start with /, got ${name} at "${path}"`],
  );
  const paths = entries.map(([, { path }]) => path);
  const twice = new Set(paths.filter((path, at) => paths.indexOf(path) !== at));
  return twice.size === 0
    ? faults
    : [...faults, `volumes must have paths of their own, got ${[...twice].join(", ")} twice`];
}
