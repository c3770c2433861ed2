/** Whether a value is a whole number in a range. */
export function isWhole(value: number, least: number, most = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** The fault of a whole number outside its range; an argument that is not set has none. */
export function within(argument: string, value: number | undefined, least: number, most?: number): string[] {
  if (value === undefined || isWhole(value, least, most)) return [];
  return [`${argument} must be a whole number from ${least}${most === undefined ? "" : ` to ${most}`}, got ${value}`];
}
