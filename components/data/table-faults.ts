import { isWhole } from "../ranges.ts";
import type { TableArgs, TableIndex, TableKey } from "./table-args.ts";

const nameFormat = /^[A-Za-z0-9_.-]{3,255}$/;
const nameRule = "3 to 255 letters, digits, underscores, hyphens and dots";

/** Quotas of DynamoDB: indexes of a table, and projected attributes of all indexes. */
const mostIndexes = 20;
const mostListed = 100;

/** Every fault of a table's arguments. */
export function tableFaults(args: TableArgs): string[] {
  const { tableName, indexes = {}, recoveryPeriodInDays } = args;
  return [
    ...(tableName === undefined || nameFormat.test(tableName)
      ? []
      : [`tableName must be ${nameRule}, got "${tableName}"`]),
    ...keyFaults(args, indexes),
    ...indexFaults(indexes),
    ...capFaults(args.throughputCap),
    ...(recoveryPeriodInDays === undefined || isWhole(recoveryPeriodInDays, 1, 35)
      ? []
      : [`recoveryPeriodInDays must be a whole number from 1 to 35, got ${recoveryPeriodInDays}`]),
  ];
}

/** Every attribute of a key must be declared, and every declared attribute must be part of a key. */
function keyFaults({ key, attributes }: TableArgs, indexes: Readonly<Record<string, TableIndex>>): string[] {
  const keys: [string, TableKey][] = [
    ["key", key],
    ...Object.entries(indexes).map(([index, of]): [string, TableKey] => [`indexes.${index}`, of]),
  ];
  const declared = Object.keys(attributes);
  const used = new Set(keys.flatMap(([, of]) => attributesOf(of)));
  return [
    ...keys.flatMap(([argument, of]) => [
      ...attributesOf(of)
        .filter((attribute) => !declared.includes(attribute))
        .map(
          (attribute) => `${argument} must be made of declared attributes (${declared.join(", ")}), got "${attribute}"`,
        ),
      ...(of.hashKey === of.rangeKey
        ? [`${argument}.rangeKey must be another attribute than its hashKey, got "${of.rangeKey}"`]
        : []),
    ]),
    ...declared
      .filter((attribute) => !used.has(attribute))
      .map((attribute) => `attributes must be part of a key, got "${attribute}"`),
  ];
}

function indexFaults(indexes: Readonly<Record<string, TableIndex>>): string[] {
  const entries = Object.entries(indexes);
  const listed = entries.flatMap(([, { projection }]) => (typeof projection === "string" ? [] : projection)).length;
  return [
    ...entries.flatMap(([index, { projection }]) => [
      ...(nameFormat.test(index) ? [] : [`indexes must be named by ${nameRule}, got "${index}"`]),
      ...(projection.length === 0
        ? [`indexes.${index}.projection must list an attribute, or be ALL or KEYS_ONLY, got none`]
        : []),
    ]),
    ...(entries.length > mostIndexes ? [`indexes must be at most ${mostIndexes}, got ${entries.length}`] : []),
    ...(listed > mostListed ? [`indexes must list at most ${mostListed} attributes in all, got ${listed}`] : []),
  ];
}

function capFaults(throughput: TableArgs["throughputCap"]): string[] {
  if (throughput === "none") return [];
  return Object.entries(throughput)
    .filter(([, units]) => !isWhole(units, 1))
    .map(([kind, units]) => `throughputCap.${kind} must be a whole number of request units, at least 1, got ${units}`);
}

function attributesOf({ hashKey, rangeKey }: TableKey): string[] {
  return rangeKey === undefined || rangeKey === hashKey ? [hashKey] : [hashKey, rangeKey];
}
