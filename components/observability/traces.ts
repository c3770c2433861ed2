import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { isWhole } from "../ranges.ts";
import { refuse } from "../refusal.ts";

/** Which requests X-Ray records; what is left out matches every request. */
export interface SamplingRule {
  /** Rules are tried from the lowest to the highest, 1 to 9999. @default 1000 */
  priority?: number;
  /** Requests that are recorded every second, by all services together, before the rate applies. @default 1 */
  reservoirSize?: number;
  /** Share of the requests beyond the reservoir that are recorded, 0 to 1. */
  fixedRate: number;
  /** Host name of the request. @default "*" */
  host?: string;
  /** HTTP method of the request. @default "*" */
  httpMethod?: string;
  /** Path of the request's URL. @default "*" */
  urlPath?: string;
  /** Name that the service gives itself. @default "*" */
  serviceName?: string;
  /** Origin of the service, for example AWS::ECS::Container. @default "*" */
  serviceType?: string;
  /** ARN of the resource that the service runs on. @default "*" */
  resourceArn?: string;
}

/** Traces that are looked at together, with metrics of their own. */
export interface TraceGroup {
  /** Filter expression, for example responsetime > 2. */
  filterExpression: string;
  /** Whether X-Ray looks for faults in the group by itself, at a price for each trace. */
  insights: boolean;
}

export interface TracesArgs {
  /** Sampling rules by the name that they have in X-Ray. */
  samplingRules: Readonly<Record<string, SamplingRule>>;
  /** Groups by the name that they have in X-Ray. @default {} */
  groups?: Readonly<Record<string, TraceGroup>>;
  /** ARN of the KMS key that encrypts all traces of the account and Region, or elsewhere: X-Ray has one such setting, and one stack alone may make it. */
  encryption:
    | {
        /** ARN of the KMS key. */
        kmsKeyArn: pulumi.Input<string>;
      }
    | "elsewhere";
  /** Tags of the rules and groups, beyond the provider's. @default {} */
  tags?: Readonly<Record<string, string>>;
}

/**
 * What X-Ray records of the requests, how it is looked at, and the key that encrypts it; what OpenTelemetry collectors
 * send is sampled by these rules when they ask X-Ray for them.
 */
export class Traces extends pulumi.ComponentResource {
  /** ARNs of the sampling rules, by name. */
  readonly samplingRuleArns: Readonly<Record<string, pulumi.Output<string>>>;
  /** ARNs of the groups, by name. */
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

/** Attributes stay empty: they would be one more thing that a request has to match. */
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
    ...(filterExpression.trim() === ""
      ? [`groups.${name}.filterExpression must say which traces belong to it, got ""`]
      : []),
  ];
}

/** X-Ray's own rule and group are called Default. */
function nameFaults(table: string, name: string): string[] {
  return /^[\w-]{1,32}$/.test(name) && name !== "Default"
    ? []
    : [`${table} must have names of 1 to 32 letters, digits, - and _ other than Default, got ${name}`];
}
