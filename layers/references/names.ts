/** One line for each name that a table of the stack does not have; the table holds things of one kind, for example "database". */
export function unknown(where: string, names: readonly string[], table: object | undefined, kind: string): string[] {
  const known = Object.keys(table ?? {});
  return names
    .filter((name) => !known.includes(name))
    .map((name) =>
      known.length === 0
        ? `${where} names the ${kind} "${name}", but the stack defines none`
        : `${where} must be one of ${known.join(", ")}, got "${name}"`,
    );
}

/** The same for a name that may be left out. */
export function unknownName(
  where: string,
  name: string | undefined,
  table: object | undefined,
  kind: string,
): string[] {
  return name === undefined ? [] : unknown(where, [name], table, kind);
}
