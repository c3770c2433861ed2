import { z } from "zod";

/** A schema of a whole object: the fields of every object, and those of the kind. */
function kind(apiVersion: string, name: string, fields: z.ZodRawShape): z.ZodType {
  const text = z.record(z.string(), z.string());
  const metadata = z.strictObject({
    name: z.string(),
    namespace: z.string(),
    labels: text.optional(),
    annotations: text.optional(),
  });
  return z.strictObject({ apiVersion: z.literal(apiVersion), kind: z.literal(name), metadata, ...fields });
}

/** Schemas of kinds without a package, from their projects' definitions, by API version and kind. */
export const customSchemas: Readonly<Record<string, z.ZodType>> = {
  // kubernetes-sigs/aws-load-balancer-controller, config/crd/bases/elbv2.k8s.aws_targetgroupbindings.yaml
  "elbv2.k8s.aws/v1beta1/TargetGroupBinding": kind("elbv2.k8s.aws/v1beta1", "TargetGroupBinding", {
    spec: z.strictObject({
      serviceRef: z.strictObject({ name: z.string(), port: z.union([z.int(), z.string()]) }),
      targetGroupARN: z.string().min(1),
      targetType: z.enum(["instance", "ip"]).optional(),
      ipAddressType: z.enum(["ipv4", "ipv6"]).optional(),
    }),
  }),
  // velero-io/velero, config/crd/v1/bases/velero.io_schedules.yaml
  "velero.io/v1/Schedule": kind("velero.io/v1", "Schedule", {
    spec: z.strictObject({
      schedule: z.string().regex(/^(\S+ ){4}\S+$/),
      skipImmediately: z.boolean().optional(),
      template: z.strictObject({
        includedNamespaces: z.array(z.string()).optional(),
        storageLocation: z.string().optional(),
        snapshotVolumes: z.boolean().optional(),
        snapshotMoveData: z.boolean().optional(),
        ttl: z.string().regex(/^\d+h\d+m\d+s$/),
      }),
    }),
  }),
  // kubernetes-csi/external-snapshotter, client/config/crd/snapshot.storage.k8s.io_volumesnapshotclasses.yaml
  "snapshot.storage.k8s.io/v1/VolumeSnapshotClass": z.strictObject({
    apiVersion: z.literal("snapshot.storage.k8s.io/v1"),
    kind: z.literal("VolumeSnapshotClass"),
    metadata: z.strictObject({ name: z.string(), labels: z.record(z.string(), z.string()).optional() }),
    driver: z.string(),
    deletionPolicy: z.enum(["Delete", "Retain"]),
    parameters: z.record(z.string(), z.string()).optional(),
  }),
};
