import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Account, arn } from "../iam/account.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";

/** Alternate security contact of an account. */
export interface SecurityContact {
  /** Name of the person or team. */
  name: string;
  /** Title of the contact. */
  title: string;
  /** Email address. */
  emailAddress: string;
  /** Phone number with country code. */
  phoneNumber: string;
}

/** Arguments of AccountDefaults. */
export interface AccountDefaultsArgs {
  /** Account, and the one Region that the settings of EC2 and Systems Manager apply to. */
  account: Account;
  /** Alternate security contact of the account. */
  securityContact: SecurityContact;
}

/** Account-wide settings: no public access, EBS encryption, IMDSv2 and a password policy. They are kept when the stack is destroyed. */
export class AccountDefaults extends pulumi.ComponentResource {
  constructor(name: string, args: AccountDefaultsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:audit:AccountDefaults", name, {}, opts);
    const { account, securityContact } = args;
    refuse(this, name, faults(args));
    // Removing the settings would affect resources of other stacks in the account.
    const child = { parent: this, retainOnDelete: true };

    new aws.s3.AccountPublicAccessBlock(
      name,
      {
        accountId: account.accountId,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      child,
    );
    new aws.ebs.EncryptionByDefault(name, { enabled: true }, child);
    new aws.ebs.SnapshotBlockPublicAccess(name, { state: "block-all-sharing" }, child);
    new aws.ec2.ImageBlockPublicAccess(name, { state: "block-new-sharing" }, child);
    new aws.ec2.InstanceMetadataDefaults(name, { httpTokens: "required", httpPutResponseHopLimit: 1 }, child);
    new aws.ssm.ServiceSetting(
      name,
      {
        settingId: arn(account, "ssm", "servicesetting/ssm/documents/console/public-sharing-permission"),
        settingValue: "Disable",
      },
      child,
    );
    new aws.iam.AccountPasswordPolicy(name, passwords, child);
    new aws.account.AlternativeContact(name, { alternateContactType: "SECURITY", ...securityContact }, child);

    this.registerOutputs(outputs(this));
  }
}

/** Password policy for IAM users, as the CIS AWS Foundations Benchmark and Security Hub require it. */
const passwords: aws.iam.AccountPasswordPolicyArgs = {
  minimumPasswordLength: 14,
  passwordReusePrevention: 24,
  maxPasswordAge: 90,
  requireLowercaseCharacters: true,
  requireUppercaseCharacters: true,
  requireNumbers: true,
  requireSymbols: true,
  allowUsersToChangePassword: true,
};

function faults({ securityContact: { name, title, emailAddress, phoneNumber } }: AccountDefaultsArgs): string[] {
  const empty = Object.entries({ name, title }).filter(([, text]) => text.trim() === "");
  return [
    ...empty.map(([key]) => `securityContact.${key} must not be empty`),
    ...(/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(emailAddress)
      ? []
      : [`securityContact.emailAddress must be an e-mail address, got ${JSON.stringify(emailAddress)}`]),
    ...(/^\+[\d\s()-]{6,24}$/.test(phoneNumber)
      ? []
      : [`securityContact.phoneNumber must be a phone number with country code, got ${JSON.stringify(phoneNumber)}`]),
  ];
}
