import { all, atLeast, each, either, is, isNot, matches, oneOf, onType, set, some } from "../checks/conditions.ts";
import { notPublic } from "../checks/policy-document.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";

const cluster = ["aws:ecs/cluster:Cluster"];
const service = ["aws:ecs/service:Service"];
const repository = "aws:ecr/repository:Repository";
const scanning = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration";
const exec = "configuration.executeCommandConfiguration";

/** ECS clusters and services, and the repositories that their images come from. */
export const services: readonly ResourceRule[] = [
  {
    name: "ecs-container-insights",
    types: cluster,
    description: "A cluster's containers are measured.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["ECS.12", "CKV_AWS_65"],
    fix: "set settings with containerInsights enabled or enhanced",
    check: some("settings", all(is("name", "containerInsights"), oneOf("value", ["enabled", "enhanced"]))),
    ok: { settings: [{ name: "containerInsights", value: "enhanced" }] },
    bad: { settings: [{ name: "containerInsights", value: "disabled" }] },
  },
  {
    name: "ecs-exec-logged",
    types: cluster,
    description: "What somebody does in a container through ECS Exec is encrypted and kept.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_223", "CKV_AWS_224"],
    fix: `set ${exec} with logging OVERRIDE, kmsKeyId and logConfiguration`,
    check: all(
      is(`${exec}.logging`, "OVERRIDE"),
      set(`${exec}.kmsKeyId`),
      either(set(`${exec}.logConfiguration.cloudWatchLogGroupName`), set(`${exec}.logConfiguration.s3BucketName`)),
    ),
    ok: {
      configuration: {
        executeCommandConfiguration: {
          logging: "OVERRIDE",
          kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1",
          logConfiguration: { cloudWatchLogGroupName: "/platform/exec" },
        },
      },
    },
    bad: { configuration: { executeCommandConfiguration: { logging: "NONE" } } },
  },
  {
    name: "ecs-service-no-public-ip",
    types: [...service, "aws:ecs/taskSet:TaskSet"],
    description: "No task has a public address.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["ECS.2", "ECS.16", "CKV_AWS_333"],
    fix: "leave networkConfiguration.assignPublicIp unset",
    check: isNot("networkConfiguration.assignPublicIp", true),
    ok: { networkConfiguration: { subnets: ["subnet-1"], assignPublicIp: false } },
    bad: { networkConfiguration: { subnets: ["subnet-1"], assignPublicIp: true } },
  },
  {
    name: "ecs-platform-latest",
    types: service,
    description: "Tasks run on the platform version that AWS patches.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["ECS.10", "CKV_AWS_332"],
    fix: "leave platformVersion unset, or set it to LATEST",
    check: oneOf("platformVersion", ["LATEST", "1.4.0"], "pass"),
    ok: { platformVersion: "LATEST" },
    bad: { platformVersion: "1.3.0" },
  },
  {
    name: "ecs-circuit-breaker",
    types: service,
    description: "A deployment that does not come up is undone.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set deploymentCircuitBreaker.enable and deploymentCircuitBreaker.rollback to true",
    check: either(
      all(is("deploymentCircuitBreaker.enable", true), is("deploymentCircuitBreaker.rollback", true)),
      oneOf("deploymentController.type", ["CODE_DEPLOY", "EXTERNAL"]),
    ),
    ok: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    bad: { deploymentCircuitBreaker: { enable: true, rollback: false } },
  },
  {
    name: "ecs-desired-count",
    types: service,
    description: "A service survives the loss of a task in prod.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set desiredCount to 2 or more in prod",
    check: either(atLeast("desiredCount", { dev: 0, staging: 1, prod: 2 }), is("schedulingStrategy", "DAEMON")),
    ok: { desiredCount: 2 },
    bad: { desiredCount: 1 },
  },
  {
    name: "ecs-exec-off-in-prod",
    types: service,
    description: "Nobody opens a shell in a container of prod.",
    severity: "medium",
    levels: levels("-/-/M"),
    controls: [],
    fix: "leave enableExecuteCommand unset",
    check: isNot("enableExecuteCommand", true),
    ok: { enableExecuteCommand: false },
    bad: { enableExecuteCommand: true },
  },
  {
    name: "ecr-scan-on-push",
    types: [repository, scanning],
    description: "Images are scanned when they come in.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["ECR.1", "CIS EKS 1.7 5.1.1", "CKV_AWS_163"],
    fix: "set imageScanningConfiguration.scanOnPush to true, or the registry's scanType to ENHANCED",
    check: all(
      onType([repository], is("imageScanningConfiguration.scanOnPush", true)),
      onType([scanning], either(is("scanType", "ENHANCED"), some("rules", set("scanFrequency")))),
    ),
    ok: { imageScanningConfiguration: { scanOnPush: true } },
    bad: { imageScanningConfiguration: { scanOnPush: false } },
  },
  {
    name: "ecr-immutable-tags",
    types: [repository],
    description: "A tag means the same image for ever.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["ECR.2", "CKV_AWS_51"],
    fix: "set imageTagMutability to IMMUTABLE",
    check: matches("imageTagMutability", /^IMMUTABLE/),
    ok: { imageTagMutability: "IMMUTABLE" },
    bad: { imageTagMutability: "MUTABLE" },
  },
  {
    name: "ecr-cmk",
    types: [repository],
    description: "Images are encrypted with a customer managed key.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["ECR.5", "CKV_AWS_136"],
    fix: "set encryptionConfigurations with encryptionType KMS and kmsKey",
    check: all(
      set("encryptionConfigurations"),
      each("encryptionConfigurations", all(matches("encryptionType", /^KMS/), set("kmsKey"))),
    ),
    ok: { encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: "arn:aws:kms:eu-west-1:111122223333:key/1" }] },
    bad: { encryptionConfigurations: [{ encryptionType: "AES256" }] },
  },
  {
    name: "ecr-policy-not-public",
    types: ["aws:ecr/repositoryPolicy:RepositoryPolicy"],
    description: "A repository's policy admits nobody who is not named.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["CIS EKS 1.7 5.1.2", "CKV_AWS_32"],
    fix: "set policy with the accounts or the organization that pull from it",
    check: notPublic("policy"),
    ok: { policy: policy({ AWS: "arn:aws:iam::111122223333:root" }) },
    bad: { policy: policy({ AWS: "*" }) },
  },
  {
    name: "ecr-force-delete-off",
    types: [repository],
    description: "A repository is not emptied by its own deletion.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: [],
    fix: "leave forceDelete unset",
    check: isNot("forceDelete", true),
    ok: { forceDelete: false },
    bad: { forceDelete: true },
  },
];

function policy(Principal: Record<string, string>): string {
  return JSON.stringify({ Statement: [{ Effect: "Allow", Principal, Action: "ecr:BatchGetImage" }] });
}
