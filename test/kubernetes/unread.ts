/** An object that remembers which of its fields were read, at any depth. */
export interface Watched {
  watched: object;
  /** Paths of the fields that nobody asked for, in objects of which some field was asked for. */
  unread(): string[];
}

/**
 * A generated validator asks for every field that its schema has, present or not, and lets others pass. What it never
 * asked for is therefore unknown to the schema; an object of which it asked for nothing is free-form.
 */
export function watch(object: object): Watched {
  const read = new Map<string, { target: object; keys: Set<string> }>();
  const follow = (target: object, path: string): object =>
    new Proxy(target, {
      get(of, key, receiver) {
        const value: unknown = Reflect.get(of, key, receiver);
        if (typeof key === "string" && !Array.isArray(of)) {
          const entry = read.get(path) ?? { target: of, keys: new Set() };
          read.set(path, { ...entry, keys: entry.keys.add(key) });
        }
        return typeof value === "object" && value !== null ? follow(value, `${path}/${String(key)}`) : value;
      },
    });
  return {
    watched: follow(object, ""),
    unread: () =>
      [...read].flatMap(([path, { target, keys }]) =>
        Object.keys(target)
          .filter((key) => !keys.has(key))
          .map((key) => `${path}/${key}`),
      ),
  };
}
