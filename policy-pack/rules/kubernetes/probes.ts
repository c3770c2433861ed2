import { all, atLeast, either, fail, pass, set, undecided, when } from "../../checks/conditions.ts";
import { podWith } from "../../checks/example.ts";
import { appContainers, deployment, mainContainers, pod, serving } from "../../checks/pods.ts";
import { type Check, levels, type Props, service } from "../../checks/rule.ts";
import { read } from "../../checks/values.ts";

const hasPorts = set("ports");

const differentProbes: Check = ({ value: container, path }) => {
  const [live, ready] = [read(container, "livenessProbe"), read(container, "readinessProbe")];
  if (live.state === "unknown" || ready.state === "unknown") return undecided(`${path}.livenessProbe`);
  if (live.state !== "known" || ready.state !== "known") return pass;
  const same = JSON.stringify(live.value) === JSON.stringify(ready.value);
  return same ? fail(`has the same liveness and readiness probe in ${path}`) : pass;
};

export const kubernetesProbes = service("Kubernetes workloads", [
  {
    name: "k8s-probes",
    types: serving,
    description: "Pod containers with ports in long-running workloads set readiness and liveness probes.",
    why: "Without a readiness probe a Service sends requests to containers that are still starting, and without a liveness probe a deadlocked container is never restarted.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_K8S_8", "CKV_K8S_9"],
    fix: "set readinessProbe and livenessProbe",
    check: mainContainers(when(hasPorts, all(set("readinessProbe"), set("livenessProbe")))),
    ok: podWith({
      ports: [{ containerPort: 8080 }],
      readinessProbe: httpGet("/ready"),
      livenessProbe: httpGet("/live"),
    }),
    bad: podWith({ ports: [{ containerPort: 8080 }] }),
    clauses: [
      {
        controls: ["CKV_K8S_8"],
        bad: podWith({ ports: [{ containerPort: 8080 }], readinessProbe: httpGet("/ready") }),
      },
      { controls: ["CKV_K8S_9"], bad: podWith({ ports: [{ containerPort: 8080 }], livenessProbe: httpGet("/live") }) },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-worker-probes",
    types: serving,
    description: "Pod containers without ports in long-running workloads set readiness and liveness probes.",
    why: "Kubernetes counts such a container as ready as soon as it starts, so a rollout replaces working pods by broken ones, and a worker that hangs is never restarted.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["CKV_K8S_8", "CKV_K8S_9"],
    fix: "set readinessProbe and livenessProbe with exec, or with httpGet on a port of the worker",
    check: mainContainers(either(all(set("readinessProbe"), set("livenessProbe")), hasPorts)),
    ok: podWith({ readinessProbe: { exec: { command: ["ready"] } }, livenessProbe: { exec: { command: ["live"] } } }),
    bad: podWith({ livenessProbe: { exec: { command: ["live"] } } }),
    clauses: [
      { controls: ["CKV_K8S_8"], bad: podWith({ readinessProbe: { exec: { command: ["ready"] } } }) },
      { controls: ["CKV_K8S_9"], bad: podWith({ livenessProbe: { exec: { command: ["live"] } } }) },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-probes-not-identical",
    types: serving,
    description: "Pod liveness and readiness probes are not identical.",
    why: "Under overload both probes fail together, so the kubelet restarts a busy container instead of only taking it out of the Service, and the remaining pods get more load.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: [],
    fix: "set livenessProbe to another path than readinessProbe, or to a higher failureThreshold",
    check: mainContainers(differentProbes),
    ok: podWith({ readinessProbe: httpGet("/ready"), livenessProbe: httpGet("/live") }),
    bad: podWith({ readinessProbe: httpGet("/healthz"), livenessProbe: httpGet("/healthz") }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-graceful-stop",
    types: [deployment],
    description: "Deployments keep a 30-second grace period and set preStop on containers with ports.",
    why: "Endpoints are removed in parallel with the termination signal, so a container that stops at once drops requests that are still routed to it.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: [],
    fix: "set terminationGracePeriodSeconds to 30 or more, and lifecycle.preStop",
    check: all(
      pod(atLeast("terminationGracePeriodSeconds", 30, "pass")),
      // A sidecar ends after the other containers, so it needs no time to hand over.
      appContainers(when(hasPorts, set("lifecycle.preStop"))),
    ),
    ok: podsOf([{ ports: [{ containerPort: 8080 }], lifecycle: { preStop: { sleep: { seconds: 10 } } } }]),
    bad: podsOf([{ ports: [{ containerPort: 8080 }] }]),
    absent: "pass",
    unknown: "undecided",
  },
]);

function httpGet(path: string): Props {
  return { httpGet: { path, port: 8080 } };
}

function podsOf(containers: readonly Props[]): Props {
  return { spec: { template: { spec: { containers } } } };
}
