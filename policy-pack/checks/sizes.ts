import { fail, pass, undecided } from "./conditions.ts";
import type { Environment } from "./environment.ts";
import type { Check } from "./rule.ts";
import { list, unknown, word } from "./values.ts";

/** Properties with instance types, by type. */
export const sizeOf: Record<string, readonly string[]> = {
  "aws:rds/instance:Instance": ["instanceClass"],
  "aws:rds/clusterInstance:ClusterInstance": ["instanceClass"],
  "aws:elasticache/replicationGroup:ReplicationGroup": ["nodeType"],
  "aws:opensearch/domain:Domain": ["clusterConfig.instanceType", "clusterConfig.dedicatedMasterType"],
  "aws:mq/broker:Broker": ["hostInstanceType"],
  "aws:eks/nodeGroup:NodeGroup": ["instanceTypes"],
  "aws:ec2/instance:Instance": ["instanceType"],
};

/** The parts of an instance type: db.r7g.2xlarge is family r, generation 7, Graviton, two units of xlarge. */
export interface Size {
  family: string;
  generation: number;
  arm: boolean;
  /** The size in units of xlarge; metal is the largest. */
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

/** The parts of an instance type; undefined for others, such as db.serverless. */
export function parseSize(name: unknown): Size | undefined {
  const found = /(?:^|\.)([a-z]+)(\d+)([a-z-]*)\.(?:(\d*)(xlarge|metal)|(nano|micro|small|medium|large))/.exec(
    word(name),
  );
  if (found === null) return undefined;
  const [, family = "", generation = "0", options = "", times, large, small = ""] = found;
  const units = large === "metal" ? 64 : large === "xlarge" ? Number(times === "" ? 1 : times) : (halves[small] ?? 1);
  return { family, generation: Number(generation), arm: options.includes("g") || family === "a", units };
}

/** No instance type has an objection; unknown names pass. */
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
