import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { AccountDefaults, type SecurityContact } from "../../../components/audit/account-defaults.ts";
import { account } from "../../../components/iam/account.ts";
import { deploy, refusal } from "../../harness.ts";

const home = account("111122223333", "us-east-1");
const securityContact: SecurityContact = {
  name: "Security Team",
  title: "Security",
  emailAddress: "security@example.com",
  phoneNumber: "+1 555 010 0100",
};
const make = () => deploy(() => new AccountDefaults("account", { account: home, securityContact }));

describe("AccountDefaults", () => {
  it("GEN-SEC-04: blocks public access to buckets, snapshots, AMIs and SSM documents", async () => {
    const { one } = await make();
    assert.deepEqual(one(aws.s3.AccountPublicAccessBlock).inputs, {
      accountId: "111122223333",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.equal(one(aws.ebs.SnapshotBlockPublicAccess).inputs.state, "block-all-sharing");
    assert.equal(one(aws.ec2.ImageBlockPublicAccess).inputs.state, "block-new-sharing");
    assert.deepEqual(one(aws.ssm.ServiceSetting).inputs, {
      settingId: "arn:aws:ssm:us-east-1:111122223333:servicesetting/ssm/documents/console/public-sharing-permission",
      settingValue: "Disable",
    });
  });

  it("GEN-SEC-02: encrypts new EBS volumes, and requires IMDSv2 with one hop", async () => {
    const { one } = await make();
    assert.equal(one(aws.ebs.EncryptionByDefault).inputs.enabled, true);
    assert.deepEqual(one(aws.ec2.InstanceMetadataDefaults).inputs, {
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    });
  });

  it("GEN-SEC-04: sets the password policy of CIS 1.8 and 1.9", async () => {
    const { one } = await make();
    assert.deepEqual(one(aws.iam.AccountPasswordPolicy).inputs, {
      minimumPasswordLength: 14,
      passwordReusePrevention: 24,
      maxPasswordAge: 90,
      requireLowercaseCharacters: true,
      requireUppercaseCharacters: true,
      requireNumbers: true,
      requireSymbols: true,
      allowUsersToChangePassword: true,
    });
  });

  it("sets the alternate security contact", async () => {
    const { one } = await make();
    assert.deepEqual(one(aws.account.AlternativeContact).inputs, {
      alternateContactType: "SECURITY",
      ...securityContact,
    });
  });

  it("reports every fault at once", async () => {
    const contact = { name: " ", title: "Security", emailAddress: "security", phoneNumber: "555" };
    assert.equal(
      await refusal(() => new AccountDefaults("account", { account: home, securityContact: contact })),
      `AccountDefaults "account":
  - securityContact.name must not be empty
  - securityContact.emailAddress must be an e-mail address, got "security"
  - securityContact.phoneNumber must be a phone number with country code, got "555"`,
    );
  });
});
