import { all, each, either, fail, is, isNot, pass, set, undecided, value, when } from "../../checks/conditions.ts";
import { isOutside } from "../../checks/containers.ts";
import { type Check, levels, service } from "../../checks/rule.ts";
import type { Cap } from "../../checks/settings.ts";
import { number, read, word } from "../../checks/values.ts";

const task = ["aws:ecs/taskDefinition:TaskDefinition"];

const distinctRoles: Check = ({ value: props }) => {
  const [execution, own] = [read(props, "executionRoleArn"), read(props, "taskRoleArn")];
  if (execution.state === "unknown" || own.state === "unknown") return undecided("taskRoleArn");
  if (execution.state !== "known" || own.state !== "known") return pass;
  return execution.value === own.value ? fail("has the same task role and execution role") : pass;
};

/** CPU units and MiB; Fargate also accepts 2 vCPU and 4 GB. */
function amount(size: unknown): number {
  const found = /^\s*([\d.]+)\s*(?:vcpu|gb)\s*$/i.exec(word(size));
  return found === null ? number(size) : Number(found[1]) * 1024;
}

const atMostUnits = (path: string, cap: Cap): Check =>
  value(path, (size, { environment, settings }) => amount(size) <= settings.caps[cap][environment], "pass");

export const ecsTaskDefinitions = service("Amazon ECS", [
  {
    name: "ecs-task-network-awsvpc",
    types: task,
    description: "ECS task definitions use the awsvpc network mode, except on external instances.",
    why: "In host and bridge mode tasks share the network interface and security groups of the instance, so access cannot be limited per task.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["ECS.1", "ECS.17"],
    fix: "set networkMode to awsvpc",
    check: either(is("networkMode", "awsvpc"), isOutside),
    ok: { networkMode: "awsvpc" },
    bad: { networkMode: "host" },
    clauses: [{ controls: ["ECS.1", "ECS.17"], bad: { networkMode: "host" } }],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "ecs-task-no-shared-namespaces",
    types: task,
    description: "ECS task definitions do not use the PID or IPC namespace of the host.",
    why: "A container in the host's namespaces can see and signal processes of the host and of other tasks, and can read their shared memory.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["ECS.3", "CKV_AWS_335"],
    fix: "leave pidMode and ipcMode unset",
    check: all(isNot("pidMode", "host"), isNot("ipcMode", "host")),
    ok: { pidMode: "task" },
    bad: { pidMode: "host", ipcMode: "host" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ecs-task-roles-distinct",
    types: task,
    description: "ECS task definitions set a task role and a different execution role.",
    why: "If one role serves both purposes, the application can also read the secrets and pull the images that only the ECS agent needs.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_249"],
    fix: "set executionRoleArn and taskRoleArn to different IAM roles",
    check: all(set("executionRoleArn"), set("taskRoleArn"), distinctRoles),
    ok: { executionRoleArn: "arn:aws:iam::111122223333:role/start", taskRoleArn: "arn:aws:iam::111122223333:role/api" },
    bad: { executionRoleArn: "arn:aws:iam::111122223333:role/api", taskRoleArn: "arn:aws:iam::111122223333:role/api" },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "ecs-task-efs-tls",
    types: task,
    description: "ECS task volumes on EFS use transit encryption and IAM authorization.",
    why: "Files travel over NFS in plaintext, and every client that reaches the mount target can mount the file system without IAM permissions.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["ECS.18", "CKV_AWS_97"],
    fix: "set efsVolumeConfiguration.transitEncryption and authorizationConfig.iam to ENABLED in volumes",
    check: each(
      "volumes",
      when(
        set("efsVolumeConfiguration"),
        all(
          is("efsVolumeConfiguration.transitEncryption", "ENABLED"),
          is("efsVolumeConfiguration.authorizationConfig.iam", "ENABLED"),
        ),
      ),
    ),
    ok: {
      volumes: [
        {
          name: "files",
          efsVolumeConfiguration: {
            fileSystemId: "fs-1",
            transitEncryption: "ENABLED",
            authorizationConfig: { iam: "ENABLED" },
          },
        },
      ],
    },
    bad: { volumes: [{ name: "files", efsVolumeConfiguration: { fileSystemId: "fs-1" } }] },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ecs-task-cpu-memory-cap",
    types: task,
    description: "ECS task definitions do not exceed the cpu and memory caps of the environment.",
    why: "An oversized task is billed for its full reservation on Fargate for as long as it runs, or occupies most of a container instance.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set cpu and memory to at most the caps taskCpu and taskMemory of the environment",
    check: all(atMostUnits("cpu", "taskCpu"), atMostUnits("memory", "taskMemory")),
    ok: { cpu: "512", memory: "1024" },
    bad: { cpu: "16384", memory: "122880" },
    absent: "pass",
    unknown: "undecided",
  },
]);
