import { strings, stringsAt } from "../../rehearsal/account/values.ts";
import type { Made } from "../../rehearsal/proofs/graph.ts";
import type { Fact, Review } from "../section.ts";
import { urns } from "../urns.ts";

const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** Outputs by which a dimension of a metric names a resource. */
const identities = [
  "id",
  "name",
  "identifier",
  "clusterIdentifier",
  "replicationGroupId",
  "brokerName",
  "domainName",
  "arnSuffix",
];

/** The runbooks of a stack's alarms, on each alarm and on the resources that its dimensions name. */
export function runbooks({ plan, made }: Review): Fact[] {
  const known = urns(plan);
  const named = names(made);
  const links = made
    .filter(({ type }) => type === alarmType)
    .flatMap((alarm) => {
      const href = /https:\/\/\S+$/.exec(String(alarm.inputs["alarmDescription"]))?.[0];
      const watched = dimensions(alarm).flatMap(
        (each) => named.get(each) ?? named.get(each.replace(/-\d+$/, "")) ?? [],
      );
      const urnsOf = [...new Set([alarm, ...watched])].flatMap((each) => known(each) ?? []);
      return href === undefined ? [] : urnsOf.map((urn) => ({ urn, href, alarm: alarm.name }));
    });
  return [...Map.groupBy(links, ({ urn, href }) => `${urn} ${href}`).values()].flatMap((own): Fact[] => {
    const [first] = own;
    if (first === undefined) return [];
    const { urn, href } = first;
    const value = own.length === 1 ? `for the alarm ${first.alarm}` : `for ${own.length} alarms`;
    return [{ urn, label: `runbook ${href.split("/").at(-1)}`, value, href }];
  });
}

function dimensions({ inputs }: Made): string[] {
  const own = strings(inputs["dimensions"]);
  const queried = strings(inputs["metricQueries"]).filter(({ path }) => path.includes("dimensions"));
  return [...new Set([...own, ...queried].map(({ text }) => text))];
}

/** Resources of AWS by their identities; alarms and roles have names that metrics do not mean. */
function names(made: readonly Made[]): Map<string, Made[]> {
  const found = made
    .filter(
      ({ type }) =>
        type.startsWith("aws:") && !/^aws:(cloudwatch|iam|kms|sns|secretsmanager|ssm|ec2\/securityGroup)/.test(type),
    )
    .flatMap((each) => identities.flatMap((output) => stringsAt(each.outputs, output)).map((name) => ({ name, each })));
  return new Map(
    [...Map.groupBy(found, ({ name }) => name)].map(([name, all]) => [name, [...new Set(all.map(({ each }) => each))]]),
  );
}
