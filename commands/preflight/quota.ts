import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";
import { type Account, inRegion, isAbsent } from "../account/account.ts";
import type { Graph } from "./graph.ts";
import { type Answer, type Need, no, unknown, yes } from "./need.ts";

/** How much of a quota a stack takes in one Region. */
export interface Amount {
  /** When the first update has ended. */
  first: number;
  /** When everything that scales has reached its maximum. */
  most?: number;
}

/** A quota of an account, and what counts to it. */
export interface Quota {
  name: string;
  /** Service code and quota code of Service Quotas; no code where AWS does not raise the quota. */
  service: string;
  code?: string;
  /** What AWS documents for new accounts. */
  documented: number;
  amount: (graph: Graph, region: string) => Amount;
  /** What the account uses already; absent where each resource has a quota of its own. */
  used?: (account: Account) => Promise<number>;
}

/** The needs of a stack that one quota limits, one for each Region with an amount. */
export function quotaNeeds(quota: Quota, graph: Graph): Need[] {
  return graph.regions.flatMap((region) => {
    const amount = quota.amount(graph, region);
    const { first, most = first } = amount;
    if (Math.max(first, most) === 0) return [];
    const code = quota.code === undefined ? "fixed" : `${quota.service} ${quota.code}`;
    const upTo = most > first ? `, up to ${most}` : "";
    return [
      {
        subject: "quotas",
        what: `${quota.name} in ${region}: ${first}${upTo}`,
        detail: `${code}, default ${quota.documented}`,
        ask: (account) => ask(quota, inRegion(account, region), amount),
      } satisfies Need,
    ];
  });
}

async function ask(quota: Quota, account: Account, { first, most = first }: Amount): Promise<Answer> {
  const value = quota.code === undefined ? quota.documented : await quotaValue(quota.service, quota.code, account);
  if (value === undefined) return unknown(`Service Quotas does not know ${quota.service} ${quota.code}`);
  const used = quota.used === undefined ? 0 : await quota.used(account);
  const inUse = used === 0 ? "" : `, ${used} in use`;
  if (used + first > value) return no(`quota ${value}${inUse}: ${request(quota, used + most, account.config.region)}`);
  const short = used + most > value ? `; the maximum needs ${used + most}` : "";
  return yes(`quota ${value}${inUse}${short}`);
}

function request({ service, code }: Quota, desired: number, region: string): string {
  if (code === undefined) return "AWS does not raise it";
  const options = [
    `--service-code ${service}`,
    `--quota-code ${code}`,
    `--desired-value ${desired}`,
    `--region ${region}`,
  ];
  return `aws service-quotas request-service-quota-increase ${options.join(" ")}`;
}

/** The account's value; an account that never asked for more has AWS's default. */
async function quotaValue(service: string, code: string, { config }: Account): Promise<number | undefined> {
  const client = new ServiceQuotasClient(config);
  const asked = { ServiceCode: service, QuotaCode: code };
  for (const command of [new GetServiceQuotaCommand(asked), new GetAWSDefaultServiceQuotaCommand(asked)]) {
    try {
      const { Quota: quota } = await client.send(command);
      if (quota?.Value !== undefined) return quota.Value;
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
  }
  return undefined;
}
