import { all, each, either, fail, is, isNot, noneOf, pass, set, value } from "../../checks/conditions.ts";
import { eachAmong, eachContainer, onWindows, runsFirst } from "../../checks/containers.ts";
import { isPinned } from "../../checks/images.ts";
import { type Check, levels, service } from "../../checks/rule.ts";
import { credential, isPlaintextSecret } from "../../checks/secret-patterns.ts";
import { known, list, text, word } from "../../checks/values.ts";

const task = ["aws:ecs/taskDefinition:TaskDefinition"];

/** Variables from which the agent and the SDKs read credentials. */
const keyVariables = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "ECS_ENGINE_AUTH_DATA"];

const noSecretVariables: Check = ({ value: container, path }) => {
  const exposed = list(container, "environment").find((variable) => {
    const [name = "", content = ""] = [text(variable, "name"), text(variable, "value")];
    return keyVariables.includes(name) || isPlaintextSecret(name, content) || credential(content) !== undefined;
  });
  return exposed === undefined ? pass : fail(`contains the value of ${text(exposed, "name")} in ${path}.environment`);
};

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html
const powerful = ["ALL", "DAC_READ_SEARCH", "NET_ADMIN", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE", "SYS_RAWIO"];

const root = /^(?:0|root|ContainerAdministrator)(?::|$)/i;

/** Ends before the others start, and can do nothing as root but what the owner of a file can. */
function isPreparation(container: unknown, containers: readonly unknown[]): boolean {
  return (
    runsFirst(container, containers) &&
    known(container, "readonlyRootFilesystem") === true &&
    list(container, "linuxParameters.capabilities.drop").includes("ALL")
  );
}

const noRoot = eachAmong((containers) => ({ value: container }) => {
  const user = word(known(container, "user"));
  return !root.test(user) || isPreparation(container, containers) ? pass : fail(`sets user to ${user}`);
});

export const ecsContainers = service("Amazon ECS", [
  {
    name: "ecs-task-not-privileged",
    types: task,
    description: "ECS containers are not privileged; only a container that runs first sets a root user.",
    why: "A privileged container has root capabilities on its container instance, and a process that runs as root makes it easier to escape from the container.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["ECS.4", "ECS.20", "ECS.21", "CKV_AWS_334"],
    fix: "set user to a number other than 0 in containerDefinitions, and leave privileged unset; a container that prepares volumes as root sets essential to false, drops all capabilities, and others depend on its success",
    check: all(eachContainer(isNot("privileged", true)), noRoot),
    ok: containers({ name: "api", user: "1000" }),
    bad: containers({ name: "api", privileged: true }),
    clauses: [
      { controls: ["ECS.4"], bad: containers({ name: "api", user: "1000", privileged: true }) },
      { controls: ["ECS.20"], bad: containers({ name: "api", user: "root" }) },
      {
        controls: ["ECS.21"],
        ok: {
          runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" },
          ...containers({ name: "api", user: "ContainerUser" }),
        },
        bad: containers({ name: "api", user: "ContainerAdministrator" }),
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ecs-task-user-set",
    types: task,
    description: "ECS containers set a user.",
    why: "Without a user, the container runs as the user of its image, which is root unless the image says otherwise, and a later version of the image can change it.",
    severity: "medium",
    levels: levels("A/A/A"),
    controls: ["ECS.20", "ECS.21"],
    fix: "set user in containerDefinitions",
    check: eachContainer(set("user")),
    ok: containers({ name: "api", user: "1000" }),
    bad: containers({ name: "api" }),
    clauses: [
      { controls: ["ECS.20"], bad: containers({ name: "api" }) },
      {
        controls: ["ECS.21"],
        ok: {
          runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" },
          ...containers({ name: "api", user: "ContainerUser" }),
        },
        bad: containers({ name: "api" }),
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ecs-task-readonly-rootfs",
    types: task,
    description: "ECS containers have a read-only root file system, except on Windows.",
    why: "An intruder in the container can replace binaries or store tools in its file system, and the changed container keeps serving traffic.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["ECS.5", "CKV_AWS_336"],
    fix: "set readonlyRootFilesystem to true in containerDefinitions",
    // Windows containers do not support a read-only root file system.
    check: either(eachContainer(is("readonlyRootFilesystem", true)), onWindows),
    ok: containers({ name: "api", readonlyRootFilesystem: true }),
    bad: containers({ name: "api" }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ecs-task-no-env-secrets",
    types: task,
    description: "ECS container definitions hold no plaintext secrets in environment variables.",
    why: "Values in environment are stored in the task definition in plaintext, where every principal with ecs:DescribeTaskDefinition can read them, also in old revisions.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["ECS.8"],
    fix: "set secrets with valueFrom in containerDefinitions instead of environment",
    check: eachContainer(noSecretVariables),
    ok: containers({ name: "api", secrets: [{ name: "DB_PASSWORD", valueFrom: "arn:aws:secretsmanager:x" }] }),
    bad: containers({ name: "api", environment: [{ name: "DB_PASSWORD", value: "hunter2" }] }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ecs-task-logs",
    types: task,
    description: "ECS containers set a log driver other than none or json-file.",
    why: "The output of a container is lost when its task or host ends, so a crash leaves no trace for debugging and an attack leaves none for forensics.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["ECS.9"],
    fix: "set logConfiguration with the logDriver awslogs or awsfirelens in containerDefinitions",
    check: eachContainer(
      all(set("logConfiguration.logDriver"), noneOf("logConfiguration.logDriver", ["none", "json-file"])),
    ),
    ok: containers({ name: "api", logConfiguration: { logDriver: "awslogs" } }),
    bad: containers({ name: "api" }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ecs-task-image-pinned",
    types: task,
    description: "ECS containers name an image by digest or by a tag such as a version, not latest.",
    why: "A moving tag can name another image at each deployment or scale-out, so tasks of one revision run different code and a rollback does not restore the old code.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 5.1.4"],
    fix: "set image to a digest, or to a tag that does not move, in containerDefinitions",
    check: eachContainer(value("image", isPinned, "fail")),
    ok: containers({ name: "api", image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1.4.2" }),
    bad: containers({ name: "api", image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:latest" }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ecs-task-capabilities-narrow",
    types: task,
    description: "ECS containers do not add capabilities that reach the kernel or other processes.",
    why: "With SYS_ADMIN, SYS_PTRACE or SYS_MODULE a process in the container can mount file systems, read the memory of others or load code into the kernel of its host.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "remove the capability from linuxParameters.capabilities.add in containerDefinitions",
    check: eachContainer(each("linuxParameters.capabilities.add", noneOf("", powerful))),
    ok: containers({ name: "api", linuxParameters: { capabilities: { drop: ["ALL"] } } }),
    bad: containers({ name: "api", linuxParameters: { capabilities: { add: ["SYS_ADMIN"] } } }),
    absent: "pass",
    unknown: "undecided",
  },
]);

function containers(...definitions: readonly Record<string, unknown>[]): { containerDefinitions: string } {
  return { containerDefinitions: JSON.stringify(definitions) };
}
