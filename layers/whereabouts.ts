import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "./config.ts";

/** What the account must agree to before anything is created in it. */
interface Wanted {
  network: {
    /** How many Availability Zones the definition wants. */
    zones: number;
  };
  /** Present where the zones must be ones that EKS supports. */
  cluster?: object;
}

/** Zones in which EKS creates no control plane (Amazon EKS User Guide: VPC and subnet requirements), in every account. */
export const zonesWithoutEks: readonly string[] = ["use1-az3", "usw1-az2", "cac1-az3"];

/**
 * Letters of the stack's Availability Zones in the order of the alphabet, so that the order in the configuration does not
 * matter. Caller and zones are looked up in the account first, and every contradiction to the configuration is an error.
 */
export async function whereabouts(config: Config, wanted: Wanted, provider: aws.Provider): Promise<string[]> {
  const { arn } = await aws.getCallerIdentity({}, { provider });
  const { letters, faults } = await zoneLetters(config, wanted, provider);
  const all = [...callerFaults(config, arn), ...faults];
  if (all.length === 0) return letters;
  const listed = all.map((fault) => `  - ${fault}`).join("\n");
  throw new pulumi.RunError(`the configuration does not fit the account ${config.accountId}:\n${listed}`);
}

type Callers = Pick<Config, "deployer" | "partDeployers" | "administrators" | "previewers">;

/** Deployers, and roles that have administrator access to the cluster, may run Pulumi; previewers may preview. */
export function callerFaults({ deployer, partDeployers = {}, ...others }: Callers, caller: string): string[] {
  const { administrators, previewers } = others;
  const parts = Object.values(partDeployers).filter((role) => role !== undefined);
  const allowed = [deployer, ...parts, ...administrators, ...(pulumi.runtime.isDryRun() ? previewers : [])];
  return allowed.some((role) => isSessionOf(role, caller))
    ? []
    : [`platform:deployer must be the role that runs Pulumi, which is "${caller}", got "${deployer}"`];
}

/** The ARN of an assumed role has no path: arn:aws:sts::111122223333:assumed-role/name/session. */
function isSessionOf(role: string, caller: string): boolean {
  const [, partition, account, name] = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(caller) ?? [];
  const [, ofPartition, ofAccount, ofName] = /^arn:([\w-]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(role) ?? [];
  return name !== undefined && partition === ofPartition && account === ofAccount && name === ofName;
}

interface Placed {
  letters: string[];
  faults: string[];
}

async function zoneLetters(config: Config, { network, cluster }: Wanted, provider: aws.Provider): Promise<Placed> {
  // The zones of an existing network are its owner's: letters only tell its subnets apart.
  if (config.zones.length === 0)
    return { letters: Array.from({ length: network.zones }, (_, at) => String.fromCharCode(97 + at)), faults: [] };
  const filters = [{ name: "zone-type", values: ["availability-zone"] }];
  const { names, zoneIds } = await aws.getAvailabilityZones({ state: "available", filters }, { provider });
  const known = names.map((name, at) => ({ letter: name.slice(config.region.length), id: zoneIds[at] ?? "" }));
  const found = config.zones.flatMap((zone) => known.filter(({ letter, id }) => zone === letter || zone === id));
  return {
    letters: found.map(({ letter }) => letter).toSorted(),
    faults: zoneFaults(config, known, cluster === undefined ? [] : found),
  };
}

interface Zone {
  letter: string;
  id: string;
}

function zoneFaults({ zones, region }: Config, known: readonly Zone[], forEks: readonly Zone[]): string[] {
  const named = ({ letter, id }: Zone) => `${letter} (${id})`;
  const strange = zones.filter((zone) => !known.some(({ letter, id }) => zone === letter || zone === id));
  return [
    ...strange.map(
      (zone) => `platform:zones must be zones of ${region}: ${known.map(named).join(", ")}, got "${zone}"`,
    ),
    ...forEks
      .filter(({ id }) => zonesWithoutEks.includes(id))
      .map((zone) => `platform:zones must be zones in which EKS creates clusters, got ${named(zone)}`),
  ];
}
