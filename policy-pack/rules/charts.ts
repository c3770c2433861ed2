import { isMaker } from "../checks/chart-sources.ts";
import { all, either, fail, isNot, pass, set, undecided, value } from "../checks/conditions.ts";
import { type Check, levels, type ResourceRule } from "../checks/rule.ts";
import { credential, isPlaintextSecret } from "../checks/secret-patterns.ts";
import { known, read, text, unknown, word } from "../checks/values.ts";

const release = "kubernetes:helm.sh/v3:Release";
const charts = [release, "kubernetes:helm.sh/v4:Chart", "kubernetes:helm.sh/v3:Chart"];

const trusted: Check = ({ value: props, settings }) => {
  const [repository, chart] = [read(props, "repositoryOpts.repo"), read(props, "chart")];
  const from = repository.state === "absent" ? chart : repository;
  if (from.state === "unknown") return undecided("chart");
  const source = from.state === "known" ? word(from.value) : "";
  const found = /^(https|oci):\/\/([^/:]+)(\/.*)?$/.exec(source);
  // A chart that is no address is a directory of the program.
  if (found === null)
    return /^[a-z+]+:\/\//.test(source) ? fail(`comes from ${source}, over a line that anybody can read`) : pass;
  const [, , host = "", path = ""] = found;
  if (settings.chartHosts.includes(host)) return pass;
  return isMaker(host, path) ? pass : fail(`comes from ${host}`);
};

/** A chart by its address or its directory is the one that lies there. */
const pinned = either(
  value("version", (version) => /^v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/.test(word(version)), "fail"),
  value("chart", (chart) => /^\.{0,2}\/|\.tgz$/.test(word(chart)), "fail"),
);

/** The first value that is a secret in plain sight, by its path. */
function exposed(value: unknown, name: string, path: string): string | undefined {
  if (value === unknown) return undefined;
  if (typeof value === "string")
    return isPlaintextSecret(name, value) || credential(value) !== undefined ? path : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  const named = text(value, "name");
  for (const [key, inner] of Object.entries(value)) {
    const found = exposed(inner, key === "value" && named !== undefined ? named : key, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

const clean: Check = ({ value: props }) => {
  const values = read(props, "values");
  if (values.state === "unknown") return undecided("values");
  const found = exposed(known(props, "values"), "", "values");
  return found === undefined ? pass : fail(`holds a secret in ${found}`);
};

/** Helm. */
export const helm: readonly ResourceRule[] = [
  {
    name: "helm-version-pinned",
    types: charts,
    description: "A chart changes when the program does.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set version to an exact one",
    check: pinned,
    ok: { chart: "karpenter", version: "1.8.2" },
    bad: { chart: "karpenter", version: "^1.8.0" },
  },
  {
    name: "helm-repo-trusted",
    types: charts,
    description: "A chart comes from its makers or from us, over TLS.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 5.1.4"],
    fix: "set repositoryOpts.repo or chart to one of its makers or of the settings (chartHosts), or to a copy in ECR",
    check: trusted,
    ok: { chart: "oci://public.ecr.aws/karpenter/karpenter" },
    bad: { chart: "karpenter", repositoryOpts: { repo: "http://charts.example.com" } },
  },
  {
    name: "helm-release-bounded",
    types: [release],
    description: "A release that does not come up is undone, after a time.",
    severity: "low",
    levels: levels("A/A/M"),
    controls: [],
    fix: "set atomic or cleanupOnFail, and timeout, and leave skipAwait unset",
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
  },
  {
    name: "helm-values-clean",
    types: charts,
    description: "The values of a chart hold no secret.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set the name of a Secret in values instead of its value",
    check: clean,
    ok: { values: { auth: { existingSecret: "kong" } } },
    bad: { values: { auth: { password: "hunter2" } } },
  },
];
