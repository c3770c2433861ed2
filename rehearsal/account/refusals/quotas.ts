import type { Refusal, Step } from "../refusal.ts";
import { isOwn, type Request, type Thing, type Values } from "../thing.ts";
import { recordName } from "./unique.ts";

/** How many of a type an account may have in a Region, all its stacks together. */
interface Quota {
  type: string;
  /** The code in Service Quotas, by which an account may have a larger one; none where it cannot be raised. */
  quota?: string;
  /** What AWS gives an account at first. */
  most: number;
  /** What the account has of them before any stack. */
  start?: number;
  /** The input of what they are counted for, where that is not the Region. */
  per?: string;
  /** Whether one counts. */
  counts?(inputs: Values): boolean;
  code: string;
  words: string;
  source: string;
}

const vpcQuotas = "Amazon VPC quotas https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html";
const eksQuotas = "Amazon EKS service quotas https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html";

const quotas: readonly Quota[] = [
  {
    type: "aws:ec2/vpc:Vpc",
    quota: "L-F678F1CE",
    most: 5,
    start: 1,
    code: "VpcLimitExceeded",
    words: "The maximum number of VPCs has been reached.",
    source: vpcQuotas,
  },
  {
    type: "aws:ec2/eip:Eip",
    quota: "L-0263D0A3",
    most: 5,
    code: "AddressLimitExceeded",
    words: "The maximum number of addresses has been reached.",
    source: "Amazon EC2 endpoints and quotas https://docs.aws.amazon.com/general/latest/gr/ec2-service.html",
  },
  {
    type: "aws:ec2/internetGateway:InternetGateway",
    quota: "L-A4707A72",
    most: 5,
    code: "InternetGatewayLimitExceeded",
    words: "The maximum number of internet gateways has been reached.",
    source: vpcQuotas,
  },
  {
    type: "aws:ec2/vpcEndpoint:VpcEndpoint",
    quota: "L-29B6F2EB",
    most: 50,
    per: "vpcId",
    counts: ({ vpcEndpointType }) => vpcEndpointType === "Interface",
    code: "VpcEndpointLimitExceeded",
    words: "The maximum number of VPC endpoints has been reached.",
    source: vpcQuotas,
  },
  {
    type: "aws:eks/nodeGroup:NodeGroup",
    quota: "L-6D54EA21",
    most: 30,
    per: "clusterName",
    code: "ResourceLimitExceededException",
    words: "You have encountered a service limit on the specified resource.",
    source: eksQuotas,
  },
  {
    type: "aws:eks/fargateProfile:FargateProfile",
    quota: "L-33415657",
    most: 10,
    per: "clusterName",
    code: "ResourceLimitExceededException",
    words: "You have encountered a service limit on the specified resource.",
    source: eksQuotas,
  },
  {
    type: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    most: 10,
    counts: ({ resourceArn }) => resourceArn === undefined,
    code: "LimitExceededException",
    words: "Resource limit exceeded.",
    source:
      "PutResourcePolicy in the API reference https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html",
  },
  {
    type: "aws:cloudwatch/eventTarget:EventTarget",
    most: 5,
    per: "rule",
    code: "LimitExceededException",
    words: "The requested resource exceeds the maximum number allowed.",
    source: "Amazon EventBridge quotas https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
  },
];

function refusal({
  type,
  quota = "",
  most,
  start = 0,
  per = "",
  counts = () => true,
  code,
  words,
  source,
}: Quota): Refusal {
  const inputs = { ...(per === "" ? {} : { [per]: "orders" }), vpcEndpointType: "Interface" };
  const before = Array.from({ length: most - start }, (_, at): Step => ({ create: type, as: `made-${at}`, inputs }));
  const judged = { create: type, as: "another", inputs };
  const alike = (thing: Thing, request: Request) =>
    !isOwn(thing, request) && counts(thing.inputs) && thing.inputs[per] === request.inputs[per];
  return {
    name: `${recordName(type)}-quota`,
    types: [type],
    on: ["create"],
    code,
    source,
    check: (request, account) => {
      if (!counts(request.inputs)) return undefined;
      const existing = account.all(type, request.place).filter((thing) => alike(thing, request)).length;
      return existing < (account.quota(quota) ?? most) ? undefined : words;
    },
    passes: { before: before.slice(1), judged },
    refused: { before, judged },
  };
}

/** What the quotas of the account leave no room for. */
export const overQuota: readonly Refusal[] = quotas.map(refusal);
