import { createHash } from "node:crypto";
import type { Place, Thing } from "./account/thing.ts";
import type { Answers, Creation } from "./answers/answer.ts";
import { audit } from "./answers/audit.ts";
import { cluster } from "./answers/cluster.ts";
import { containers } from "./answers/containers.ts";
import { cost } from "./answers/cost.ts";
import { data } from "./answers/data.ts";
import { delivery } from "./answers/delivery.ts";
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
import { autoName } from "./published/change.ts";

type Values = Record<string, unknown>;

const answers: Answers = {
  ...network,
  ...foundations,
  ...cluster,
  ...containers,
  ...data,
  ...delivery,
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
  inputs: Values,
  place: Place,
  occasion = first,
): { id: string; outputs: Values } {
  const creation = creationOf(type, name, inputs, place, occasion);
  const { id, ...outputs } = answers[type]?.(creation) ?? anything(creation);
  return { id, outputs: { ...inputs, ...outputs } };
}

/** Whether the tables answer for a type; for other packages than AWS anything will do. */
export function isListed(type: string): boolean {
  return type in answers || !type.startsWith("aws:");
}

/** The physical name that the provider chooses where none is given, by its input; it is known from the preview on. */
export function autoNames(type: string, name: string, inputs: Values, place: Place, occasion = first): Values {
  const key = autoName(type)?.input;
  // An input that conflicts with one that is given, as a name does with a prefix, gets no default.
  if (key === undefined || inputs[key] !== undefined || inputs[prefixKey(key)] !== undefined) return {};
  return { [key]: creationOf(type, name, inputs, place, occasion).named(key) };
}

function creationOf(
  type: string,
  name: string,
  inputs: Values,
  place: Place,
  { generation, revision, find }: Occasion,
): Creation {
  const seed = generation === 0 ? `${type}::${name}` : `${type}::${name}::${generation}`;
  const digest = createHash("sha256").update(seed).digest("hex");
  const hex = (length: number) => digest.slice(0, length);
  const { separator = "-" } = autoName(type) ?? {};
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
    named: (key) => {
      const prefix = inputs[prefixKey(key)];
      if (typeof inputs[key] === "string") return inputs[key];
      return typeof prefix === "string" ? `${prefix}${hex(26)}` : `${name}${separator}${hex(7)}`;
    },
    arn: (service, resource) => `arn:${place.partition}:${service}:${place.region}:${place.accountId}:${resource}`,
  };
}

/** The input that asks for a name with a beginning. */
function prefixKey(key: string): string {
  return `${key}Prefix`;
}

function anything(creation: Creation): { id: string } & Values {
  const [, module = "unknown"] = creation.type.split(":");
  const id = `${creation.name}-${creation.hex(7)}`;
  if (creation.type.startsWith("kubernetes:")) return { id, metadata: named(creation.inputs["metadata"], id) };
  return { id, arn: creation.arn(module.split("/")[0] ?? module, id) };
}

/** The provider gives an object that has no name the logical name with a random end. */
function named(metadata: unknown, name: string): Values {
  return { name, ...(typeof metadata === "object" && metadata) };
}
