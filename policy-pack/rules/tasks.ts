import { all, each, either, fail, is, isNot, noneOf, pass, set, undecided, value, when } from "../checks/conditions.ts";
import { eachContainer, isOutside, onWindows } from "../checks/containers.ts";
import { isPinned } from "../checks/images.ts";
import { type Check, levels, type ResourceRule } from "../checks/rule.ts";
import { credential, isPlaintextSecret } from "../checks/secret-patterns.ts";
import type { Cap } from "../checks/settings.ts";
import { list, number, read, text, word } from "../checks/values.ts";

const task = ["aws:ecs/taskDefinition:TaskDefinition"];

/** The agent and the SDKs take keys from these. */
const keyVariables = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "ECS_ENGINE_AUTH_DATA"];

const noSecretVariables: Check = ({ value: container, path }) => {
  const exposed = list(container, "environment").find((variable) => {
    const [name = "", content = ""] = [text(variable, "name"), text(variable, "value")];
    return keyVariables.includes(name) || isPlaintextSecret(name, content) || credential(content) !== undefined;
  });
  return exposed === undefined ? pass : fail(`holds the value of ${text(exposed, "name")} in ${path}.environment`);
};

const distinctRoles: Check = ({ value: props }) => {
  const [execution, own] = [read(props, "executionRoleArn"), read(props, "taskRoleArn")];
  if (execution.state === "unknown" || own.state === "unknown") return undecided("taskRoleArn");
  if (execution.state !== "known" || own.state !== "known") return pass;
  return execution.value === own.value ? fail("starts and runs with one role") : pass;
};

/** CPU units and MiB, also as Fargate's own spellings 2 vCPU and 4 GB. */
function amount(size: unknown): number {
  const found = /^\s*([\d.]+)\s*(?:vcpu|gb)\s*$/i.exec(word(size));
  return found === null ? number(size) : Number(found[1]) * 1024;
}

const atMostUnits = (path: string, cap: Cap): Check =>
  value(path, (size, { environment, settings }) => amount(size) <= settings.caps[cap][environment], "pass");

/** ECS: what a task may do on its host, and what it carries. */
export const tasks: readonly ResourceRule[] = [
  {
    name: "ecs-task-network-awsvpc",
    types: task,
    description: "A task has a network interface of its own.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["ECS.1", "ECS.17"],
    fix: "set networkMode to awsvpc",
    check: either(is("networkMode", "awsvpc"), isOutside),
    ok: { networkMode: "awsvpc" },
    bad: { networkMode: "host" },
  },
  {
    name: "ecs-task-no-shared-namespaces",
    types: task,
    description: "A task shares neither processes nor memory with its host.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["ECS.3", "CKV_AWS_335"],
    fix: "leave pidMode and ipcMode unset",
    check: all(isNot("pidMode", "host"), isNot("ipcMode", "host")),
    ok: { pidMode: "task" },
    bad: { pidMode: "host", ipcMode: "host" },
  },
  {
    name: "ecs-task-not-privileged",
    types: task,
    description: "No container of a task is privileged, and none says that it runs as root.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["ECS.4", "ECS.20", "ECS.21", "CKV_AWS_334"],
    fix: "set user to a number other than 0 in containerDefinitions, and leave privileged unset",
    check: eachContainer(
      all(
        isNot("privileged", true),
        value("user", (user) => !/^(?:0|root|ContainerAdministrator)(?::|$)/.test(word(user)), "pass"),
      ),
    ),
    ok: containers({ name: "api", user: "1000" }),
    bad: containers({ name: "api", privileged: true }),
  },
  {
    name: "ecs-task-readonly-rootfs",
    types: task,
    description: "A container cannot change its own image.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["ECS.5", "CKV_AWS_336"],
    fix: "set readonlyRootFilesystem to true in containerDefinitions",
    // Windows containers know no such thing.
    check: either(eachContainer(is("readonlyRootFilesystem", true)), onWindows),
    ok: containers({ name: "api", readonlyRootFilesystem: true }),
    bad: containers({ name: "api" }),
  },
  {
    name: "ecs-task-no-env-secrets",
    types: task,
    description: "Secrets come to a container from Secrets Manager or Parameter Store, not in its environment.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["ECS.8"],
    fix: "set secrets with valueFrom in containerDefinitions instead of environment",
    check: eachContainer(noSecretVariables),
    ok: containers({ name: "api", secrets: [{ name: "DB_PASSWORD", valueFrom: "arn:aws:secretsmanager:x" }] }),
    bad: containers({ name: "api", environment: [{ name: "DB_PASSWORD", value: "hunter2" }] }),
  },
  {
    name: "ecs-task-logs",
    types: task,
    description: "What a container writes leaves its host.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["ECS.9"],
    fix: "set logConfiguration with the logDriver awslogs or awsfirelens in containerDefinitions",
    check: eachContainer(
      all(set("logConfiguration.logDriver"), noneOf("logConfiguration.logDriver", ["none", "json-file"])),
    ),
    ok: containers({ name: "api", logConfiguration: { logDriver: "awslogs" } }),
    bad: containers({ name: "api" }),
  },
  {
    name: "ecs-task-roles-distinct",
    types: task,
    description: "What starts a task and what the task does are two roles.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_249"],
    fix: "set executionRoleArn and taskRoleArn to different roles",
    check: all(set("executionRoleArn"), set("taskRoleArn"), distinctRoles),
    ok: { executionRoleArn: "arn:aws:iam::111122223333:role/start", taskRoleArn: "arn:aws:iam::111122223333:role/api" },
    bad: { executionRoleArn: "arn:aws:iam::111122223333:role/api", taskRoleArn: "arn:aws:iam::111122223333:role/api" },
  },
  {
    name: "ecs-task-efs-tls",
    types: task,
    description: "A task reaches a file system over TLS and as its own role.",
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
  },
  {
    name: "ecs-task-image-pinned",
    types: task,
    description: "A task runs the build that it names, not whatever the tag means by then.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 5.1.4"],
    fix: "set image to a digest, or to a tag that does not move, in containerDefinitions",
    check: eachContainer(value("image", isPinned, "fail")),
    ok: containers({ name: "api", image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1.4.2" }),
    bad: containers({ name: "api", image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:latest" }),
  },
  {
    name: "ecs-task-cpu-memory-cap",
    types: task,
    description: "A task is no larger than its environment needs.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set cpu and memory up to the caps of the environment (taskCpu, taskMemory)",
    check: all(atMostUnits("cpu", "taskCpu"), atMostUnits("memory", "taskMemory")),
    ok: { cpu: "512", memory: "1024" },
    bad: { cpu: "16384", memory: "122880" },
  },
];

function containers(...definitions: readonly Record<string, unknown>[]): { containerDefinitions: string } {
  return { containerDefinitions: JSON.stringify(definitions) };
}
