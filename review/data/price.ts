/** What a price is for one of; an hour of something that runs a whole month counts 730 times. */
export type Unit =
  | "hour"
  | "vCPU-hour"
  | "GB-hour"
  | "ACU-hour"
  | "LCU-hour"
  | "month"
  | "GB"
  | "GB-month"
  | "thousand requests"
  | "10,000 requests"
  | "million requests"
  | "100,000 events"
  | "item";

/** Where a price was read, and the date that the source bears. */
export interface Source {
  /** URL, or the words that find the text in a public code search. */
  source: string;
  /** Day or month, such as 2026-10-02; "not dated" where the source has none. */
  date: string;
  /** Region of the price. */
  region: string;
}

/** An On-Demand list price in US dollars, without free tiers and discounts. */
export interface Price extends Source {
  usd: number;
  unit: Unit;
}

/** Hours of a month, as in AWS's own price examples. */
export const month = 730;

/** Prices of one source and unit by what is priced. */
export function prices<Name extends string>(
  source: Source,
  unit: Unit,
  usd: Readonly<Record<Name, number>>,
): Record<Name, Price> {
  const names = Object.keys(usd).filter((name): name is Name => name in usd);
  const made: Partial<Record<Name, Price>> = {};
  for (const name of names) made[name] = { ...source, unit, usd: usd[name] };
  if (isWhole(made, names)) return made;
  throw new Error(`prices of ${source.source} are incomplete`);
}

function isWhole<Name extends string>(
  made: Partial<Record<Name, Price>>,
  names: readonly Name[],
): made is Record<Name, Price> {
  return names.every((name) => made[name] !== undefined);
}
