/** The parts of an image name: registry, repository, tag and digest. */
export interface Image {
  registry: string;
  repository: string;
  tag: string | undefined;
  digest: string | undefined;
}

/** Names without a host are of Docker Hub. */
export function parseImage(name: string): Image {
  const [reference = "", digest] = name.split("@");
  const parts = reference.split("/");
  const [first = ""] = parts;
  const hosted = parts.length > 1 && (/[.:]/.test(first) || first === "localhost");
  const path = hosted ? parts.slice(1).join("/") : reference;
  const [, repository = path, tag] = /^(.*?)(?::([^:/]+))?$/.exec(path) ?? [];
  return { registry: hosted ? first : "docker.io", repository, tag, digest };
}

/** Whether an image has a digest, or a tag that is not a moving one such as latest. */
export function isPinned(name: unknown): boolean {
  if (typeof name !== "string") return false;
  const { tag, digest } = parseImage(name);
  if (digest !== undefined) return /^sha(?:256|512):[0-9a-f]{32,}$/.test(digest);
  return tag !== undefined && !/^(?:latest|stable|main|master|edge|nightly|dev)$/i.test(tag);
}
