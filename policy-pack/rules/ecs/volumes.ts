import { each, fail, pass, value } from "../../checks/conditions.ts";
import { eachAmong, runsFirst } from "../../checks/containers.ts";
import { levels, service } from "../../checks/rule.ts";
import { known, list, read, text, word } from "../../checks/values.ts";

const task = ["aws:ecs/taskDefinition:TaskDefinition"];

/** Sockets of container runtimes, directories that have them, and the directories of the host's own files. */
const ofHost =
  /^\/(?:(?:var\/)?run(?:\/(?:docker|containerd|crio)(?:\.sock|\/.*)?)?|etc|proc|sys|root|var\/lib\/(?:docker|ecs)(?:\/.*)?)?\/*$/;

const tmp = { sourceVolume: "tmp", containerPath: "/tmp" };

const root = /^(?:0|root|ContainerAdministrator)(?::|$)/i;

/** Volumes that Fargate makes on the host, empty and owned by root. */
function isBindVolume(volumes: readonly unknown[], name: string | undefined): boolean {
  const volume = volumes.find((each) => text(each, "name") === name);
  const elsewhere = ["efsVolumeConfiguration", "dockerVolumeConfiguration", "fsxWindowsFileServerVolumeConfiguration"];
  return (
    volume !== undefined &&
    [...elsewhere, "hostPath", "configureAtLaunch"].every((key) => read(volume, key).state === "absent")
  );
}

/** A volume that a container which runs first, as root, mounts too. */
const isPrepared = (containers: readonly unknown[], volume: string | undefined) =>
  containers.some(
    (each) =>
      runsFirst(each, containers) &&
      root.test(word(known(each, "user"))) &&
      list(each, "mountPoints").some((mount) => text(mount, "sourceVolume") === volume),
  );

const writable = eachAmong((containers) => ({ value: container, resource }) => {
  const user = word(known(container, "user"));
  if (user === "" || root.test(user)) return pass;
  const volumes = list(resource.props, "volumes");
  const closed = list(container, "mountPoints").find((mount) => {
    const volume = text(mount, "sourceVolume");
    return known(mount, "readOnly") !== true && isBindVolume(volumes, volume) && !isPrepared(containers, volume);
  });
  return closed === undefined ? pass : fail(`mounts ${text(closed, "containerPath")}, which user ${user} cannot write`);
});

function containers(...definitions: readonly Record<string, unknown>[]): { containerDefinitions: string } {
  return { containerDefinitions: JSON.stringify(definitions) };
}

export const ecsVolumes = service("Amazon ECS", [
  {
    name: "ecs-task-volumes-writable",
    types: task,
    description: "ECS containers of other users than root can write to the volumes that they mount.",
    why: "Fargate mounts a bind volume with owner root and mode 0755, so a program that runs as another user fails at its first temporary file.",
    severity: "medium",
    // An image can own the directory itself, by VOLUME at the same path.
    levels: levels("A/A/A"),
    controls: [],
    fix: "add a container to containerDefinitions that runs as root, sets the mode of the volumes and ends, with dependsOn and the condition SUCCESS",
    check: writable,
    ok: {
      volumes: [{ name: "tmp" }],
      ...containers(
        { name: "api", user: "1000", mountPoints: [tmp], dependsOn: [{ containerName: "init", condition: "SUCCESS" }] },
        { name: "init", user: "0", essential: false, command: ["chmod", "1777", "/tmp"], mountPoints: [tmp] },
      ),
    },
    bad: { volumes: [{ name: "tmp" }], ...containers({ name: "api", user: "1000", mountPoints: [tmp] }) },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ecs-task-no-runtime-socket",
    types: task,
    description: "ECS tasks do not mount the socket of the container runtime or the root of the host.",
    why: "A container with the socket can start privileged containers on its instance, and one with the host's files can read the credentials of every other task there.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "remove the volume, or change hostPath to a directory of the task",
    check: each(
      "volumes",
      value("hostPath", (path) => !ofHost.test(word(path)), "pass"),
    ),
    ok: { volumes: [{ name: "data", hostPath: "/opt/shop/data" }] },
    bad: { volumes: [{ name: "docker", hostPath: "/var/run/docker.sock" }] },
    absent: "pass",
    unknown: "undecided",
  },
]);
