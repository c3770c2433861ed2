import { CloudTrailClient, type Event, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { type Account, told } from "../account/account.ts";
import type { Drift } from "./drift.ts";

/** How long to look back. */
export interface Period {
  from: Date;
  to: Date;
}

/** At most this many resources are looked up: CloudTrail answers two requests a second in each Region and account. */
const most = 50;

/**
 * Adds who changed each resource, by the management events that name it; an event can take 15 minutes to appear.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export async function withCallers(drifts: readonly Drift[], account: Account, period: Period): Promise<Drift[]> {
  const client = new CloudTrailClient(account.config);
  const named: Drift[] = [];
  // One after the other, because CloudTrail throttles.
  for (const [index, drift] of drifts.entries())
    named.push(index < most ? { ...drift, by: await callers(client, drift, period) } : drift);
  return named;
}

async function callers(client: CloudTrailClient, { id }: Drift, { from, to }: Period): Promise<string[]> {
  const resource = id.split(/[/:]/).at(-1) ?? id;
  const asked = new LookupEventsCommand({
    LookupAttributes: [{ AttributeKey: "ResourceName", AttributeValue: id.startsWith("arn:") ? id : resource }],
    StartTime: from,
    EndTime: to,
    MaxResults: 50,
  });
  try {
    const { Events = [] } = await client.send(asked);
    return [...new Set(Events.filter(({ ReadOnly }) => ReadOnly !== "true").map(line))];
  } catch (error) {
    return [`CloudTrail does not say: ${told(error)}`];
  }
}

function line({ EventName, EventTime, Username }: Event): string {
  return `${Username ?? "a service"}, ${EventName} at ${EventTime?.toISOString() ?? "an unknown time"}`;
}
