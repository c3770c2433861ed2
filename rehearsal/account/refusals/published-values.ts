import { runtime } from "@pulumi/pulumi";
import { companions } from "../../published/companions.ts";
import { published, publishedTypes } from "../../published/data.ts";
import { limits } from "../../published/limits/index.ts";
import { valueFaults } from "../../published/values.ts";
import type { Refusal, Step } from "../refusal.ts";
import { unknown, type Values } from "../thing.ts";

/** How services answer to a value that they do not take. */
interface Answer {
  code: string;
  /** Modules whose services answer so; none for all others. */
  modules: readonly string[];
  /** A resource of one of them with a value that it takes, and with one that it does not. */
  type: string;
  good: Values;
  wrong: Values;
}

const other = "ValidationException";

const answers: readonly Answer[] = [
  {
    code: "InvalidParameterValue",
    modules: ["docdb", "ebs", "ec2", "elasticache", "neptune", "rds", "vpc"],
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    good: { replicationGroupId: "orders" },
    wrong: { replicationGroupId: "orders--cache" },
  },
  {
    code: "InvalidParameterException",
    modules: ["cognito", "ecr", "ecs", "eks", "servicediscovery"],
    type: "aws:ecr/repository:Repository",
    good: { imageTagMutability: "IMMUTABLE" },
    wrong: { imageTagMutability: "FIXED" },
  },
  {
    code: "ValidationError",
    modules: ["autoscaling", "iam", "lb"],
    type: "aws:lb/targetGroup:TargetGroup",
    good: { targetType: "ip" },
    wrong: { targetType: "pod" },
  },
  {
    code: "InvalidArgument",
    modules: ["cloudfront", "s3"],
    type: "aws:cloudfront/originAccessControl:OriginAccessControl",
    good: { name: "site" },
    wrong: { name: "s".repeat(65) },
  },
  {
    code: "WAFInvalidParameterException",
    modules: ["wafv2"],
    type: "aws:wafv2/ipSet:IpSet",
    good: { ipAddressVersion: "IPV4" },
    wrong: { ipAddressVersion: "IPV5" },
  },
  {
    code: other,
    modules: [],
    type: "aws:kms/key:Key",
    good: { keyUsage: "SIGN_VERIFY" },
    wrong: { keyUsage: "SIGN" },
  },
];

/** Types with values of which something is published; a task's size has a record of its own. */
const limited = [
  ...new Set([
    ...publishedTypes().filter((type) => Object.keys(published(type)?.values ?? {}).length > 0),
    ...Object.keys(limits),
    ...companions.map(({ type }) => type),
  ]),
].filter((type) => type !== "aws:ecs/taskDefinition:TaskDefinition");

const typesOf = Map.groupBy(limited, (type) => {
  const module = type.split(":")[1]?.split("/")[0] ?? "";
  return answers.find(({ modules }) => modules.includes(module))?.code ?? other;
});

/** The same inputs with the engine's own word for what is not known yet. */
function onTheWire(value: unknown): unknown {
  if (value === unknown) return runtime.unknownValue;
  if (Array.isArray(value)) return value.map(onTheWire);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, onTheWire(part)]));
}

/** Values, lengths, ranges and companions as AWS publishes them; the codes are the services' common ones. */
export const publishedValues: readonly Refusal[] = answers.map(({ code, type, good, wrong }) => {
  const create = (inputs: Values): Step => ({ create: type, as: "given", inputs });
  return {
    name: `published-values-${code.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase()}`,
    types: typesOf.get(code) ?? [],
    on: ["create", "update"],
    code,
    source: "Values of the package aws-service-spec https://www.npmjs.com/package/@aws-cdk/aws-service-spec",
    check: (request) => {
      const inputs = Object.fromEntries(Object.entries(request.inputs).map(([key, part]) => [key, onTheWire(part)]));
      const [fault] = valueFaults(request.type, inputs);
      // What was given may be a secret: here, secrets are open.
      return fault === undefined ? undefined : `The value of ${fault.input} is not ${fault.allowed}`;
    },
    passes: { judged: create(good) },
    refused: { judged: create(wrong) },
  };
});
