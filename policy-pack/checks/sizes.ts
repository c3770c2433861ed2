import { fail, pass, undecided } from "./conditions.ts";
import type { Environment } from "./environment.ts";
import type { Check } from "./rule.ts";
import { list, unknown, word } from "./values.ts";

/** Where each kind of resource says how large its machines are. */
export const sizeOf: Record<string, readonly string[]> = {
  "aws:rds/instance:Instance": ["instanceClass"],
  "aws:rds/clusterInstance:ClusterInstance": ["instanceClass"],
  "aws:elasticache/replicationGroup:ReplicationGroup": ["nodeType"],
  "aws:opensearch/domain:Domain": ["clusterConfig.instanceType", "clusterConfig.dedicatedMasterType"],
  "aws:mq/broker:Broker": ["hostInstanceType"],
  "aws:eks/nodeGroup:NodeGroup": ["instanceTypes"],
  "aws:ec2/instance:Instance": ["instanceType"],
};

/** A machine by its name: db.r7g.2xlarge is the family r, generation 7, with an ARM processor, of twice the size xlarge. */
export interface Size {
  family: string;
  generation: number;
  arm: boolean;
  /** In units of xlarge; metal counts as the largest. */
  units: number;
}

const halves: Record<string, number> = {
  nano: 1 / 32,
  micro: 1 / 16,
  small: 1 / 8,
  medium: 1 / 4,
  large: 1 / 2,
  xlarge: 1,
};

/** What a machine's name says; undefined where it is none, as db.serverless. */
export function parseSize(name: unknown): Size | undefined {
  const found = /(?:^|\.)([a-z]+)(\d+)([a-z-]*)\.(?:(\d*)(xlarge|metal)|(nano|micro|small|medium|large))/.exec(
    word(name),
  );
  if (found === null) return undefined;
  const [, family = "", generation = "0", options = "", times, large, small = ""] = found;
  const units = large === "metal" ? 64 : large === "xlarge" ? Number(times === "" ? 1 : times) : (halves[small] ?? 1);
  return { family, generation: Number(generation), arm: options.includes("g") || family === "a", units };
}

/** No machine is objected to; names that say nothing pass. */
export const eachSize =
  (objection: (size: Size, environment: Environment) => boolean, wrong: string): Check =>
  ({ resource, environment, value: props }) => {
    const paths = sizeOf[resource.type] ?? [];
    const names = paths.flatMap((path) => list(props, path));
    const faulty = names.find((name) => {
      const size = parseSize(name);
      return size !== undefined && objection(size, environment);
    });
    if (faulty !== undefined) return fail(`${wrong}: ${word(faulty)}`);
    return names.includes(unknown) ? undecided(paths[0] ?? "") : pass;
  };
