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

/** Days before the end of support at which an upgrade is planned, due and late. */
export const warnings = { planned: 120, due: 60, late: 30 } as const;

/** Days until a date such as 2030-02-28; infinite where none is announced. */
export function daysUntil(ends: string, from: string): number {
  return /^\d/.test(ends) ? Math.round((Date.parse(ends) - Date.parse(from)) / 86_400_000) : Number.POSITIVE_INFINITY;
}

/** Order within a month: stores that pods connect to, then the cluster. */
const ranks = ["PostgreSQL", "OpenSearch", "RabbitMQ", "Kubernetes"];

/** What to upgrade this quarter, in order: by the month in which support ends, and then the stores before the cluster. */
export function upgrades<Each extends Pick<Supported, "what" | "ends">>(
  versions: readonly Each[],
  from: string,
): Each[] {
  const rank = ({ what }: Each) => ranks.findIndex((product) => what.startsWith(product));
  return versions
    .filter(({ ends }) => daysUntil(ends, from) <= warnings.planned)
    .toSorted((one, other) => one.ends.slice(0, 7).localeCompare(other.ends.slice(0, 7)) || rank(one) - rank(other));
}

/** How a version is upgraded, in one line. */
export function upgradeOf(what: string): string {
  return what.startsWith("Kubernetes")
    ? "one minor at a time: the version with its add-ons, then the node groups roll"
    : "set the version, preview, and update in the maintenance window";
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
