import type * as aws from "@pulumi/aws";
import type { Workload } from "./workload.ts";

/** Volumes of a task: bind volumes of Fargate, and access points of EFS over TLS. */
export function taskVolumes(workload: Workload): aws.types.input.ecs.TaskDefinitionVolume[] {
  return Object.entries(workload.volumes).map(([name, volume]) =>
    volume.kind === "scratch"
      ? { name }
      : {
          name,
          efsVolumeConfiguration: {
            fileSystemId: volume.fileSystemId,
            transitEncryption: "ENABLED",
            authorizationConfig: { accessPointId: volume.accessPointId, iam: "ENABLED" },
          },
        },
  );
}
