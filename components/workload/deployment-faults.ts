import type { DeploymentArgs } from "./deployment-args.ts";
import { secretVariables } from "./external-secrets.ts";
import { workloadFaults } from "./workload.ts";

const label = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Every fault of a Deployment's arguments. */
export function deploymentFaults(args: DeploymentArgs): string[] {
  const { serviceAccount, workload, metrics } = args;
  return [
    ...workloadFaults(workload),
    ...nameFaults(args),
    ...(serviceAccount === "default" ? ['serviceAccount must be one of the workload\'s own, got "default"'] : []),
    ...secretFaults(args),
    ...(metrics === undefined || metrics.path.startsWith("/")
      ? []
      : [`metrics.path must start with /, got "${metrics.path}"`]),
    ...probeFaults(args),
    ...volumeFaults(args),
  ];
}

function nameFaults({ deploymentName, app, containerName }: DeploymentArgs): string[] {
  return Object.entries({ deploymentName, app, containerName }).flatMap(([argument, value]) =>
    value === undefined || label.test(value)
      ? []
      : [`${argument} must be 1 to 63 lower-case letters, digits and hyphens, got "${value}"`],
  );
}

function secretFaults({ deploymentName, workload: { secrets }, secretStore }: DeploymentArgs): string[] {
  const stored = Object.keys(secrets).filter((name) => secrets[name]?.secretArn !== undefined);
  const variables = secretVariables(deploymentName, secrets);
  const keys = variables.map(({ objectName, key }) => `${objectName}/${key}`);
  return [
    ...(stored.length > 0 && secretStore === undefined
      ? [`secretStore must be given for ${stored.join(", ")}, got none`]
      : []),
    ...variables
      .filter((_, index) => keys.indexOf(keys[index] ?? "") < index)
      .map(
        ({ variable, objectName, key }) =>
          `secrets.${variable} must not repeat a key of ${objectName}, got ${key} again`,
      ),
  ];
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
    : [...faults, `volumes must have different paths, got ${[...twice].join(", ")} twice`];
}
