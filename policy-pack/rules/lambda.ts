import {
  all,
  atLeast,
  counts,
  each,
  either,
  fail,
  is,
  matches,
  noneOf,
  onType,
  pass,
  set,
  when,
} from "../checks/conditions.ts";
import { customerKey } from "../checks/kms.ts";
import { type Check, levels, service } from "../checks/rule.ts";
import { text } from "../checks/values.ts";

const functions = ["aws:lambda/function:Function"];
const permission = "aws:lambda/permission:Permission";
const url = "aws:lambda/functionUrl:FunctionUrl";

/** Lambda runtimes that AWS supports, and later versions. */
const supported =
  /^(?:nodejs(?:2[2-9]|[3-9]\d)\.x|python3\.(?:1[1-9]|[2-9]\d)|java(?:1[7-9]|[2-9]\d|11|8\.al2)|dotnet(?:[89]|1\d)|ruby3\.[3-9]|provided\.al20(?:2[3-9]|[3-9]\d))$/;

/** The source is not a bucket: the ARN of one has no account, and the name of a deleted bucket can be taken by another. */
const namesAccount: Check = ({ value: props }) =>
  /^s3\./.test(text(props, "principal") ?? "") || /^arn:[^:]*:s3:::/.test(text(props, "sourceArn") ?? "")
    ? fail("names a bucket as its source without sourceAccount")
    : pass;

export const lambda = service("AWS Lambda", [
  {
    name: "lambda-runtime-supported",
    types: functions,
    description: "Lambda functions use a supported runtime or a container image.",
    why: "A deprecated runtime gets no security patches, and AWS later blocks updates of the functions that use it, so a vulnerable function cannot be redeployed.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["Lambda.2", "CKV_AWS_363"],
    fix: "set runtime to a supported version, such as nodejs22.x or python3.13",
    check: either(matches("runtime", supported), is("packageType", "Image")),
    ok: { runtime: "nodejs22.x" },
    bad: { runtime: "nodejs16.x" },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "lambda-not-public",
    types: [permission, url],
    description: "Lambda permissions for services or * name a source, and function URLs use AWS_IAM.",
    why: "Without a source, any AWS account can invoke the function, directly or through the named service; a URL without IAM accepts every caller on the internet.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["Lambda.1", "CKV_AWS_258", "CKV_AWS_301", "CKV_AWS_364"],
    fix: "set sourceArn, sourceAccount or principalOrgId on the permission, sourceAccount for an S3 bucket, or authorizationType to AWS_IAM on the function URL",
    check: all(
      onType(
        [permission],
        when(
          either(is("principal", "*"), matches("principal", /\.amazonaws\.com(?:\.cn)?$/)),
          either(set("sourceAccount"), set("principalOrgId"), all(set("sourceArn"), namesAccount)),
        ),
      ),
      onType([url], is("authorizationType", "AWS_IAM")),
    ),
    ok: { principal: "events.amazonaws.com", sourceArn: "arn:aws:events:eu-west-1:111122223333:rule/daily" },
    bad: { principal: "*" },
    clauses: [
      {
        controls: ["CKV_AWS_258"],
        type: "aws:lambda/functionUrl:FunctionUrl",
        ok: { authorizationType: "AWS_IAM" },
        bad: { authorizationType: "NONE" },
      },
      { controls: ["Lambda.1", "CKV_AWS_301"], bad: { principal: "*", sourceArn: undefined } },
      {
        controls: ["Lambda.1"],
        ok: { principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::reports", sourceAccount: "111122223333" },
        bad: { sourceAccount: undefined },
      },
      { controls: ["CKV_AWS_364"], bad: { sourceArn: undefined } },
    ],
    absent: "pass",
    unknown: "pass",
  },
  {
    name: "lambda-url-cors",
    types: [url],
    description: "Lambda function URLs do not allow all origins in CORS.",
    why: "With the origin *, a script on any website can call the function from a visitor's browser and read the response.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV2_AWS_75"],
    fix: "set cors.allowOrigins without *",
    check: each("cors.allowOrigins", noneOf("", ["*"])),
    ok: { cors: { allowOrigins: ["https://app.example.com"] } },
    bad: { cors: { allowOrigins: ["*"] } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "lambda-vpc-multi-az",
    types: functions,
    description: "Lambda functions in a VPC use at least two subnets.",
    why: "A function attached to a single subnet cannot run while the Availability Zone of that subnet is unavailable.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["Lambda.5"],
    fix: "set vpcConfig.subnetIds to subnets in at least two Availability Zones",
    check: when(set("vpcConfig.subnetIds"), counts("vpcConfig.subnetIds", 2)),
    ok: { vpcConfig: { subnetIds: ["subnet-1", "subnet-2"] } },
    bad: { vpcConfig: { subnetIds: ["subnet-1"] } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "lambda-tracing",
    types: functions,
    description: "Lambda functions have active X-Ray tracing.",
    why: "In PassThrough mode only requests sampled upstream are traced, so slow or failing invocations from other sources leave no trace to analyze.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_50"],
    fix: "set tracingConfig.mode to Active",
    check: is("tracingConfig.mode", "Active"),
    ok: { tracingConfig: { mode: "Active" } },
    bad: { tracingConfig: { mode: "PassThrough" } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "lambda-dlq-and-concurrency",
    types: functions,
    description: "Lambda functions set reserved concurrency and a dead-letter target.",
    why: "A burst of one function can use up the concurrency of the whole account, and asynchronous events that keep failing are discarded after the retries.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["CKV_AWS_115", "CKV_AWS_116"],
    fix: "set reservedConcurrentExecutions and deadLetterConfig.targetArn",
    check: all(atLeast("reservedConcurrentExecutions", 0), set("deadLetterConfig.targetArn")),
    ok: {
      reservedConcurrentExecutions: 10,
      deadLetterConfig: { targetArn: "arn:aws:sqs:eu-west-1:111122223333:dead" },
    },
    bad: { runtime: "nodejs22.x" },
    clauses: [
      { controls: ["CKV_AWS_115"], bad: { reservedConcurrentExecutions: -1 } },
      { controls: ["CKV_AWS_115"], bad: { reservedConcurrentExecutions: undefined } },
      { controls: ["CKV_AWS_116"], bad: { deadLetterConfig: undefined } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "lambda-env-encrypted",
    types: functions,
    description: "Lambda environment variables are encrypted with a customer managed key.",
    why: "With the default key, permission to read the function's configuration is enough to see the variables in clear text, and no key policy can withhold them.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_173"],
    fix: "set kmsKeyArn",
    check: when(set("environment.variables"), customerKey("kmsKeyArn")),
    ok: { environment: { variables: { TABLE: "usage" } }, kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { environment: { variables: { TABLE: "usage" } } },
    absent: "pass",
    unknown: "pass",
  },
]);
