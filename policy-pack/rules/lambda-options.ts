import { either, is, noneOf, set } from "../checks/conditions.ts";
import { levels, service } from "../checks/rule.ts";

const functions = ["aws:lambda/function:Function"];

export const lambdaOptions = service("AWS Lambda", [
  {
    name: "lambda-layer-not-public",
    types: ["aws:lambda/layerVersionPermission:LayerVersionPermission"],
    description: "Lambda layer versions are not shared with every AWS account.",
    why: "Each AWS account can download the code and the files of a public layer, with the keys and internal addresses that were packed into it.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set principal to an account ID, or organizationId beside the principal *",
    check: either(noneOf("principal", ["*"]), set("organizationId")),
    ok: { principal: "111122223333" },
    bad: { principal: "*" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "lambda-in-vpc",
    types: functions,
    // Off: a function that calls AWS APIs only has no use for a VPC, which needs endpoints or a NAT gateway for them.
    description: "Lambda functions are in a VPC.",
    why: "Outside a VPC, no security group or flow log sees the traffic of the function, so a compromised one can send data to any address unnoticed.",
    severity: "low",
    levels: levels("-/-/-"),
    controls: ["Lambda.3", "CKV_AWS_117"],
    fix: "set vpcConfig.subnetIds and vpcConfig.securityGroupIds",
    check: set("vpcConfig.subnetIds"),
    ok: { vpcConfig: { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] } },
    bad: { vpcConfig: { subnetIds: [], securityGroupIds: [] } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "lambda-code-signed",
    types: functions,
    // Off: a code signing configuration needs a signing profile and a build that signs.
    description: "Lambda functions accept signed code only.",
    why: "A principal with lambda:UpdateFunctionCode can otherwise replace the code with one that no build has produced, and it runs with the role of the function.",
    severity: "low",
    levels: levels("-/-/-"),
    controls: ["CKV_AWS_272"],
    fix: "set codeSigningConfigArn",
    // Lambda verifies signatures of .zip files only.
    check: either(set("codeSigningConfigArn"), is("packageType", "Image")),
    ok: { codeSigningConfigArn: "arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-1" },
    bad: { packageType: "Zip" },
    absent: "fail",
    unknown: "pass",
  },
]);
