import { DescribeAvailabilityZonesCommand, DescribeRegionsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { type Account, inRegion } from "../../account/account.ts";
import { text } from "../../inputs.ts";
import { type Graph, ofType, type Resource } from "../graph.ts";
import { type Need, no, unknown, yes } from "../need.ts";

/** The account and the role of the stack's configuration, against the caller. */
export function callerNeeds({ accountId, config }: Graph): Need[] {
  const deployer = text(config, "deployer");
  const account: Need = {
    subject: "account",
    what: `account ${accountId}`,
    detail: "platform:accountId; the provider refuses every other account",
    ask: async (asked) => (asked.accountId === accountId ? yes("") : no(`the credentials are of ${asked.accountId}`)),
  };
  if (deployer === undefined) return [account];
  const role: Need = {
    subject: "account",
    what: `caller ${deployer}`,
    detail: "platform:deployer; the cluster admits this role and no other caller",
    ask: async ({ caller }) => (isCaller(caller, deployer) ? yes("") : no(`the caller is ${caller}`)),
  };
  return [account, role];
}

/** Whether a caller is a role, by itself or with a session of it; the ARN of a session lacks the role's path. */
export function isCaller(caller: string, role: string): boolean {
  if (caller === role) return true;
  const [, accountId, name] = /^arn:[^:]+:sts::(\d+):assumed-role\/([^/]+)\//.exec(caller) ?? [];
  return accountId !== undefined && role.split(":")[4] === accountId && role.split("/").at(-1) === name;
}

/** The Regions that the stack's providers work in. */
export function regionNeeds({ regions }: Graph): Need[] {
  return regions.map((region) => ({
    subject: "Regions and zones",
    what: `Region ${region}`,
    detail: "enabled in the account",
    ask: async (account) => {
      const asked = new DescribeRegionsCommand({ AllRegions: true, RegionNames: [region] });
      const status = (await ec2(account).send(asked)).Regions?.[0]?.OptInStatus;
      if (status === undefined) return unknown("EC2 does not know the Region");
      return status === "not-opted-in" ? no(`enable it: aws account enable-region --region-name ${region}`) : yes("");
    },
  }));
}

/** EKS does not place a control plane there: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html */
const withoutEks = ["use1-az3", "usw1-az2", "cac1-az3"];

/** The zones of the stack's subnets; EKS refuses some. */
export function zoneNeeds(graph: Graph): Need[] {
  const cluster = ofType(graph, "aws:eks/cluster:Cluster").flatMap((each) => each.uses["vpcConfig"] ?? []);
  const subnets = Map.groupBy(ofType(graph, "aws:ec2/subnet:Subnet"), ({ region, inputs }) =>
    [region, text(inputs, "availabilityZone") ?? text(inputs, "availabilityZoneId") ?? ""].join(" "),
  );
  return [...subnets].flatMap(([place, inside]) => {
    const [region = "", zone = ""] = place.split(" ");
    const forCluster = inside.some(({ urn }) => cluster.includes(urn));
    return zone === "" ? [] : [zoneNeed(region, zone, forCluster, inside)];
  });
}

function zoneNeed(region: string, zone: string, forCluster: boolean, subnets: readonly Resource[]): Need {
  return {
    subject: "Regions and zones",
    what: `zone ${zone}`,
    detail: `${subnets.length} subnets${forCluster ? `, of the cluster too: not ${withoutEks.join(", ")}` : ""}`,
    ask: async (account) => {
      const filter = { Name: /-az\d+$/.test(zone) ? "zone-id" : "zone-name", Values: [zone] };
      const asked = new DescribeAvailabilityZonesCommand({ Filters: [filter] });
      const id = (await ec2(inRegion(account, region)).send(asked)).AvailabilityZones?.[0]?.ZoneId;
      if (id === undefined) return no("the account does not have it");
      return forCluster && withoutEks.includes(id) ? no(`it is ${id}, where EKS has no control plane`) : yes(id);
    },
  };
}

function ec2({ config }: Account): EC2Client {
  return new EC2Client(config);
}
