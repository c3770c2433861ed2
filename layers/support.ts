import { kubernetes, openSearch, postgres, rabbitMq } from "../components/versions.ts";
import type { StackDefinition } from "./definition.ts";
import { rows } from "./table.ts";

/** A version that a definition sets, and the last day of its standard support, or that AWS has announced none. */
export interface Supported {
  /** Key of the definition. */
  key: string;
  /** Product and version, for example PostgreSQL 17. */
  what: string;
  /** Date such as 2030-02-28, or not announced. */
  ends: string;
}

/** Every version of a definition whose support ends. */
export function supported({ cluster, databases, searches, brokers }: StackDefinition): Supported[] {
  const row = (key: string, product: string, version: string, { standardSupportEnds: ends }: Dates) => ({
    key,
    what: `${product} ${version}`,
    ends,
  });
  return [
    ...(cluster === undefined
      ? []
      : [row("cluster.version", "Kubernetes", cluster.version, kubernetes[cluster.version])]),
    ...rows(databases).map(([name, { version }]) =>
      row(`databases.${name}.version`, "PostgreSQL", version, postgres[version]),
    ),
    ...rows(searches).map(([name, { version }]) =>
      row(`searches.${name}.version`, "OpenSearch", version, openSearch[version]),
    ),
    ...rows(brokers).map(([name, { version }]) =>
      row(`brokers.${name}.version`, "RabbitMQ", version, rabbitMq[version]),
    ),
  ];
}

interface Dates {
  standardSupportEnds: string;
}

/** Versions whose support has ended: AWS upgrades them, and the definition would ask for a downgrade. */
export function supportFaults(definition: StackDefinition, today: string): string[] {
  return supported(definition).flatMap(({ key, what, ends }) =>
    /^\d/.test(ends) && ends < today
      ? [`${key} must be a version in standard support (npm run support), got ${what}, whose support ended on ${ends}`]
      : [],
  );
}

/** The date in UTC, for example 2026-11-30. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
