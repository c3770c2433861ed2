import { type Api, isGone, type KubernetesObject } from "./api.ts";
import { record, text } from "./values.ts";

const volumes = "/api/v1/persistentvolumes";
const selectedNode = "volume.kubernetes.io/selected-node";

/**
 * Stands in for the CSI drivers, which run on nodes: makes the volume of a claim once its pod has a node, enlarges both
 * when the claim asks for more and its StorageClass lets it, and deletes the volume that a claim with policy Delete leaves.
 */
export function provision(api: Api, fail: (error: Error) => void): void {
  const made = new Set<string>();
  const caught = (work: Promise<void>) =>
    work.catch((error: Error) => {
      // Claims and volumes go while something is done for them, and a volume is told of as released more than once.
      if (!isGone(error)) fail(error);
    });
  api.watch("/api/v1/persistentvolumeclaims", ({ type, object }) => {
    if (type !== "ADDED" && type !== "MODIFIED") return;
    const claim = claimOf(object);
    if (claim.volumeName === undefined && claim.node !== undefined && !made.has(claim.uid)) {
      made.add(claim.uid);
      caught(makeVolume(api, object, claim));
    }
    if (claim.volumeName !== undefined && claim.size !== claim.capacity && claim.capacity !== undefined)
      caught(enlarge(api, object, claim));
  });
  api.watch(volumes, ({ type, object }) => {
    const { spec, status } = values(object);
    if (type !== "MODIFIED" || status["phase"] !== "Released" || spec["persistentVolumeReclaimPolicy"] !== "Delete")
      return;
    caught(deleteVolume(api, object.metadata.name));
  });
}

interface Claim {
  uid: string;
  /** Node of the pod that waits for it. */
  node: string | undefined;
  className: string;
  size: unknown;
  capacity: unknown;
  volumeName: string | undefined;
}

function claimOf(object: KubernetesObject): Claim {
  const { spec, status } = values(object);
  const annotations = record(object.metadata["annotations"]);
  return {
    uid: String(object.metadata["uid"]),
    node: text(annotations[selectedNode]),
    className: String(spec["storageClassName"]),
    size: record(record(spec["resources"])["requests"])["storage"],
    capacity: record(status["capacity"])["storage"],
    volumeName: text(spec["volumeName"]),
  };
}

async function makeVolume(api: Api, object: KubernetesObject, claim: Claim): Promise<void> {
  const { className, node, size, uid } = claim;
  const { name, namespace } = object.metadata;
  const storageClass = record(await api.send("GET", `/apis/storage.k8s.io/v1/storageclasses/${className}`));
  const { provisioner } = storageClass;
  const labels = record(record(record(await api.send("GET", `/api/v1/nodes/${node}`))["metadata"])["labels"]);
  // An EBS volume is in a zone, a directory on a node.
  const key = provisioner === "ebs.csi.aws.com" ? "topology.kubernetes.io/zone" : "kubernetes.io/hostname";
  const expression = { key, operator: "In", values: [labels[key]] };
  await api.send("POST", volumes, {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: `pvc-${uid}`, annotations: { "pv.kubernetes.io/provisioned-by": provisioner } },
    spec: {
      accessModes: record(object["spec"])["accessModes"],
      capacity: { storage: size },
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", name, namespace, uid },
      // Nothing mounts it, so that it is a directory of the node for every driver.
      hostPath: { path: `/var/volumes/pvc-${uid}` },
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [expression] }] } },
      persistentVolumeReclaimPolicy: storageClass["reclaimPolicy"],
      storageClassName: className,
    },
  });
}

async function enlarge(api: Api, object: KubernetesObject, { volumeName, size }: Claim): Promise<void> {
  const { name, namespace } = object.metadata;
  await api.send("PATCH", `${volumes}/${volumeName}`, { spec: { capacity: { storage: size } } });
  await api.send("PATCH", `/api/v1/namespaces/${namespace}/persistentvolumeclaims/${name}/status`, {
    status: { capacity: { storage: size } },
  });
}

async function deleteVolume(api: Api, name: string): Promise<void> {
  await api.send("DELETE", `${volumes}/${name}`);
}

function values(object: KubernetesObject) {
  return { spec: record(object["spec"]), status: record(object["status"]) };
}
