import { all, counts, each, either, is, matches, noneOf, onType, set, when } from "../checks/conditions.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";

const code = ["aws:lambda/function:Function"];
const permission = "aws:lambda/permission:Permission";
const url = "aws:lambda/functionUrl:FunctionUrl";

/** Runtimes that AWS still looks after; of each language, what came later is newer. */
const supported =
  /^(?:nodejs(?:2[2-9]|[3-9]\d)\.x|python3\.(?:1[1-9]|[2-9]\d)|java(?:1[7-9]|[2-9]\d|11|8\.al2)|dotnet(?:[89]|1\d)|ruby3\.[3-9]|provided\.al20(?:2[3-9]|[3-9]\d))$/;

/** Lambda. */
export const functions: readonly ResourceRule[] = [
  {
    name: "lambda-runtime-supported",
    types: code,
    description: "A function runs on a runtime that AWS still looks after.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["Lambda.2", "CKV_AWS_363"],
    fix: "set runtime to a current one, as nodejs22.x or python3.13",
    check: either(is("packageType", "Image"), matches("runtime", supported)),
    ok: { runtime: "nodejs22.x" },
    bad: { runtime: "nodejs16.x" },
  },
  {
    name: "lambda-not-public",
    types: [permission, url],
    description:
      "A function is called by those who are named, and by services for a resource or an account that is named.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["Lambda.1", "CKV_AWS_258", "CKV_AWS_301", "CKV_AWS_364"],
    fix: "set sourceArn or sourceAccount with principal, or authorizationType to AWS_IAM",
    check: all(
      onType(
        [permission],
        when(
          either(is("principal", "*"), matches("principal", /\.amazonaws\.com(?:\.cn)?$/)),
          either(set("sourceArn"), set("sourceAccount"), set("principalOrgId")),
        ),
      ),
      onType([url], is("authorizationType", "AWS_IAM")),
    ),
    ok: { principal: "events.amazonaws.com", sourceArn: "arn:aws:events:eu-west-1:111122223333:rule/daily" },
    bad: { principal: "*" },
  },
  {
    name: "lambda-url-cors",
    types: [url],
    description: "A function's address names the sites whose pages may call it.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV2_AWS_75"],
    fix: "set cors.allowOrigins without *",
    check: each("cors.allowOrigins", noneOf("", ["*"])),
    ok: { cors: { allowOrigins: ["https://app.example.com"] } },
    bad: { cors: { allowOrigins: ["*"] } },
  },
  {
    name: "lambda-vpc-multi-az",
    types: code,
    description: "A function in the VPC stands in two zones or more.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["Lambda.5"],
    fix: "set vpcConfig.subnetIds to subnets of two zones or more",
    check: when(set("vpcConfig.subnetIds"), counts("vpcConfig.subnetIds", 2)),
    ok: { vpcConfig: { subnetIds: ["subnet-1", "subnet-2"] } },
    bad: { vpcConfig: { subnetIds: ["subnet-1"] } },
  },
  {
    name: "lambda-tracing",
    types: code,
    description: "A function's requests are traced.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_50"],
    fix: "set tracingConfig.mode to Active",
    check: is("tracingConfig.mode", "Active"),
    ok: { tracingConfig: { mode: "Active" } },
    bad: { tracingConfig: { mode: "PassThrough" } },
  },
  {
    name: "lambda-dlq-and-concurrency",
    types: code,
    description: "A function has an end to its copies, and a place for what it could not do.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["CKV_AWS_115", "CKV_AWS_116"],
    fix: "set reservedConcurrentExecutions and deadLetterConfig.targetArn",
    check: all(set("reservedConcurrentExecutions"), set("deadLetterConfig.targetArn")),
    ok: {
      reservedConcurrentExecutions: 10,
      deadLetterConfig: { targetArn: "arn:aws:sqs:eu-west-1:111122223333:dead" },
    },
    bad: { runtime: "nodejs22.x" },
  },
  {
    name: "lambda-env-encrypted",
    types: code,
    description: "A function's environment is encrypted with a customer managed key.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_173"],
    fix: "set kmsKeyArn",
    check: when(set("environment.variables"), set("kmsKeyArn")),
    ok: { environment: { variables: { TABLE: "usage" } }, kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { environment: { variables: { TABLE: "usage" } } },
  },
];
