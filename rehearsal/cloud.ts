import { createHash } from "node:crypto";
import type { Place, Thing } from "./account/thing.ts";
import type { Answers, Creation, Lookup } from "./answers/answer.ts";
import { audit } from "./answers/audit.ts";
import { cluster } from "./answers/cluster.ts";
import { containers } from "./answers/containers.ts";
import { cost } from "./answers/cost.ts";
import { data } from "./answers/data.ts";
import { edge } from "./answers/edge.ts";
import { foundations } from "./answers/foundations.ts";
import { gateway } from "./answers/gateway.ts";
import { identity } from "./answers/identity.ts";
import { intelligence } from "./answers/intelligence.ts";
import { machines } from "./answers/machines.ts";
import { messaging } from "./answers/messaging.ts";
import { network } from "./answers/network.ts";
import { observability } from "./answers/observability.ts";
import { recovery } from "./answers/recovery.ts";
import { security } from "./answers/security.ts";
import { stores } from "./answers/stores.ts";

const answers: Answers = {
  ...network,
  ...foundations,
  ...cluster,
  ...containers,
  ...data,
  ...gateway,
  ...edge,
  ...observability,
  ...security,
  ...audit,
  ...identity,
  ...intelligence,
  ...stores,
  ...messaging,
  ...machines,
  ...recovery,
  ...cost,
};

/** Which of several of a type and name is meant, and what an answer may look up. */
export interface Occasion {
  generation: number;
  revision: number;
  find(token: unknown): Thing | undefined;
}

/** The first of its name, in no account. */
const first: Occasion = { generation: 0, revision: 1, find: () => undefined };

/** The id and the computed outputs of a resource. */
export function create(
  type: string,
  name: string,
  inputs: Record<string, unknown>,
  place: Place,
  occasion = first,
): { id: string; outputs: Record<string, unknown> } {
  const creation = creationOf(type, name, inputs, place, occasion);
  const { id, ...outputs } = answers[type]?.(creation) ?? anything(creation);
  return { id, outputs: { ...inputs, ...outputs } };
}

/** Whether the tables answer for a type; for other packages than AWS anything will do. */
export function isListed(type: string): boolean {
  return type in answers || !type.startsWith("aws:");
}

/** The physical names that the provider chooses because nobody gave one, known from the preview on. */
export function autoNames(
  type: string,
  name: string,
  inputs: Record<string, unknown>,
  place: Place,
  occasion = first,
): Record<string, string> {
  const names: Record<string, string> = {};
  const creation = creationOf(type, name, inputs, place, occasion);
  const named = (key: string) => {
    if (inputs[key] === undefined) names[key] = creation.named(key);
    return creation.named(key);
  };
  try {
    answers[type]?.({ ...creation, named });
  } catch {
    // An answer may stumble over inputs that are not known yet; the names that it asked for before are good.
  }
  return names;
}

function creationOf(
  type: string,
  name: string,
  inputs: Record<string, unknown>,
  place: Place,
  { generation, revision, find }: Occasion,
): Creation {
  const seed = generation === 0 ? `${type}::${name}` : `${type}::${name}::${generation}`;
  const digest = createHash("sha256").update(seed).digest("hex");
  const hex = (length: number) => digest.slice(0, length);
  return {
    type,
    name,
    inputs,
    place,
    generation,
    revision,
    find,
    hex,
    id: (prefix) => `${prefix}-0${hex(16)}`,
    named: (key) => (typeof inputs[key] === "string" ? inputs[key] : `${name}-${hex(7)}`),
    arn: (service, resource) => `arn:${place.partition}:${service}:${place.region}:${place.accountId}:${resource}`,
  };
}

/** The answer to a lookup; one that the table does not list gets its own arguments back. */
export function lookup(token: string, args: Record<string, unknown>, place: Place): Record<string, unknown> {
  return lookups[token]?.(args, place) ?? args;
}

const lookups: Record<string, Lookup> = {
  "aws:index/getCallerIdentity:getCallerIdentity": (_, { accountId, partition }) => ({
    id: accountId,
    accountId,
    arn: `arn:${partition}:sts::${accountId}:assumed-role/rehearsal/engine`,
    userId: "AROAREHEARSAL:engine",
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": (_, { region }) => ({
    id: region,
    names: ["a", "b", "c"].map((letter) => region + letter),
    zoneIds: ["az1", "az2", "az3"].map((zone) => `${region}-${zone}`),
    groupNames: [region],
  }),
  "aws:ec2/getSecurityGroup:getSecurityGroup": ({ name, vpcId }) => ({ id: "sg-0c10df0a7e51ec0de", name, vpcId }),
  "aws:eks/getCluster:getCluster": ({ name }, { region, accountId, partition }) => {
    const id = createHash("sha256").update(String(name)).digest("hex").slice(0, 32).toUpperCase();
    return {
      id: name,
      name,
      arn: `arn:${partition}:eks:${region}:${accountId}:cluster/${name}`,
      endpoint: `https://${id}.gr7.${region}.eks.amazonaws.com`,
      certificateAuthorities: [{ data: "LS0tLS1CRUdJTi==" }],
      identities: [{ oidcs: [{ issuer: `https://oidc.eks.${region}.amazonaws.com/id/${id}` }] }],
      vpcConfig: { clusterSecurityGroupId: "sg-0c1a55eeb1ec7ed00", vpcId: "vpc-0e1157e0000000001" },
    };
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

function anything(creation: Creation): { id: string; arn: string } {
  const [, module = "unknown"] = creation.type.split(":");
  const id = `${creation.name}-${creation.hex(7)}`;
  return { id, arn: creation.arn(module.split("/")[0] ?? module, id) };
}
