/** Things of one kind by the names that the definition gives them. */
export type ByName<Each> = Readonly<Record<string, Each>>;

/** Arguments that the layers give to every component alike. */
type Common = "account" | "kmsKeyArn" | "logs" | "deletionProtection" | "network" | "admit";

/** The arguments of a component that a definition decides; its layer wires the others. */
export type Settings<Args, Wired extends PropertyKey = never> = Readonly<Omit<Args, Common | Wired>>;

/** Names and rows of a table; a table that is left out has none. */
export function rows<Row>(table: ByName<Row> | undefined): [name: string, row: Row][] {
  return Object.entries(table ?? {});
}

/** One thing for each row of a table, under the row's name. */
export function each<Row, Made>(table: ByName<Row> | undefined, make: (name: string, row: Row) => Made): ByName<Made> {
  return Object.fromEntries(rows(table).map(([name, row]) => [name, make(name, row)]));
}

/** The row of a name; none where the name or the table is left out. */
export function rowOf<Row>(table: ByName<Row> | undefined, name: string | undefined): Row | undefined {
  return name === undefined ? undefined : table?.[name];
}
