import { all, each, either, fail, pass, set, undecided, value, when } from "../checks/conditions.ts";
import { mainContainers, pod, serving, sizedContainers, workloads } from "../checks/pods.ts";
import { type Check, levels, type Props, type ResourceRule } from "../checks/rule.ts";
import { read } from "../checks/values.ts";

const sized = (path: string) => either(set(`resources.requests.${path}`), set(`resources.limits.${path}`));
const served = set("ports");

/** A scratch directory is there even when it says nothing of itself. */
const bounded = when(
  value("emptyDir", () => true, "fail"),
  set("emptyDir.sizeLimit"),
);

const differentProbes: Check = ({ value: container, path }) => {
  const [live, ready] = [read(container, "livenessProbe"), read(container, "readinessProbe")];
  if (live.state === "unknown" || ready.state === "unknown") return undecided(`${path}.livenessProbe`);
  if (live.state !== "known" || ready.state !== "known") return pass;
  const same = JSON.stringify(live.value) === JSON.stringify(ready.value);
  return same ? fail(`asks ${path} whether it lives as it asks whether it is ready`) : pass;
};

/** What a container needs to be looked after: room, and probes. */
export const podCare: readonly ResourceRule[] = [
  {
    name: "k8s-requests-set",
    types: workloads,
    description: "A container says how much CPU and memory it needs.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_K8S_10", "CKV_K8S_12"],
    fix: "set resources.requests with cpu and memory",
    check: sizedContainers(all(sized("cpu"), sized("memory"))),
    ok: one({ resources: { requests: { cpu: "100m", memory: "128Mi" } } }),
    bad: one({}),
  },
  {
    name: "k8s-memory-limit",
    types: workloads,
    description: "A container that takes too much memory ends alone; its CPU is shared by request.",
    controls: ["CKV_K8S_13"],
    severity: "medium",
    levels: levels("A/M/M"),
    fix: "set resources.limits.memory",
    check: sizedContainers(set("resources.limits.memory")),
    ok: one({ resources: { limits: { memory: "512Mi" } } }),
    bad: one({ resources: { limits: { cpu: "1" } } }),
  },
  {
    name: "k8s-ephemeral-bounded",
    types: workloads,
    description: "A pod cannot fill its node's disk.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: [],
    fix: "set sizeLimit of emptyDir in volumes",
    check: pod(each("volumes", bounded)),
    ok: { spec: { volumes: [{ name: "scratch", emptyDir: { sizeLimit: "1Gi" } }] } },
    bad: { spec: { volumes: [{ name: "scratch", emptyDir: {} }] } },
  },
  {
    name: "k8s-probes",
    types: serving,
    description: "A container that is asked for something is asked first whether it is ready, and whether it lives.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_K8S_8", "CKV_K8S_9"],
    fix: "set readinessProbe and livenessProbe",
    check: mainContainers(when(served, all(set("readinessProbe"), set("livenessProbe")))),
    ok: one({ ports: [{ containerPort: 8080 }], readinessProbe: ask("/ready"), livenessProbe: ask("/live") }),
    bad: one({ ports: [{ containerPort: 8080 }] }),
  },
  {
    name: "k8s-probes-not-identical",
    types: serving,
    description:
      "A container that is busy is not ended for it: being alive is asked for in another way than being ready.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: [],
    fix: "set livenessProbe to another path than readinessProbe, or to more patience",
    check: mainContainers(differentProbes),
    ok: one({ readinessProbe: ask("/ready"), livenessProbe: ask("/live") }),
    bad: one({ readinessProbe: ask("/healthz"), livenessProbe: ask("/healthz") }),
  },
];

function one(container: Props): Props {
  return { spec: { containers: [{ name: "api", ...container }] } };
}

function ask(path: string): Props {
  return { httpGet: { path, port: 8080 } };
}
