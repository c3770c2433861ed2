import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Account, arn } from "../iam/account.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";

/** Whom AWS calls about the account's security, besides its owner. */
export interface SecurityContact {
  /** Name of the person or team. */
  name: string;
  /** What they do. */
  title: string;
  /** E-mail address. */
  emailAddress: string;
  /** Phone number with country code. */
  phoneNumber: string;
}

export interface AccountDefaultsArgs {
  /** Account, and the one Region that the settings of EC2 and Systems Manager are for. */
  account: Account;
  /** Whom AWS calls about the account's security. */
  securityContact: SecurityContact;
}

/** What holds for everything in the account, whoever makes it: nothing public, EBS encrypted, IMDSv2, strong passwords. The settings stay when the stack goes. */
export class AccountDefaults extends pulumi.ComponentResource {
  constructor(name: string, args: AccountDefaultsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:audit:AccountDefaults", name, {}, opts);
    const { account, securityContact } = args;
    refuse(this, name, faults(args));
    // Destroying such a setting would open the account to what else is in it.
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

/** As the CIS AWS Foundations Benchmark and Security Hub ask for; nobody should have a password, and whoever has one gets this. */
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
