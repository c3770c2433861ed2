import { all, each, fail, is, not, oneOf, pass, undecided, value, when } from "./conditions.ts";
import type { Check, Scope } from "./rule.ts";
import { hasUnknown, known, type Reading, read, word } from "./values.ts";

export const podType = "kubernetes:core/v1:Pod";
export const deployment = "kubernetes:apps/v1:Deployment";
export const statefulSet = "kubernetes:apps/v1:StatefulSet";
export const daemonSet = "kubernetes:apps/v1:DaemonSet";
export const job = "kubernetes:batch/v1:Job";
const podTemplate = "kubernetes:core/v1:PodTemplate";
export const cronJob = "kubernetes:batch/v1:CronJob";

/** Types that run pods without an end. */
export const serving = [podType, deployment, statefulSet, daemonSet, "kubernetes:apps/v1:ReplicaSet"];
/** Every type with a pod specification. */
export const workloads = [...serving, job, cronJob, podTemplate, "kubernetes:core/v1:ReplicationController"];

/** The path of a type's pod specification. */
export function podPath(type: string): string {
  if (/:Pod$/.test(type)) return "spec";
  if (/:PodTemplate$/.test(type)) return "template.spec";
  return /:CronJob$/.test(type) ? "spec.jobTemplate.spec.template.spec" : "spec.template.spec";
}

/** The path of a type's pod metadata. */
export function podMetadata(type: string): string {
  return /:Pod$/.test(type) ? "metadata" : podPath(type).replace(/\.spec$/, ".metadata");
}

/** The pod specification passes the check. */
export const pod =
  (check: Check): Check =>
  (scope) => {
    const path = podPath(scope.resource.type);
    const reading = read(scope.value, path);
    if (reading.state === "unknown") return undecided(path);
    return check({ ...scope, value: reading.state === "known" ? reading.value : {}, path });
  };

const started = ["containers", "initContainers"];
const everyKind = [...started, "ephemeralContainers"];

/** An init container that runs as long as the pod: a native sidecar. */
const isSidecar = is("restartPolicy", "Always");

/** Every container passes the check, including init and ephemeral containers. */
export const eachContainer = (check: Check): Check => pod(all(...everyKind.map((kind) => each(kind, check))));
/** Every container and native sidecar passes the check, without other init and ephemeral containers. */
export const mainContainers = (check: Check): Check =>
  pod(all(each("containers", check), each("initContainers", when(isSidecar, check))));
/** Every container passes the check, without init containers, sidecars and ephemeral containers. */
export const appContainers = (check: Check): Check => pod(each("containers", check));
/** Every container and init container passes the check. */
export const sizedContainers = (check: Check): Check => pod(all(...started.map((kind) => each(kind, check))));

/** A property of the security context satisfies a condition: the container's, or else the pod's. */
export const context = (property: string, accepts: (value: unknown) => boolean, absent: "pass" | "fail"): Check => {
  const path = `securityContext.${property}`;
  return pod((scope) => {
    const own = (container: Scope) => read(container.value, path);
    const inContainer: Check = (container) => {
      const reading = own(container).state === "absent" ? read(scope.value, path) : own(container);
      const where = `${container.path}.${path}`;
      if (reading.state === "unknown") return undecided(where);
      if (reading.state === "absent") return absent === "pass" ? pass : fail(`has no ${where}`);
      if (accepts(reading.value)) return pass;
      return hasUnknown(reading.value) ? undecided(where) : fail(`has ${where} ${said(reading.value)}`);
    };
    const ofPod = value(path, accepts, "pass");
    return all(ofPod, ...everyKind.map((kind) => each(kind, inContainer)))(scope);
  });
};

/** The check applies to Linux pods only: Windows has neither capabilities nor seccomp. */
export const onLinux = (check: Check): Check => when(pod(not(oneOf("os.name", ["windows"]), "runs on Windows")), check);

/** The entry of a map, such as a label or an annotation, whose keys have dots. */
export const entry =
  (path: string, key: string, accepts: (value: unknown) => boolean, absent: "pass" | "fail"): Check =>
  (scope) => {
    const map = read(scope.value, path);
    if (map.state === "unknown") return undecided(path);
    const reading = entryOf(known(scope.value, path), key);
    if (reading.state === "unknown") return undecided(`${path}.${key}`);
    if (reading.state === "absent") return absent === "pass" ? pass : fail(`has no ${path} ${key}`);
    if (accepts(reading.value)) return pass;
    return hasUnknown(reading.value) ? undecided(`${path}.${key}`) : fail(`has ${path} ${key} ${said(reading.value)}`);
  };

/** The annotation of an object. */
export const annotation = (key: string, pattern = /./): Check =>
  entry("metadata.annotations", key, (found) => pattern.test(word(found)), "fail");

/** The value under a key of a map, also where the key has dots. */
function entryOf(map: unknown, key: string): Reading {
  const isMap = typeof map === "object" && map !== null && Object.hasOwn(map, key);
  return isMap ? read([Reflect.get(map, key)], "0") : { state: "absent" };
}

function said(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
