import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameFaults } from "../dns/certificate.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";

/** Arguments of EmailSender. */
export interface EmailSenderArgs {
  /** Region of the identity and of the user pool, for example us-east-1. */
  region: string;
  /** Domain name that messages come from, for example mail.example.com; it sends nothing but these messages. */
  domainName: string;
  /** ID of the public Route 53 hosted zone of the name. */
  hostedZoneId: pulumi.Input<string>;
}

/** Email settings of a user pool. */
export interface EmailSettings {
  /** Address in the From field. */
  fromAddress: string;
  /** ARN of the SES identity, known when SES has verified the domain. */
  identityArn: pulumi.Input<string>;
  /** Name of the SES configuration set. */
  configurationSet: pulumi.Input<string>;
}

/**
 * An Amazon SES domain identity for the messages of a user pool, with its DKIM, MAIL FROM and DMARC records.
 * A new account is in the SES sandbox of the Region and sends to verified addresses only, until AWS grants production access.
 */
export class EmailSender extends pulumi.ComponentResource {
  /** Email settings of the user pool. */
  readonly settings: EmailSettings;

  constructor(name: string, args: EmailSenderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cognito:EmailSender", name, {}, opts);
    refuse(this, name, nameFaults("domainName", args.domainName));
    const { domainName: domain } = args;
    const child = { parent: this };

    const identity = new aws.ses.DomainIdentity(name, { domain }, child);
    const { dkimTokens } = new aws.ses.DomainDkim(name, { domain: identity.domain }, child);
    const proof = this.record(name, args, "proof", "TXT", `_amazonses.${domain}`, identity.verificationToken);
    // Easy DKIM has three tokens.
    for (const at of [0, 1, 2]) {
      const token = dkimTokens.apply((tokens) => tokens[at] ?? "");
      const alias = pulumi.interpolate`${token}._domainkey.${domain}`;
      this.record(name, args, `dkim-${at + 1}`, "CNAME", alias, pulumi.interpolate`${token}.dkim.amazonses.com`);
    }
    // Every message has a DKIM signature of the domain, so that others can be rejected.
    this.record(name, args, "dmarc", "TXT", `_dmarc.${domain}`, "v=DMARC1; p=reject; adkim=r; aspf=r");
    this.mailFrom(name, args, identity);
    const verified = new aws.ses.DomainIdentityVerification(
      name,
      { domain: identity.domain },
      { ...child, dependsOn: proof },
    );
    const { name: configurationSet } = new aws.ses.ConfigurationSet(
      name,
      { deliveryOptions: { tlsPolicy: "Require" }, reputationMetricsEnabled: true },
      child,
    );

    this.settings = { fromAddress: `no-reply@${domain}`, identityArn: verified.arn, configurationSet };
    this.registerOutputs(outputs(this));
  }

  /** The envelope sender's domain, to which bounces return; SPF is aligned with it. */
  private mailFrom(name: string, args: EmailSenderArgs, identity: aws.ses.DomainIdentity): void {
    const mailFromDomain = `bounce.${args.domainName}`;
    new aws.ses.MailFrom(
      name,
      { domain: identity.domain, mailFromDomain, behaviorOnMxFailure: "UseDefaultValue" },
      { parent: this },
    );
    const server = `10 feedback-smtp.${args.region}.amazonses.com`;
    this.record(name, args, "bounce", "MX", mailFromDomain, server);
    this.record(name, args, "spf", "TXT", mailFromDomain, "v=spf1 include:amazonses.com -all");
  }

  private record(
    name: string,
    { hostedZoneId: zoneId }: EmailSenderArgs,
    role: string,
    type: aws.route53.RecordArgs["type"],
    recordName: pulumi.Input<string>,
    value: pulumi.Input<string>,
  ): aws.route53.Record {
    return new aws.route53.Record(
      `${name}-${role}`,
      { zoneId, name: recordName, type, records: [value], ttl: 300 },
      { parent: this },
    );
  }
}

/** Email configuration of a user pool. */
export function emailConfiguration(
  settings: EmailSettings,
): NonNullable<aws.cognito.UserPoolArgs["emailConfiguration"]> {
  return {
    emailSendingAccount: "DEVELOPER",
    sourceArn: settings.identityArn,
    fromEmailAddress: settings.fromAddress,
    configurationSet: settings.configurationSet,
  };
}
