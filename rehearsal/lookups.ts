import { createHash } from "node:crypto";
import { Account } from "./account/account.ts";
import { fresh } from "./account/starts/fresh.ts";
import type { Place, Values } from "./account/thing.ts";
import type { View } from "./account/view.ts";

/** The answer to a lookup; one that the table does not list gets its own arguments back. */
export function lookup(token: string, args: Values, place: Place, account = noAccount(place)): Values {
  return lookups[token]?.(args, place, account) ?? args;
}

/** For unit tests, which have no account: an empty one. */
function noAccount(place: Place): View {
  return new Account(fresh, []).view(place);
}

type Lookup = (args: Values, place: Place, account: View) => Values;

const lookups: Record<string, Lookup> = {
  "aws:index/getCallerIdentity:getCallerIdentity": (_, { accountId, partition }, { start }) => ({
    id: accountId,
    accountId,
    arn: `arn:${partition}:sts::${accountId}:assumed-role/${start.caller}/engine`,
    userId: "AROAREHEARSAL:engine",
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": (_, { region }, { start }) => {
    const zones = start.zones(region);
    const [names, zoneIds] = [zones.map(({ name }) => name), zones.map(({ id }) => id)];
    return { id: region, names, zoneIds, groupNames: [region] };
  },
  "aws:index/getAvailabilityZone:getAvailabilityZone": ({ name, zoneId }, { region }, { start }) => {
    const zone = start.zones(region).find((each) => each.name === name || each.id === zoneId);
    if (zone === undefined) throw new Error("no matching EC2 Availability Zone found");
    return { ...zone, id: zone.name, zoneId: zone.id, region, state: "available", nameSuffix: zone.name.at(-1) };
  },
  "aws:ec2/getSecurityGroup:getSecurityGroup": ({ name, vpcId }) => ({ id: "sg-0c10df0a7e51ec0de", name, vpcId }),
  "aws:eks/getCluster:getCluster": ({ name }, place, account) => {
    const found = account.all("aws:eks/cluster:Cluster", place).find((each) => each.outputs["name"] === name);
    return found === undefined ? declaredCluster(String(name), place) : { id: name, ...found.outputs };
  },
  "aws:ssm/getParameter:getParameter": ({ name }, { partition, region }) => {
    // The public parameters of AWS and its partners hold AMI IDs.
    const value = "ami-0d1e2c3b4a5f60718";
    return {
      id: name,
      name,
      arn: `arn:${partition}:ssm:${region}::parameter${name}`,
      type: "String",
      value,
      insecureValue: value,
      version: 1,
    };
  },
  "aws:secretsmanager/getSecretVersion:getSecretVersion": ({ secretId }) => ({
    id: `${secretId}|AWSCURRENT`,
    secretId,
    arn: secretId,
    secretString: "what-the-operator-put",
  }),
  "aws:index/getRegion:getRegion": (_, { region }) => ({ id: region, region, name: region }),
  "aws:index/getPartition:getPartition": (_, { partition }) => ({
    id: partition,
    partition,
    dnsSuffix: "amazonaws.com",
  }),
};

/** A cluster that exists although no stack of the rehearsal made it. */
function declaredCluster(name: string, { region, accountId, partition }: Place): Values {
  const id = createHash("sha256").update(name).digest("hex").slice(0, 32).toUpperCase();
  return {
    id: name,
    name,
    arn: `arn:${partition}:eks:${region}:${accountId}:cluster/${name}`,
    endpoint: `https://${id}.gr7.${region}.eks.amazonaws.com`,
    certificateAuthorities: [{ data: "LS0tLS1CRUdJTi==" }],
    identities: [{ oidcs: [{ issuer: `https://oidc.eks.${region}.amazonaws.com/id/${id}` }] }],
    vpcConfig: { clusterSecurityGroupId: "sg-0c1a55eeb1ec7ed00", vpcId: "vpc-0e1157e0000000001" },
  };
}
