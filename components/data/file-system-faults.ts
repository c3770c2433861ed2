import type { AccessPointArgs, FileSystemArgs } from "./file-system-args.ts";

/** EFS allows four levels of directories in the path of an access point. */
const pathFormat = /^(\/[A-Za-z0-9_.-]+){1,4}$/;
const permissionsFormat = /^[0-7]{3,4}$/;
const largestId = 2 ** 32 - 1;

/** Every fault of a file system's arguments. */
export function fileSystemFaults({ zones, accessPoints }: FileSystemArgs): string[] {
  const points = Object.entries(accessPoints);
  return [
    ...(zones.length === 0 || new Set(zones).size < zones.length || zones.some((zone) => !/^[a-z]$/.test(zone))
      ? [`zones must be one or more distinct zone letters, got ${JSON.stringify(zones)}`]
      : []),
    ...(points.length === 0 ? ["accessPoints must have at least one access point, got none"] : []),
    ...points.flatMap(([name, point]) => pointFaults(`accessPoints.${name}`, point)),
  ];
}

function pointFaults(argument: string, { path, uid, gid, permissions, roleArns }: AccessPointArgs): string[] {
  return [
    ...(pathFormat.test(path)
      ? []
      : [`${argument}.path must be a directory of one to four levels below the root, got "${path}"`]),
    ...idFaults(`${argument}.uid`, uid),
    ...idFaults(`${argument}.gid`, gid),
    ...(permissions === undefined || permissionsFormat.test(permissions)
      ? []
      : [`${argument}.permissions must be three or four octal digits, got "${permissions}"`]),
    ...(roleArns.length === 0 ? [`${argument}.roleArns must name at least one role, got none`] : []),
  ];
}

/** ID 0 is root, which would own every file. */
function idFaults(argument: string, id: number): string[] {
  return Number.isInteger(id) && id >= 1 && id <= largestId
    ? []
    : [`${argument} must be a whole number from 1 to ${largestId} (0 is root), got ${id}`];
}
