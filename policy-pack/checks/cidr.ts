/** An IPv4 range as two integers. */
interface Range {
  first: number;
  last: number;
}

/** The range of an IPv4 CIDR block, or undefined when it is not one. */
export function range(cidr: unknown): Range | undefined {
  const found = typeof cidr === "string" ? /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr) : null;
  if (found === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = found.slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255 || prefix > 32) return undefined;
  const size = 2 ** (32 - prefix);
  const first = Math.floor((a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) / size) * size;
  return { first, last: first + size - 1 };
}

/** Length of the network prefix of an IPv4 or IPv6 block, or undefined when it is not one. */
export function prefixLength(cidr: unknown): number | undefined {
  const found = typeof cidr === "string" ? /^[0-9a-fA-F.:]+\/(\d{1,3})$/.exec(cidr) : null;
  return found === null ? undefined : Number(found[1]);
}

/** The internet, or a large part of it: no private range is shorter than /8 (fc00::/7 in IPv6). */
export function isWorld(cidr: unknown): boolean {
  const prefix = prefixLength(cidr);
  return prefix !== undefined && prefix < (String(cidr).includes(":") ? 7 : 8);
}

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/** Inside one of the ranges that are not routed on the internet (RFC 1918 and RFC 6598). */
export function isPrivate(cidr: unknown): boolean {
  return privateRanges.some((outer) => contains(outer, cidr));
}

export function contains(outer: unknown, inner: unknown): boolean {
  const [large, small] = [range(outer), range(inner)];
  return large !== undefined && small !== undefined && large.first <= small.first && small.last <= large.last;
}
