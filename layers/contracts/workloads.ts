import type * as pulumi from "@pulumi/pulumi";
import { type Handed, optional, record, table, text, textsByName } from "./contract.ts";

const fileSystem = record({
  fileSystemId: text,
  arn: text,
  accessPointIds: table(text, ({ definition }, row) => definition.fileSystems?.[row]?.accessPoints),
});

/** Services, roles of pods, search domains and file systems. */
export const workloads = record({
  services: table(record({ serviceName: text }), ({ definition }) =>
    definition.containers === undefined ? undefined : definition.services,
  ),
  identities: table(record({ annotations: textsByName }), ({ definition }) =>
    definition.cluster === undefined ? undefined : definition.identities,
  ),
  searches: table(record({ domainName: text, endpoint: text }), ({ definition }) => definition.searches),
  fileSystems: table(fileSystem, ({ definition }) => definition.fileSystems),
});

/** What runs on the cluster: Loki's bucket. */
export const objects = record({
  lokiBucketName: optional(
    text,
    ({ definition: { cluster, telemetry } }) => cluster !== undefined && telemetry?.loki !== undefined,
  ),
});

export type WorkloadsContract = Handed<typeof workloads>;

/** Workloads as other layers use them, with what those wait for that is made in the same run. */
export interface Workloads extends WorkloadsContract {
  madeIdentities: readonly pulumi.Resource[];
  /** EFS CSI driver. */
  madeDriver: readonly pulumi.Resource[];
}
export type Objects = Handed<typeof objects>;
