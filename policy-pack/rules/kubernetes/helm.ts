import { isMaker } from "../../checks/chart-sources.ts";
import { complain } from "../../checks/complaints.ts";
import { all, either, fail, isNot, pass, set, undecided, value } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { type Check, type Complaint, type Graph, levels, service } from "../../checks/rule.ts";
import { credential, isPlaintextSecret } from "../../checks/secret-patterns.ts";
import { known, read, text, unknown, word } from "../../checks/values.ts";

const release = "kubernetes:helm.sh/v3:Release";
const charts = [release, "kubernetes:helm.sh/v4:Chart", "kubernetes:helm.sh/v3:Chart"];
const namespace = "kubernetes:core/v1:Namespace";
const enforceLabel = "pod-security.kubernetes.io/enforce";

const hasTrustedSource: Check = ({ value: props, settings }) => {
  const [repository, chart] = [read(props, "repositoryOpts.repo"), read(props, "chart")];
  const from = repository.state === "absent" ? chart : repository;
  if (from.state === "unknown") return undecided("chart");
  const source = from.state === "known" ? word(from.value) : "";
  const found = /^(https|oci):\/\/([^/:]+)(\/.*)?$/.exec(source);
  // A chart without a URL scheme is a local directory.
  if (found === null) return /^[a-z+]+:\/\//.test(source) ? fail(`comes from ${source}, without TLS`) : pass;
  const [, , host = "", path = ""] = found;
  if (settings.chartHosts.includes(host)) return pass;
  return isMaker(host, path) ? pass : fail(`comes from ${host}, which is not an allowed chart host`);
};

/** The chart has an exact version, or is a local directory or archive. */
const hasPinnedVersion = either(
  value("version", (version) => /^v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/.test(word(version)), "fail"),
  value("chart", (chart) => /^\.{0,2}\/|\.tgz$/.test(word(chart)), "fail"),
);

function isCredential(name: string, value: string): boolean {
  return isPlaintextSecret(name, value) || credential(value) !== undefined;
}

/** The path of the first value that is a plaintext secret. */
function firstSecret(value: unknown, name: string, path: string): string | undefined {
  if (value === unknown) return undefined;
  if (typeof value === "string") return isCredential(name, value) ? path : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  const named = text(value, "name");
  for (const [key, inner] of Object.entries(value)) {
    const found = firstSecret(inner, key === "value" && named !== undefined ? named : key, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

const hasNoSecret: Check = ({ value: props }) => {
  const values = read(props, "values");
  if (values.state === "unknown") return undecided("values");
  const found = firstSecret(known(props, "values"), "", "values");
  return found === undefined ? pass : fail(`contains a secret in ${found}`);
};

/** Releases in a namespace without a Pod Security Admission level: policies cannot see their objects. */
function releasesWithoutPodSecurity(graph: Graph): Complaint[] {
  const byName = new Map(graph.of(namespace).map((each) => [text(each.props, "metadata.name"), each]));
  return graph
    .of(release)
    .filter(({ props }) => {
      const place = read(props, "namespace");
      if (place.state === "absent" || (place.state === "known" && place.value === "default")) return true;
      const own = place.state === "known" ? byName.get(word(place.value)) : undefined;
      const labels = own === undefined ? undefined : known(own.props, "metadata.labels");
      return own !== undefined && !(typeof labels === "object" && labels !== null && enforceLabel in labels);
    })
    .map(complain("installs objects that policies cannot see into a namespace without a Pod Security Admission level"));
}

const app = example(namespace, "app", { metadata: { name: "app", labels: { [enforceLabel]: "restricted" } } });
const releaseIn = (into: string) => example(release, "karpenter", { chart: "karpenter", namespace: into });

export const kubernetesHelm = service("Helm", [
  {
    name: "helm-version-pinned",
    types: charts,
    description: "Helm charts set an exact version, unless they are local paths or .tgz archives.",
    why: "With a version range or none, the next pulumi up can install a newer chart that was never reviewed or tested, although the code has not changed.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set version to an exact version such as 1.8.2",
    check: hasPinnedVersion,
    ok: { chart: "karpenter", version: "1.8.2" },
    bad: { chart: "karpenter", version: "^1.8.0" },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "helm-repo-trusted",
    types: charts,
    description: "Helm charts with a remote address come from trusted repositories over HTTPS or OCI.",
    why: "A chart from an unknown host or over plain HTTP can be replaced by an attacker, and its workloads and RBAC roles are then installed in the cluster.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 5.1.4"],
    fix: "set repositoryOpts.repo or chart to the publisher's repository, a host listed in chartHosts, or a copy in ECR",
    check: hasTrustedSource,
    ok: { chart: "oci://public.ecr.aws/karpenter/karpenter" },
    bad: { chart: "karpenter", repositoryOpts: { repo: "http://charts.example.com" } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "helm-release-bounded",
    types: [release],
    description: "Helm releases set atomic or cleanupOnFail and timeout, and do not set skipAwait.",
    why: "Without rollback and a timeout, a failed upgrade leaves a mix of old and new resources in the cluster; with skipAwait, pulumi up succeeds while the pods crash.",
    severity: "low",
    levels: levels("A/A/M"),
    controls: [],
    fix: "set atomic or cleanupOnFail to true, set timeout, and leave skipAwait unset",
    check: all(
      either(
        value("atomic", (on) => on === true, "fail"),
        value("cleanupOnFail", (on) => on === true, "fail"),
      ),
      set("timeout"),
      isNot("skipAwait", true),
    ),
    ok: { atomic: true, timeout: 600 },
    bad: { atomic: false, timeout: 600, skipAwait: true },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "helm-values-clean",
    types: charts,
    description: "Helm chart values contain no plaintext secrets.",
    why: "A password written in values is readable in the source code and in the objects that the chart renders, for every reader of the repository or the namespace.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set the name of an existing Secret in values instead of the secret value",
    check: hasNoSecret,
    ok: { values: { auth: { existingSecret: "kong" } } },
    bad: { values: { auth: { password: "hunter2" } } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "helm-release-opaque",
    description: "Helm releases avoid the default namespace and stack namespaces without a PSA label.",
    why: "The policy pack cannot inspect the pods that a v3 Release installs, so without a Pod Security level a privileged pod in the chart is deployed unchecked.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set namespace to one with the label pod-security.kubernetes.io/enforce, or declare a helm.sh/v4 Chart",
    find: releasesWithoutPodSecurity,
    ok: [app, releaseIn("app")],
    bad: [releaseIn("default")],
  },
]);
