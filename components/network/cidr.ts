/** An IPv4 block as numbers, so that blocks can be compared. */
export interface Block {
  /** The first address. */
  readonly first: number;
  /** The length of the prefix, 0 to 32. */
  readonly prefix: number;
}

/** Reads CIDR notation; undefined when it is no IPv4 block, or not the one way to write it (host bits, leading zeros). */
export function parse(text: string): Block | undefined {
  const [address = "", length = ""] = text.split("/");
  const first = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const block = { first, prefix: Number(length) };
  return format(block) === text && block.prefix <= 32 && first % size(block) === 0 ? block : undefined;
}

/** Writes a block in CIDR notation. */
export function format({ first, prefix }: Block): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefix}`;
}

/** How many addresses a block holds. */
export function size({ prefix }: Block): number {
  return 2 ** (32 - prefix);
}

/** Whether all of one block lies within another. */
export function contains(outer: Block, inner: Block): boolean {
  return outer.first <= inner.first && inner.first + size(inner) <= outer.first + size(outer);
}

/** Whether two blocks share an address. */
export function overlap(a: Block, b: Block): boolean {
  return contains(a, b) || contains(b, a);
}
