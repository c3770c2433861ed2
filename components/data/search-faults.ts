import { openSearch } from "../versions.ts";
import type { SearchArgs } from "./search-args.ts";

const nameFormat = /^[a-z][a-z0-9-]{2,27}$/;
const instanceTypeFormat = /^[a-z0-9]+\.[a-z0-9]+\.search$/;
const timeFormat = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Minimum and maximum size of gp3 volumes in GiB, over all instance types. */
const [leastVolume, mostVolume] = [10, 24_576];

/** Every fault of a domain's arguments. */
export function searchFaults(domainName: string, args: SearchArgs): string[] {
  const { version, masterNodes, offPeakWindowStart } = args;
  return [
    ...(nameFormat.test(domainName)
      ? []
      : [
          `domainName must be 3 to 28 lower-case letters, digits and hyphens, starting with a letter, got "${domainName}"`,
        ]),
    ...(Object.hasOwn(openSearch, version)
      ? []
      : [`version must be one of ${Object.keys(openSearch).join(", ")}, got "${version}"`]),
    ...dataNodeFaults(args),
    ...(masterNodes.kind === "dedicated" ? typeFaults("masterNodes.instanceType", masterNodes.instanceType) : []),
    ...(timeFormat.test(offPeakWindowStart)
      ? []
      : [`offPeakWindowStart must look like 22:00, got "${offPeakWindowStart}"`]),
  ];
}

function dataNodeFaults({ zones, dataNodes }: SearchArgs): string[] {
  const { instanceType, count, volumeSize } = dataNodes;
  return [
    ...typeFaults("dataNodes.instanceType", instanceType),
    ...(Number.isInteger(count) && count >= zones && count % zones === 0
      ? []
      : [`dataNodes.count must be a multiple of zones (${zones}), got ${count}`]),
    ...(Number.isInteger(volumeSize) && volumeSize >= leastVolume && volumeSize <= mostVolume
      ? []
      : [`dataNodes.volumeSize must be a whole number of GiB from ${leastVolume} to ${mostVolume}, got ${volumeSize}`]),
  ];
}

function typeFaults(argument: string, instanceType: string): string[] {
  return instanceTypeFormat.test(instanceType)
    ? []
    : [`${argument} must look like r7g.large.search, got "${instanceType}"`];
}
