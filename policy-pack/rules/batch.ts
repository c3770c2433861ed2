import { fail, undecided } from "../checks/conditions.ts";
import { json } from "../checks/json.ts";
import { type Check, levels, service } from "../checks/rule.ts";
import { known, list, read } from "../checks/values.ts";

const job = ["aws:batch/jobDefinition:JobDefinition"];

/** The containers of a job definition: of a single container, of ECS tasks, of EKS pods and of nodes. */
function containers(props: unknown): unknown[] {
  const parsed = ["containerProperties", "ecsProperties", "nodeProperties"].map((path) => {
    const found = known(props, path);
    return typeof found === "string" ? json(found) : found;
  });
  const [container, ecs, nodes] = parsed;
  const ranges = list(nodes, "nodeRangeProperties");
  const tasks = [ecs, ...ranges.map((each) => known(each, "ecsProperties"))].flatMap((each) =>
    list(each, "taskProperties"),
  );
  return [
    container,
    ...ranges.map((each) => known(each, "container")),
    ...tasks.flatMap((each) => list(each, "containers")),
    ...list(props, "eksProperties.podProperties.containers").map((each) => known(each, "securityContext")),
  ];
}

const notPrivileged: Check = ({ value: props }) => {
  if (containers(props).some((each) => known(each, "privileged") === true)) return fail("has a privileged container");
  const open = ["containerProperties", "ecsProperties", "nodeProperties", "eksProperties"].find(
    (path) => read(props, path).state === "unknown",
  );
  return open === undefined ? { kind: "pass" } : undecided(open);
};

const withContainer = (privileged: boolean) => ({
  containerProperties: JSON.stringify({ image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/job:1.4", privileged }),
});

export const batch = service("AWS Batch", [
  {
    name: "batch-not-privileged",
    types: job,
    description: "Batch job definitions have no privileged containers.",
    why: "A privileged job has the devices of its host, and can read the credentials and files of every other job on it.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_210"],
    fix: "remove privileged from the container properties",
    check: notPrivileged,
    ok: withContainer(false),
    bad: withContainer(true),
    absent: "pass",
    unknown: "undecided",
  },
]);
