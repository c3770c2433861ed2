import { AccessAnalyzerClient, ListAnalyzersCommand } from "@aws-sdk/client-accessanalyzer";
import { ConfigServiceClient, DescribeConfigurationRecordersCommand } from "@aws-sdk/client-config-service";
import {
  CostExplorerClient,
  GetAnomalyMonitorsCommand,
  ListCostAllocationTagsCommand,
} from "@aws-sdk/client-cost-explorer";
import { GuardDutyClient, ListDetectorsCommand } from "@aws-sdk/client-guardduty";
import { GetAccountPasswordPolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { BatchGetAccountStatusCommand, Inspector2Client } from "@aws-sdk/client-inspector2";
import { GetMacieSessionCommand, Macie2Client } from "@aws-sdk/client-macie2";
import { DescribeHubCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { type Account, errorName, inRegion, isAbsent } from "../../account/account.ts";
import { text } from "../../inputs.ts";
import { type Graph, ofType } from "../graph.ts";
import { type Need, no, yes } from "../need.ts";

/** A service of which an account has one in a Region, or one at all. */
interface Single {
  type: string;
  what: string;
  /** What the account has of it. */
  existing: (account: Account) => Promise<readonly (string | undefined)[]>;
  /** Its key under platform:accountServices. */
  key?: string;
  /** What happens when it exists; by default the service refuses a second one. */
  otherwise?: string;
}

const singles: readonly Single[] = [
  {
    type: "aws:cfg/recorder:Recorder",
    what: "an AWS Config recorder",
    key: "config",
    existing: async ({ config }) => {
      const client = new ConfigServiceClient(config);
      const { ConfigurationRecorders = [] } = await client.send(new DescribeConfigurationRecordersCommand({}));
      return ConfigurationRecorders.map(({ name }) => name);
    },
  },
  {
    type: "aws:guardduty/detector:Detector",
    what: "a GuardDuty detector",
    key: "guardDuty",
    existing: async ({ config }) =>
      (await new GuardDutyClient(config).send(new ListDetectorsCommand({}))).DetectorIds ?? [],
  },
  {
    type: "aws:securityhub/account:Account",
    what: "Security Hub",
    key: "securityHub",
    existing: async ({ config }) => [(await new SecurityHubClient(config).send(new DescribeHubCommand({}))).HubArn],
  },
  {
    type: "aws:macie2/account:Account",
    what: "Macie",
    key: "macie",
    existing: async ({ config }) => [(await new Macie2Client(config).send(new GetMacieSessionCommand({}))).status],
  },
  {
    type: "aws:inspector2/enabler:Enabler",
    what: "Inspector",
    key: "inspector",
    existing: async ({ config }) => {
      const { accounts = [] } = await new Inspector2Client(config).send(new BatchGetAccountStatusCommand({}));
      return accounts.map(({ state }) => state?.status).filter((status) => status !== "DISABLED");
    },
    otherwise: "enabling it again changes nothing, but the stack disables it when it is destroyed",
  },
  {
    type: "aws:accessanalyzer/analyzer:Analyzer",
    what: "an analyzer of the account",
    existing: async ({ config }) => {
      const client = new AccessAnalyzerClient(config);
      const { analyzers = [] } = await client.send(new ListAnalyzersCommand({ type: "ACCOUNT" }));
      return analyzers.map(({ name }) => name);
    },
  },
  {
    type: "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
    what: "an account password policy",
    existing: async ({ config }) => {
      const { PasswordPolicy } = await new IAMClient(config).send(new GetAccountPasswordPolicyCommand({}));
      return [PasswordPolicy === undefined ? undefined : `at least ${PasswordPolicy.MinimumPasswordLength} characters`];
    },
    otherwise: "the stack overwrites it",
  },
];

/** Account services that the stack enables, which the account must not have yet. */
export function serviceNeeds(graph: Graph): Need[] {
  const needs = singles.flatMap((single) => {
    const regions = new Set(ofType(graph, single.type).map(({ region }) => region));
    return [...regions].map((region) => singleNeed(single, region));
  });
  return [...needs, ...monitorNeeds(graph), ...tagNeeds(graph)];
}

function singleNeed(
  { what, key, existing, otherwise = "the service refuses a second one" }: Single,
  region: string,
): Need {
  const cure = key === undefined ? "" : `: set platform:accountServices.${key} to existing`;
  return {
    subject: "account services",
    what: `room for ${what} in ${region}`,
    detail: otherwise,
    ask: async (account) => {
      const found = await existing(inRegion(account, region)).catch((error) => {
        // A service that is not enabled refuses to tell.
        if (isAbsent(error) || /AccessDenied|InvalidAccess/.test(errorName(error))) return [];
        throw error;
      });
      const names = found.filter((each) => each !== undefined);
      return names.length === 0 ? yes("") : no(`the account has ${names.join(", ")}${cure}`);
    },
  };
}

/** An account has one monitor of all services; AWS makes it with Cost Explorer. */
function monitorNeeds(graph: Graph): Need[] {
  const monitors = ofType(graph, "aws:costexplorer/anomalyMonitor:AnomalyMonitor");
  return monitors
    .filter(({ inputs }) => text(inputs, "monitorType") === "DIMENSIONAL")
    .map(() => ({
      subject: "account services",
      what: "room for a cost anomaly monitor of all services",
      detail: "Cost Explorer refuses a second one",
      ask: async (account) => {
        const { AnomalyMonitors = [] } = await costs(account).send(new GetAnomalyMonitorsCommand({}));
        const same = AnomalyMonitors.filter(({ MonitorDimension }) => MonitorDimension === "SERVICE");
        return same.length === 0 ? yes("") : no(`the account has ${same.map((each) => each.MonitorName).join(", ")}`);
      },
    }));
}

/** Billing knows a tag key once a charge with it has been posted. */
function tagNeeds(graph: Graph): Need[] {
  const keys = ofType(graph, "aws:costexplorer/costAllocationTag:CostAllocationTag").flatMap(({ inputs }) => {
    const key = text(inputs, "tagKey");
    return key === undefined ? [] : [key];
  });
  if (keys.length === 0) return [];
  const need: Need = {
    subject: "account services",
    what: `cost allocation tags ${keys.join(", ")}`,
    detail: "Billing must know the keys from earlier charges; only the payer of an organization may activate them",
    ask: async (account) => {
      const { CostAllocationTags = [] } = await costs(account).send(
        new ListCostAllocationTagsCommand({ TagKeys: keys }),
      );
      const known = CostAllocationTags.map(({ TagKey }) => TagKey);
      const missing = keys.filter((key) => !known.includes(key));
      return missing.length === 0 ? yes("") : no(`Billing does not know ${missing.join(", ")}`);
    },
  };
  return [need];
}

/** Cost Explorer has one endpoint, in us-east-1. */
function costs(account: Account): CostExplorerClient {
  return new CostExplorerClient(inRegion(account, "us-east-1").config);
}
