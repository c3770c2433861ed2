import type { Api } from "./api.ts";
import { kindNode, register } from "./nodes.ts";

/** Makes what a kind cluster has before any stack: its node, and its default StorageClass. */
export async function kindCluster(api: Api): Promise<void> {
  await register(api, [kindNode]);
  await api.send("POST", "/apis/storage.k8s.io/v1/storageclasses", {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "standard", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    provisioner: "rancher.io/local-path",
    // Unlike kind's own, so that a rehearsal sees a claim grow: where it is missing, the API server refuses it.
    allowVolumeExpansion: true,
    volumeBindingMode: "WaitForFirstConsumer",
    reclaimPolicy: "Delete",
  });
}
