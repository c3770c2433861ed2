import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { FileSystemDriver } from "../../../components/addons/file-system-driver.ts";
import { at, deploy } from "../../harness.ts";
import { home, statements } from "./ground.ts";

describe("FileSystemDriver", () => {
  it("mounts only file systems with the tags, over TLS, with a role of its pods", async () => {
    const fileSystemTags = { project: "auterity", environment: "prod" };
    const { one } = await deploy(
      () => new FileSystemDriver("efs", { account: home, clusterName: "auterity-prod", fileSystemTags }),
    );
    const role = one(aws.iam.Role);
    const addon = one(aws.eks.Addon);
    assert.equal(at(addon, "addonName"), "aws-efs-csi-driver");
    assert.equal(at(addon, "addonVersion"), "v3.3.0-eksbuild.1");
    assert.deepEqual(at(addon, "podIdentityAssociations"), [
      { serviceAccount: "efs-csi-node-sa", roleArn: role.outputs["arn"] },
    ]);
    assert.deepEqual(statements(one(aws.iam.RolePolicy))["Mount"], {
      Sid: "Mount",
      Effect: "Allow",
      Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
      Resource: "arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/*",
      Condition: {
        StringEquals: { "aws:ResourceTag/project": "auterity", "aws:ResourceTag/environment": "prod" },
        Bool: { "aws:SecureTransport": "true" },
      },
    });
    assert.match(
      String(at(role, "assumeRolePolicy")),
      /"aws:RequestTag\/kubernetes-service-account":"efs-csi-node-sa"/,
    );
  });
});
