import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { RestoreTest, type RestoreTestArgs } from "../../../components/recovery/restore-test.ts";
import { deploy, refusal } from "../../harness.ts";

const vaultArn = "arn:aws:backup:us-east-1:111122223333:backup-vault:backup";
const args: RestoreTestArgs = {
  planName: "platform_prod",
  schedule: { on: "SUN", at: "06:30" },
  vaultArn,
  roleArn: "arn:aws:iam::111122223333:role/restore",
  resources: {
    "main-database": {
      resourceType: "RDS",
      resourceArn: "arn:aws:rds:us-east-1:111122223333:db:main",
      overrides: { dbSubnetGroupName: "main" },
    },
  },
};

describe("RestoreTest", () => {
  it("OPS-02, OPS-04: restores the latest backup of each resource every week", async () => {
    const { one } = await deploy(() => new RestoreTest("restore", args));
    const { tags: _, ...plan } = one(aws.backup.RestoreTestingPlan).inputs;
    assert.deepEqual(plan, {
      name: "platform_prod",
      scheduleExpression: "cron(30 6 ? * SUN *)",
      scheduleExpressionTimezone: "Etc/UTC",
      startWindowHours: 1,
      recoveryPointSelection: {
        algorithm: "LATEST_WITHIN_WINDOW",
        includeVaults: [vaultArn],
        recoveryPointTypes: ["CONTINUOUS", "SNAPSHOT"],
        selectionWindowDays: 7,
      },
    });
    assert.deepEqual(one(aws.backup.RestoreTestingSelection, "restore-main-database").inputs, {
      name: "main_database",
      restoreTestingPlanName: "platform_prod",
      iamRoleArn: args.roleArn,
      protectedResourceType: "RDS",
      protectedResourceArns: ["arn:aws:rds:us-east-1:111122223333:db:main"],
      restoreMetadataOverrides: { dbSubnetGroupName: "main" },
      validationWindowHours: 1,
    });
  });

  it("reports every fault at once", async () => {
    assert.equal(
      await refusal(
        () =>
          new RestoreTest("restore", {
            ...args,
            planName: "platform-prod",
            schedule: { on: "SUN", at: "6:30" },
            validationWindowHours: 0,
            resources: { Main: { resourceType: "S3", resourceArn: "arn:aws:s3:::main" } },
          }),
      ),
      [
        'RestoreTest "restore":',
        "  - planName must be 1 to 50 letters, digits and underscores, got platform-prod",
        "  - schedule.at must be a time of day such as 02:00, got 6:30",
        "  - validationWindowHours must be 1 to 168, got 0",
        "  - resources must have names of lower-case letters, digits and hyphens, got Main",
      ].join("\n"),
    );
    assert.equal(
      await refusal(() => new RestoreTest("restore", { ...args, resources: {} })),
      'RestoreTest "restore": resources must hold at least one resource, got none',
    );
  });
});
