import { all, atLeast, either, is, isNot, oneOf, set, some, when } from "../../checks/conditions.ts";
import { customerKey } from "../../checks/kms.ts";
import { levels, service } from "../../checks/rule.ts";

const cluster = ["aws:ecs/cluster:Cluster"];
const services = ["aws:ecs/service:Service"];
const exec = "configuration.executeCommandConfiguration";
const log = `${exec}.logConfiguration`;

export const ecsServices = service("Amazon ECS", [
  {
    name: "ecs-container-insights",
    types: cluster,
    description: "ECS clusters have Container Insights enabled or enhanced.",
    why: "CloudWatch then has little more than CPU and memory use per service, so restarting or failing tasks are noticed only when requests fail.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["ECS.12", "CKV_AWS_65"],
    fix: "set settings with containerInsights enabled or enhanced",
    check: some("settings", all(is("name", "containerInsights"), oneOf("value", ["enabled", "enhanced"]))),
    ok: { settings: [{ name: "containerInsights", value: "enhanced" }] },
    bad: { settings: [{ name: "containerInsights", value: "disabled" }] },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "ecs-exec-logged",
    types: cluster,
    description: "ECS clusters log ECS Exec sessions to an encrypted log, and encrypt them with a KMS key.",
    why: "Commands that an operator or intruder runs in a container leave no transcript, so an incident in an interactive session cannot be reconstructed.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_223", "CKV_AWS_224"],
    fix: "set configuration.executeCommandConfiguration with logging OVERRIDE, kmsKeyId, and logConfiguration with cloudWatchEncryptionEnabled or s3BucketEncryptionEnabled",
    check: all(
      is(`${exec}.logging`, "OVERRIDE"),
      customerKey(`${exec}.kmsKeyId`),
      either(
        all(set(`${log}.cloudWatchLogGroupName`), is(`${log}.cloudWatchEncryptionEnabled`, true)),
        all(set(`${log}.s3BucketName`), is(`${log}.s3BucketEncryptionEnabled`, true)),
      ),
    ),
    ok: {
      configuration: {
        executeCommandConfiguration: {
          logging: "OVERRIDE",
          kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1",
          logConfiguration: { cloudWatchLogGroupName: "/platform/exec", cloudWatchEncryptionEnabled: true },
        },
      },
    },
    bad: { configuration: { executeCommandConfiguration: { logging: "NONE" } } },
    clauses: [
      { controls: ["CKV_AWS_223"], bad: { configuration: { executeCommandConfiguration: { logging: "NONE" } } } },
      {
        controls: ["CKV_AWS_224"],
        bad: {
          configuration: {
            executeCommandConfiguration: {
              logging: "OVERRIDE",
              logConfiguration: { cloudWatchLogGroupName: "/exec", cloudWatchEncryptionEnabled: true },
            },
          },
        },
      },
      {
        controls: ["CKV_AWS_224"],
        bad: {
          configuration: {
            executeCommandConfiguration: {
              logging: "OVERRIDE",
              kmsKeyId: "alias/exec",
              logConfiguration: { cloudWatchLogGroupName: "/exec" },
            },
          },
        },
      },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "ecs-service-no-public-ip",
    types: [...services, "aws:ecs/taskSet:TaskSet"],
    description: "ECS services and task sets do not assign public IP addresses to tasks.",
    why: "A task with a public IP address can be reached from the internet past the load balancer and its web ACL; only its security group remains as protection.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["ECS.2", "ECS.16", "CKV_AWS_333"],
    fix: "leave networkConfiguration.assignPublicIp unset",
    check: isNot("networkConfiguration.assignPublicIp", true),
    ok: { networkConfiguration: { subnets: ["subnet-1"], assignPublicIp: false } },
    bad: { networkConfiguration: { subnets: ["subnet-1"], assignPublicIp: true } },
    clauses: [
      { controls: ["ECS.2", "CKV_AWS_333"], bad: { networkConfiguration: { assignPublicIp: true } } },
      {
        controls: ["ECS.16"],
        type: "aws:ecs/taskSet:TaskSet",
        ok: { networkConfiguration: { assignPublicIp: false } },
        bad: { networkConfiguration: { assignPublicIp: true } },
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ecs-platform-latest",
    types: services,
    description: "ECS services use the Fargate platform version LATEST or 1.4.0.",
    why: "Tasks that are pinned to an older Fargate platform version can miss security fixes of its kernel and container runtime.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["ECS.10"],
    fix: "leave platformVersion unset, or set it to LATEST",
    check: oneOf("platformVersion", ["LATEST", "1.4.0"], "pass"),
    ok: { platformVersion: "LATEST" },
    bad: { platformVersion: "1.3.0" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ecs-circuit-breaker",
    types: services,
    description: "ECS services with rolling updates enable the deployment circuit breaker with rollback.",
    why: "A faulty task definition is started again and again without end, and the service is not returned to the last working deployment.",
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
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "ecs-desired-count",
    types: services,
    description: "ECS replica services set desiredCount to at least 2 in prod and 1 in staging.",
    why: "With one task in production, each crash, host retirement or failure of an Availability Zone interrupts the service until a replacement task is healthy.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set desiredCount to 2 or more in prod, and to 1 or more in staging",
    check: either(atLeast("desiredCount", { dev: 0, staging: 1, prod: 2 }), is("schedulingStrategy", "DAEMON")),
    ok: { desiredCount: 2 },
    bad: { desiredCount: 1 },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "ecs-exec-off-in-prod",
    types: services,
    description: "ECS services do not enable ECS Exec in prod.",
    why: "Every principal with ecs:ExecuteCommand can open a shell in a production container, read its credentials and data, and change the running process.",
    severity: "medium",
    levels: levels("-/-/M"),
    controls: [],
    fix: "leave enableExecuteCommand unset",
    check: isNot("enableExecuteCommand", true),
    ok: { enableExecuteCommand: false },
    bad: { enableExecuteCommand: true },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ecs-capacity-protected",
    types: ["aws:ecs/capacityProvider:CapacityProvider"],
    description: "ECS capacity providers for Auto Scaling groups enable managed termination protection.",
    why: "Without it, scale-in of the Auto Scaling group can terminate container instances that still run tasks, and requests and jobs on them are cut off.",
    severity: "medium",
    levels: levels("-/A/A"),
    controls: ["ECS.19"],
    fix: "set autoScalingGroupProvider.managedTerminationProtection to ENABLED",
    check: when(
      set("autoScalingGroupProvider"),
      is("autoScalingGroupProvider.managedTerminationProtection", "ENABLED"),
    ),
    ok: { autoScalingGroupProvider: { managedTerminationProtection: "ENABLED" } },
    bad: { autoScalingGroupProvider: { managedTerminationProtection: "DISABLED" } },
    absent: "pass",
    unknown: "undecided",
  },
]);
