/** An IPv4 CIDR block as numbers. */
export interface Block {
  /** First address. */
  readonly first: number;
  /** Prefix length, 0 to 32. */
  readonly prefix: number;
}

/** Parses CIDR notation; undefined for invalid blocks and for blocks with host bits or leading zeros. */
export function parse(text: string): Block | undefined {
  const [address = "", length = ""] = text.split("/");
  const first = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const block = { first, prefix: Number(length) };
  return format(block) === text && block.prefix <= 32 && first % size(block) === 0 ? block : undefined;
}

/** Formats a block in CIDR notation. */
export function format({ first, prefix }: Block): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefix}`;
}

/** Number of addresses of a block. */
export function size({ prefix }: Block): number {
  return 2 ** (32 - prefix);
}

/** Whether a block contains another. */
export function contains(outer: Block, inner: Block): boolean {
  return outer.first <= inner.first && inner.first + size(inner) <= outer.first + size(outer);
}

/** Whether two blocks overlap. */
export function overlap(a: Block, b: Block): boolean {
  return contains(a, b) || contains(b, a);
}
