import { postgres } from "../versions.ts";
import type { DatabaseArgs } from "./database-args.ts";
import type { AuroraEngine, InstanceEngine } from "./database-engine.ts";
import { backupFaults } from "./windows.ts";

/** User names that are easily guessed, and one that RDS reserves. */
const reservedUsernames = ["admin", "master", "postgres", "rdsadmin", "root"];

/** RDS windows last at least 30 minutes. */
const shortestWindow = 30;

/** Every fault of a database's arguments. */
export function databaseFaults(identifier: string, args: DatabaseArgs): string[] {
  const { names, version, engine } = args;
  return [
    ...identifierFaults(identifier),
    ...wordFaults("names.database", names.database),
    ...wordFaults("names.username", names.username),
    ...(reservedUsernames.includes(names.username)
      ? [`names.username must be none of ${reservedUsernames.join(", ")}, got "${names.username}"`]
      : []),
    ...(Object.hasOwn(postgres, version)
      ? []
      : [`version must be one of ${Object.keys(postgres).join(", ")}, got "${version}"`]),
    ...(engine.kind === "instance" ? instanceFaults(engine) : auroraFaults(engine)),
    ...backupFaults("backups", args.backups, shortestWindow),
  ];
}

function identifierFaults(identifier: string): string[] {
  // RDS stores identifiers in lower case; upper case would show a difference in every preview.
  const valid = identifier.length <= 63 && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(identifier);
  return valid
    ? []
    : [
        `names.identifier must be 1 to 63 lower-case letters, digits and single hyphens between them, starting with a letter, got "${identifier}"`,
      ];
}

function wordFaults(argument: string, word: string): string[] {
  return /^[A-Za-z][A-Za-z0-9_]{0,62}$/.test(word)
    ? []
    : [`${argument} must be 1 to 63 letters, digits and underscores, starting with a letter, got "${word}"`];
}

function instanceFaults({ allocatedStorage, maxAllocatedStorage }: InstanceEngine): string[] {
  const faults: string[] = [];
  if (!Number.isInteger(allocatedStorage) || allocatedStorage < 20)
    faults.push(`engine.allocatedStorage must be a whole number of GiB, at least 20, got ${allocatedStorage}`);
  if (!Number.isInteger(maxAllocatedStorage) || maxAllocatedStorage <= allocatedStorage)
    faults.push(
      `engine.maxAllocatedStorage must be a whole number of GiB, more than allocatedStorage (${allocatedStorage}), got ${maxAllocatedStorage}`,
    );
  return faults;
}

function auroraFaults({ zones, capacity }: AuroraEngine): string[] {
  const faults: string[] = [];
  if (zones.length === 0 || new Set(zones).size < zones.length || zones.some((zone) => !/^[a-z]$/.test(zone)))
    faults.push(`engine.zones must be one or more distinct zone letters, got ${JSON.stringify(zones)}`);
  if (capacity.kind === "provisioned") return faults;
  const { min, max } = capacity;
  if (!isCapacity(min, 0)) faults.push(`engine.capacity.min must be 0 to 256 in steps of 0.5, got ${min}`);
  if (!isCapacity(max, 1)) faults.push(`engine.capacity.max must be 1 to 256 in steps of 0.5, got ${max}`);
  if (min > max) faults.push(`engine.capacity.min must be no more than max (${max}), got ${min}`);
  return faults;
}

function isCapacity(units: number, smallest: number): boolean {
  return Number.isInteger(units * 2) && units >= smallest && units <= 256;
}
