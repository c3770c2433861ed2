import type { Cell, Kind, Link } from "./block.ts";

const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
const numbers = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/** An amount in US dollars, such as $1,234.50. */
export function money(usd: number): string {
  return dollars.format(usd);
}

/** Minutes as hours and minutes, or as seconds below one minute. */
export function duration(minutes: number): string {
  if (minutes < 1) return `${Math.round(minutes * 60)} s`;
  const whole = Math.round(minutes);
  const hours = Math.floor(whole / 60);
  return hours === 0 ? `${whole} min` : `${hours} h ${String(whole % 60).padStart(2, "0")} min`;
}

/** Whether a cell is a link. */
export function isLink(cell: Cell): cell is Link {
  return typeof cell === "object";
}

/** The text of a cell in a column of a kind; an empty cell has none. */
export function shown(kind: Kind, cell: Cell): string {
  if (cell === undefined) return "";
  if (isLink(cell)) return cell.text;
  if (typeof cell === "string") return cell;
  if (kind === "money") return money(cell);
  return kind === "duration" ? duration(cell) : numbers.format(cell);
}

/** Whether cells of a kind are aligned to the right. */
export function isNumeric(kind: Kind): boolean {
  return kind === "number" || kind === "money" || kind === "duration";
}

/** A number with what it counts. */
export function counted(count: number, what: string, many = `${what}s`): string {
  return `${numbers.format(count)} ${count === 1 ? what : many}`;
}
