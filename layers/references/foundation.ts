import { deployerNetworkFaults } from "../../components/cluster/access.ts";
import { addressFaults } from "../addresses.ts";
import type { Config } from "../config.ts";
import type { StackDefinition } from "../definition.ts";
import { type FoundationDefinition, partAdministrators } from "../foundation.ts";
import { imageCacheFaults } from "../images.ts";
import { worldNameFaults } from "../world-names.ts";

/** EKS and Application Load Balancers need two zones. */
const fewestZones = 2;

/** No Region has more than us-east-1. */
const mostZones = 6;

/** What network, cluster and world-wide names need of the configuration, one line each. */
export function foundationFaults(definition: StackDefinition, config: Config): string[] {
  return [
    ...whereaboutsFaults(definition, config),
    ...(definition.cluster === undefined ? [] : roleFaults(config)),
    ...worldNameFaults(config, definition),
    ...networkFaults(definition, config),
    ...imageCacheFaults(definition, config),
  ];
}

function whereaboutsFaults({ network, cluster }: FoundationDefinition, config: Config): string[] {
  const { zones, deployerNetwork = {}, existing } = config;
  if (!isZoneCount(network.zones))
    return [`network.zones must be a whole number from ${fewestZones} to ${mostZones}, got ${network.zones}`];
  if (existing !== undefined) return [];
  return [
    ...(zones.length === network.zones
      ? []
      : [`platform:zones must list ${network.zones} zones, as many as the definition has, got ${zones.length}`]),
    ...(cluster === undefined ? [] : deployerNetworkFaults("platform:deployerNetwork", deployerNetwork)),
  ];
}

/** An access entry is named by the last part of its role's ARN, and EKS takes a role in one access entry only. */
function roleFaults(config: Config): string[] {
  const { deployer, administrators, previewers } = config;
  const administering = [...new Set([deployer, ...administrators, ...partAdministrators(config)])];
  const twice = administering.filter((role) => previewers.includes(role));
  return [
    ...twice.map((role) => `platform:previewers must not list the deployer or an administrator, got "${role}"`),
    ...sharedNames(administering).map(
      (role) => `platform:administrators must be roles with different names, got "${role}"`,
    ),
    ...sharedNames(previewers).map((role) => `platform:previewers must be roles with different names, got "${role}"`),
  ];
}

/** Roles whose name another one before them has, with another path or in another account. */
function sharedNames(roles: readonly string[]): string[] {
  const names = roles.map((role) => role.split("/").at(-1));
  return roles.filter((_, index) => names.indexOf(names[index]) < index);
}

/** Whether everything that the definition can grow to has an address. */
function networkFaults(definition: StackDefinition, { existing }: Config): string[] {
  const { madeBy, podCidrBlock, zones } = definition.network;
  if (existing !== undefined || !isZoneCount(zones)) return [];
  return madeBy === "awsx" && podCidrBlock !== undefined
    ? [`network.podCidrBlock needs network.madeBy "platform", got "${madeBy}"`]
    : addressFaults(definition);
}

function isZoneCount(zones: number): boolean {
  return Number.isInteger(zones) && zones >= fewestZones && zones <= mostZones;
}
