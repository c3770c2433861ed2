import assert from "node:assert/strict";
import { createRequire } from "node:module";
import * as grpc from "@grpc/grpc-js";
import type * as Proto from "@pulumi/pulumi/proto/provider_pb.js";
import structs, { type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";
import type { Backend } from "../../../rehearsal/kubernetes/backend.ts";
import { type ControlPlane, startControlPlane } from "../../../rehearsal/kubernetes/control-plane.ts";
import { startProvider } from "../../../rehearsal/kubernetes/provider-process.ts";
import { kubernetesTools } from "../../../rehearsal/kubernetes/tools.ts";
import { replacing } from "../../../rehearsal/published/kubernetes-changes.ts";
import { replacing as offline } from "../../../rehearsal/replacement.ts";
import { describeBuilt } from "./built.ts";

const { ConfigureRequest, DiffRequest, DiffResponse }: typeof Proto = createRequire(import.meta.url)(
  "@pulumi/pulumi/proto/provider_pb.js",
);

type Values = Record<string, JavaScriptValue>;

const selector = (app: string) => ({ matchLabels: { app } });

/** Two values of a field, for fields whose values are no strings. */
const values: Readonly<Record<string, readonly [JavaScriptValue, JavaScriptValue]>> = {
  "spec.selector": [selector("a"), selector("b")],
  "spec.podManagementPolicy": ["Parallel", "OrderedReady"],
  "spec.revisionHistoryLimit": [1, 2],
  "spec.volumeClaimTemplates": [[{ metadata: { name: "a" } }], [{ metadata: { name: "b" } }]],
  "spec.completions": [1, 2],
  "spec.parallelism": [1, 2],
  "spec.template": [{ spec: { serviceAccountName: "a" } }, { spec: { serviceAccountName: "b" } }],
  "spec.accessModes": [["ReadWriteOnce"], ["ReadWriteMany"]],
  "spec.scopes": [["BestEffort"], ["NotTerminating"]],
  roleRef: [
    { kind: "Role", name: "a" },
    { kind: "Role", name: "b" },
  ],
  data: [{ key: "YQ==" }, { key: "Yg==" }],
  binaryData: [{ key: "YQ==" }, { key: "Yg==" }],
  stringData: [{ key: "a" }, { key: "b" }],
  parameters: [{ key: "a" }, { key: "b" }],
  ...Object.fromEntries(
    Object.entries({
      awsElasticBlockStore: "volumeID",
      azureDisk: "diskName",
      azureFile: "shareName",
      cephfs: "path",
      cinder: "volumeID",
      csi: "volumeHandle",
      fc: "fsType",
      flexVolume: "driver",
      flocker: "datasetName",
      gcePersistentDisk: "pdName",
      glusterfs: "path",
      hostPath: "path",
      iscsi: "iqn",
      local: "path",
      nfs: "path",
      photonPersistentDisk: "pdID",
      portworxVolume: "volumeID",
      quobyte: "volume",
      rbd: "image",
      scaleIO: "volumeName",
      storageos: "volumeName",
      vsphereVolume: "volumePath",
    }).map(([source, key]) => [`spec.${source}`, [{ [key]: "a" }, { [key]: "b" }]] as const),
  ),
};

/** Changes that every provider makes in place. */
const updates: readonly [kind: string, path: string, before: JavaScriptValue, after: JavaScriptValue][] = [
  ["apps/v1:Deployment", "spec.replicas", 1, 2],
  ["apps/v1:Deployment", "metadata.labels", { app: "a" }, { app: "b" }],
  ["apps/v1:StatefulSet", "spec.replicas", 1, 2],
  ["core/v1:ConfigMap", "metadata.labels", { app: "a" }, { app: "b" }],
  [
    "core/v1:PersistentVolumeClaim",
    "spec.resources",
    { requests: { storage: "1Gi" } },
    { requests: { storage: "2Gi" } },
  ],
  ["core/v1:ResourceQuota", "spec.hard", { pods: "1" }, { pods: "2" }],
  ["core/v1:Service", "spec.type", "ClusterIP", "NodePort"],
  ["storage.k8s.io/v1:StorageClass", "allowVolumeExpansion", false, true],
];

describeBuilt("what the Kubernetes provider replaces an object for", function () {
  this.timeout(240_000);
  this.slow(60_000);

  let plane: ControlPlane;
  before(async () => {
    plane = await startControlPlane({ tools: await kubernetesTools(), contexts: ["test"], onWarning: () => {} });
  });
  after(() => plane?.stop());

  for (const mutable of [true, false]) {
    it(`is what the offline account replaces it for, with enableConfigMapMutable ${mutable}`, async () => {
      const provider = await configured(mutable);
      const fields = Object.entries(replacing).flatMap(([kind, paths]) =>
        paths.map((path) => [kind, path, ...(values[path] ?? ["a", "b"])] as const),
      );
      const configMaps = ["data", "binaryData"].map(
        (path) => ["core/v1:ConfigMap", path, ...(values[path] ?? ["a", "b"])] as const,
      );
      const identities = ["metadata.name", "metadata.namespace"].map(
        (path) => ["core/v1:Service", path, "a", "b"] as const,
      );
      const wrong: string[] = [];
      try {
        for (const [kind, path, one, other] of [...fields, ...configMaps, ...identities, ...updates]) {
          const [before, after] = [object(kind, path, one), object(kind, path, other)];
          const said = await replaced(provider, kind, before, after);
          const known = offline(`kubernetes:${kind}`, before, after, mutable).length > 0;
          if (said !== known) wrong.push(`${kind} ${path}: the provider ${said ? "replaces" : "updates"}`);
        }
      } finally {
        await provider.stop();
      }
      assert.deepEqual(wrong, []);
    });
  }

  async function configured(mutable: boolean): Promise<Backend> {
    const { file, directory, kubeconfig } = {
      file: (await kubernetesTools()).provider,
      directory: plane.directory,
      kubeconfig: plane.kubeconfig,
    };
    const provider = await startProvider(`provider-${mutable}`, { file, directory, kubeconfig, contexts: [] });
    const request = new ConfigureRequest();
    request.getVariablesMap().set("kubernetes:config:enableConfigMapMutable", String(mutable));
    request.setAcceptsecrets(true);
    await provider.ask(
      "/pulumirpc.ResourceProvider/Configure",
      Buffer.from(request.serializeBinary()),
      new grpc.Metadata(),
    );
    return provider;
  }
});

function object(kind: string, path: string, value: JavaScriptValue): Values {
  const [version = "", name = ""] = kind.split(":");
  const whole: Values = {
    apiVersion: version.replace(/^core\//, ""),
    kind: name,
    metadata: { name: "a", namespace: "a" },
  };
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  let at: Values = whole;
  for (const key of keys) {
    const next: Values = { ...(typeof at[key] === "object" ? at[key] : {}) };
    at[key] = next;
    at = next;
  }
  at[last] = value;
  return whole;
}

async function replaced(provider: Backend, kind: string, before: Values, after: Values): Promise<boolean> {
  const request = new DiffRequest();
  request.setId("a/a");
  request.setUrn(`urn:pulumi:test::platform::kubernetes:${kind}::object`);
  request.setOlds(structs.Struct.fromJavaScript({ ...before, __inputs: before }));
  request.setOldInputs(structs.Struct.fromJavaScript(before));
  request.setNews(structs.Struct.fromJavaScript(after));
  const message = Buffer.from(request.serializeBinary());
  const answer = await provider.ask("/pulumirpc.ResourceProvider/Diff", message, new grpc.Metadata());
  const response = DiffResponse.deserializeBinary(answer);
  assert.equal(response.getChanges(), DiffResponse.DiffChanges.DIFF_SOME, `${kind}: no difference`);
  return response.getReplacesList().length > 0;
}
