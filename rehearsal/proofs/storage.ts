import { strings, valueAt } from "../account/values.ts";
import type { Graph } from "./graph.ts";
import { made, type Proof } from "./proof.ts";

/** Classes that EKS makes. */
const given = ["gp2"];

/** A claim of a class that does not exist waits for ever; "" is no class, for a volume that is there already. */
function classesExist(graph: Graph): string[] {
  const known = [
    ...given,
    ...graph.objects("StorageClass").map(({ inputs }) => String(valueAt(inputs, "metadata.name"))),
  ];
  return graph.all
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .flatMap(({ type, name, inputs }) =>
      strings(inputs)
        .filter(({ path, text }) => /(^|\.)storageClass(Name)?$/.test(path) && text !== "" && !known.includes(text))
        .map(({ path, text }) => `${type} ${name} has class ${text} at ${path}, the cluster has ${known.join(", ")}`),
    );
}

const metadata = { name: "gp3" };

/** What must hold of volumes. */
export const storage: readonly Proof[] = [
  {
    name: "storage-class-exists",
    source:
      "Persistent Volumes in the Kubernetes documentation https://kubernetes.io/docs/concepts/storage/persistent-volumes/",
    check: classesExist,
    holds: [
      made("kubernetes:storage.k8s.io/v1:StorageClass", "gp3", { metadata }),
      made("kubernetes:core/v1:PersistentVolumeClaim", "data", { spec: { storageClassName: "gp3" } }),
      made("kubernetes:core/v1:PersistentVolumeClaim", "files", { spec: { storageClassName: "" } }),
    ],
    fails: [
      made("kubernetes:storage.k8s.io/v1:StorageClass", "gp3", { metadata }),
      made("kubernetes:core/v1:PersistentVolumeClaim", "files", { spec: { storageClassName: "efs" } }),
    ],
  },
];
