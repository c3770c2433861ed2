import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { cache } from "../compile-cache.ts";
import { project } from "../stacks.ts";
import { temporaryDirectory } from "../temporary.ts";

const karpenter = "github.com/aws/karpenter-provider-aws";
const certManager = "github.com/cert-manager/cert-manager";
const externalSecrets = "github.com/external-secrets/external-secrets";
const snapshotter = "github.com/kubernetes-csi/external-snapshotter/client/v8";
const kyverno = "github.com/kyverno/kyverno";
const prometheus = "github.com/prometheus-operator/prometheus-operator";
const velero = "github.com/vmware-tanzu/velero";

/** Go modules and the files in them that hold the CustomResourceDefinition of a kind, as its makers publish it. */
export const published: Readonly<Record<string, readonly [module: string, file: string]>> = {
  "cert-manager.io/Certificate": [certManager, "deploy/crds/cert-manager.io_certificates.yaml"],
  "cert-manager.io/ClusterIssuer": [certManager, "deploy/crds/cert-manager.io_clusterissuers.yaml"],
  "external-secrets.io/ClusterSecretStore": [
    externalSecrets,
    "config/crds/bases/external-secrets.io_clustersecretstores.yaml",
  ],
  "external-secrets.io/ExternalSecret": [externalSecrets, "config/crds/bases/external-secrets.io_externalsecrets.yaml"],
  "karpenter.k8s.aws/EC2NodeClass": [karpenter, "pkg/apis/crds/karpenter.k8s.aws_ec2nodeclasses.yaml"],
  "karpenter.sh/NodePool": [karpenter, "pkg/apis/crds/karpenter.sh_nodepools.yaml"],
  "monitoring.coreos.com/PrometheusRule": [
    prometheus,
    "example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml",
  ],
  "monitoring.coreos.com/ServiceMonitor": [
    prometheus,
    "example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml",
  ],
  "policies.kyverno.io/ValidatingPolicy": [
    kyverno,
    "config/crds/policies.kyverno.io/policies.kyverno.io_validatingpolicies.yaml",
  ],
  "snapshot.storage.k8s.io/VolumeSnapshotClass": [
    snapshotter,
    "config/crd/snapshot.storage.k8s.io_volumesnapshotclasses.yaml",
  ],
  "velero.io/Schedule": [velero, "config/crd/v1/bases/velero.io_schedules.yaml"],
};

const module = path.join(project, "tools", "kubernetes-definitions");

/** Definitions of kinds whose makers publish none in a Go module, written for the fields that the platform sets. */
export const written: Readonly<Record<string, string>> = {
  "elbv2.k8s.aws/TargetGroupBinding": path.join(module, "elbv2.k8s.aws_targetgroupbindings.yaml"),
};

/** Files with the CustomResourceDefinitions of these kinds, as far as there are any; a kind is its group and its name. */
export function definitionsOf(kinds: Iterable<string>): string[] {
  return [...new Set(kinds)].flatMap((kind) => {
    const [, file] = published[kind] ?? [];
    return file === undefined ? (written[kind] ?? []) : path.join(definitionsDirectory(), path.basename(file));
  });
}

/** The directory of the cache with the published files; Go is asked only where they are not there yet. */
export function definitionsDirectory(): string {
  const hash = createHash("sha256").update(JSON.stringify(published));
  hash.update(fs.readFileSync(path.join(module, "go.sum")));
  const target = path.join(cache, `kubernetes-definitions-${hash.digest("hex").slice(0, 12)}`);
  if (fs.existsSync(target)) return target;
  fs.mkdirSync(cache, { recursive: true });
  const work = temporaryDirectory("kubernetes-definitions-unfinished", cache);
  try {
    const directories = download();
    for (const [name, file] of Object.values(published)) {
      fs.copyFileSync(path.join(directories.get(name) ?? name, file), path.join(work, path.basename(file)));
    }
    fs.renameSync(work, target);
  } catch (error) {
    fs.rmSync(work, { recursive: true, force: true });
    // Another process may have been faster.
    if (!fs.existsSync(target)) throw error;
  }
  return target;
}

const downloaded = z.array(z.object({ Path: z.string(), Dir: z.string().optional(), Error: z.string().optional() }));

/** The directories of the modules in Go's cache, by module; go.sum holds what they must contain. */
function download(): Map<string, string> {
  process.stderr.write(
    "Downloading the definitions of custom resources with Go, about 80 MB. Later runs use this copy.\n",
  );
  const output = goDownload();
  // Go writes one object after the other, each with its closing brace at the start of a line.
  const modules = downloaded.parse(JSON.parse(`[${output.trim().replace(/^\}\n\{/gm, "},{")}]`));
  const faults = modules.flatMap(({ Error: fault }) => fault ?? []);
  if (faults.length > 0) throw new Error(`go mod download in ${module}: ${faults.join(" | ")}`);
  return new Map(modules.map(({ Path, Dir = "" }) => [Path, Dir]));
}

function goDownload(): string {
  try {
    return execFileSync("go", ["mod", "download", "-json"], {
      cwd: module,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") throw new Error("Go is not installed");
    // With faults of single modules Go fails too, and names them in its output.
    if (error instanceof Error && "stdout" in error && String(error.stdout) !== "") return String(error.stdout);
    throw new Error(`go mod download in ${module}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
