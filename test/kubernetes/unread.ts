/** An object that records which of its fields were read, at any depth. */
export interface Watched {
  watched: object;
  /** Paths of fields that were not read, in objects of which another field was read. */
  unread(): string[];
}

/**
 * A generated validator reads every field of its schema, present or not. A field that it did not
 * read is unknown to the schema; an object without read fields is free-form.
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
