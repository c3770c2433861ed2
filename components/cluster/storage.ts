import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../iam/policy-document.ts";

/** Statements for the EBS CSI driver: encrypt volumes with the key, and let EC2 attach them. */
export function volumeKeyStatements(kmsKeyArn: pulumi.Input<string>): Statement[] {
  return [
    {
      Effect: "Allow",
      Action: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncrypt*",
      ],
      Resource: kmsKeyArn,
    },
    {
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: kmsKeyArn,
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

/** The default StorageClass: gp3, encrypted, expandable, bound in the pod's zone. */
export function defaultStorageClass(
  name: string,
  kmsKeyId: pulumi.Input<string>,
  child: pulumi.CustomResourceOptions,
): kubernetes.storage.v1.StorageClass {
  return new kubernetes.storage.v1.StorageClass(
    `${name}-gp3`,
    {
      metadata: { name: "gp3", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
      provisioner: "ebs.csi.aws.com",
      parameters: { type: "gp3", encrypted: "true", kmsKeyId },
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
      reclaimPolicy: "Delete",
    },
    child,
  );
}
