import type { Config } from "./config.ts";

/** Configuration with the names that others must not have taken already. */
type Named = Pick<Config, "accountId" | "names">;

/**
 * Name of a bucket that the definition names. Bucket names are unique in the world, so that a name has the account ID at its
 * end unless the configuration names the bucket; a bucket without a name in both gets one from Pulumi.
 */
export function bucketNameOf(
  { accountId, names }: Named,
  name: string,
  bucketName: string | undefined,
): string | undefined {
  return names?.buckets?.[name] ?? (bucketName === undefined ? undefined : `${bucketName}-${accountId}`);
}

/** Prefix of the user pool's domain, which is unique in the Region. */
export function signInPrefixOf({ accountId, names }: Named, prefix: string): string {
  return names?.signInPrefix ?? `${prefix}-${accountId}`;
}

/** Names of the configuration for buckets that the definition does not have, and names that are too long, one line each. */
export function worldNameFaults(
  { accountId, names }: Named,
  { buckets = {} }: { buckets?: Readonly<Record<string, { bucketName?: string }>> },
): string[] {
  const known = Object.keys(buckets);
  return [
    ...Object.keys(names?.buckets ?? {})
      .filter((name) => !known.includes(name))
      .map((name) => `platform:names.buckets must name buckets of the definition (${known.join(", ")}), got "${name}"`),
    ...Object.entries(buckets).flatMap(([name, { bucketName }]) => {
      const full = bucketNameOf({ accountId, names }, name, bucketName) ?? "";
      return full.length <= 63
        ? []
        : [
            `buckets.${name}.bucketName must have 50 characters at most, for the account ID follows, got "${bucketName}"`,
          ];
    }),
  ];
}
