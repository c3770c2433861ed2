import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { isWhole } from "../ranges.ts";
import { refuse } from "../refusal.ts";

/** A sampling rule of X-Ray; a matching field that is not set matches every request. */
export interface SamplingRule {
  /** Priority, 1 to 9999; the lowest is evaluated first. @default 1000 */
  priority?: number;
  /** Reservoir: requests per second that are recorded before the fixed rate applies, over all services. @default 1 */
  reservoirSize?: number;
  /** Fixed rate: share of the other requests that are recorded, 0 to 1. */
  fixedRate: number;
  /** Host name of the request. @default "*" */
  host?: string;
  /** HTTP method of the request. @default "*" */
  httpMethod?: string;
  /** Path of the request's URL. @default "*" */
  urlPath?: string;
  /** Name of the service. @default "*" */
  serviceName?: string;
  /** Origin of the segment, for example AWS::ECS::Container. @default "*" */
  serviceType?: string;
  /** ARN of the service's resource. @default "*" */
  resourceArn?: string;
}

/** An X-Ray group with metrics. */
export interface TraceGroup {
  /** Filter expression, for example responsetime > 2. */
  filterExpression: string;
  /** Whether X-Ray Insights is on, billed by traces. */
  insights: boolean;
}

/** Arguments of Traces. */
export interface TracesArgs {
  /** Sampling rules by name. */
  samplingRules: Readonly<Record<string, SamplingRule>>;
  /** Groups by name. @default {} */
  groups?: Readonly<Record<string, TraceGroup>>;
  /** Encryption of traces with a KMS key, or elsewhere: the setting exists once in an account and Region, so one stack has it. */
  encryption:
    | {
        /** ARN of the KMS key. */
        kmsKeyArn: pulumi.Input<string>;
      }
    | "elsewhere";
  /** Tags of rules and groups besides the provider's default tags. @default {} */
  tags?: Readonly<Record<string, string>>;
}

/**
 * X-Ray sampling rules, groups and encryption; OpenTelemetry collectors with remote sampling
 * use the rules too.
 */
export class Traces extends pulumi.ComponentResource {
  /** ARNs of the sampling rules by name. */
  readonly samplingRuleArns: Readonly<Record<string, pulumi.Output<string>>>;
  /** ARNs of the groups by name. */
  readonly groupArns: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: TracesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:observability:Traces", name, {}, opts);
    const { groups = {}, tags = {} } = args;
    refuse(this, name, [...ruleFaults(args.samplingRules), ...Object.entries(groups).flatMap(groupFaults)]);
    const child = { parent: this };

    if (args.encryption !== "elsewhere")
      new aws.xray.EncryptionConfig(name, { type: "KMS", keyId: args.encryption.kmsKeyArn }, child);
    const rules = Object.entries(args.samplingRules).map(([rule, given]): [string, pulumi.Output<string>] => {
      const inputs = { ...matching(given), ruleName: rule, version: 1, tags: { ...tags, Name: rule } };
      return [rule, new aws.xray.SamplingRule(`${name}-${rule}`, inputs, child).arn];
    });
    const made = Object.entries(groups).map(([group, given]): [string, pulumi.Output<string>] => {
      const insightsConfiguration = { insightsEnabled: given.insights };
      const inputs = { groupName: group, filterExpression: given.filterExpression, insightsConfiguration };
      return [group, new aws.xray.Group(`${name}-${group}`, { ...inputs, tags: { ...tags, Name: group } }, child).arn];
    });

    this.samplingRuleArns = Object.fromEntries(rules);
    this.groupArns = Object.fromEntries(made);
    this.registerOutputs(outputs(this));
  }
}

/** No attributes, since a request would have to match these too. */
function matching(rule: SamplingRule): Required<SamplingRule> {
  const { priority = 1000, reservoirSize = 1, host = "*", httpMethod = "*", urlPath = "*" } = rule;
  const { fixedRate, serviceName = "*", serviceType = "*", resourceArn = "*" } = rule;
  return { priority, reservoirSize, fixedRate, host, httpMethod, urlPath, serviceName, serviceType, resourceArn };
}

function ruleFaults(rules: TracesArgs["samplingRules"]): string[] {
  const owners = new Map<number, string>();
  return Object.entries(rules).flatMap(([name, given]) => {
    const { priority, reservoirSize, fixedRate } = matching(given);
    const where = `samplingRules.${name}`;
    const owner = owners.get(priority);
    owners.set(priority, owner ?? name);
    return [
      ...nameFaults("samplingRules", name),
      ...(isWhole(priority, 1, 9999)
        ? []
        : [`${where}.priority must be a whole number from 1 to 9999, got ${priority}`]),
      ...(owner === undefined
        ? []
        : [`${where}.priority must be one that no other rule has, got ${priority} as ${owner} has`]),
      ...(isWhole(reservoirSize, 0)
        ? []
        : [`${where}.reservoirSize must be a whole number from 0, got ${reservoirSize}`]),
      ...(fixedRate >= 0 && fixedRate <= 1 ? [] : [`${where}.fixedRate must be 0 to 1, got ${fixedRate}`]),
    ];
  });
}

function groupFaults([name, { filterExpression }]: [string, TraceGroup]): string[] {
  return [
    ...nameFaults("groups", name),
    ...(filterExpression.trim() === "" ? [`groups.${name}.filterExpression must not be empty, got ""`] : []),
  ];
}

/** The default rule and the default group of X-Ray are named Default. */
function nameFaults(table: string, name: string): string[] {
  return /^[\w-]{1,32}$/.test(name) && name !== "Default"
    ? []
    : [`${table} must have names of 1 to 32 letters, digits, - and _ other than Default, got ${name}`];
}
