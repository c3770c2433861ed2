import type { Zone } from "./start.ts";

/** The prefix of a Region's zone IDs: us-east-1 is use1, ap-southeast-2 is apse2. */
export function zonePrefix(region: string): string {
  const [continent = "", ...rest] = region.split("-");
  const number = rest.pop() ?? "";
  const gov = rest[0] === "gov" ? "g" : "";
  const direction = (rest.at(-1) ?? "").replace(/^(north|south)(east|west)$/, "$1 $2");
  const letters = direction.split(" ").map((word) => word.charAt(0));
  return `${continent}${gov}${letters.join("")}${number}`;
}

/** Zones by letters and the numbers of their IDs. */
export function zones(region: string, numbers: Readonly<Record<string, number>>): Zone[] {
  return Object.entries(numbers).map(([letter, number]) => ({
    name: `${region}${letter}`,
    id: `${zonePrefix(region)}-az${number}`,
  }));
}
