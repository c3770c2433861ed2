import type { Actions } from "./row.ts";

/** Amazon SES. */
export const email: Readonly<Record<string, Actions>> = {
  "aws:ses/domainIdentity:DomainIdentity": [
    "ses",
    "VerifyDomainIdentity",
    "GetIdentityVerificationAttributes",
    "",
    "DeleteIdentity",
  ],
  "aws:ses/domainIdentityVerification:DomainIdentityVerification": [
    "ses",
    "GetIdentityVerificationAttributes",
    "GetIdentityVerificationAttributes",
    "",
    "",
  ],
  "aws:ses/domainDkim:DomainDkim": ["ses", "VerifyDomainDkim", "GetIdentityDkimAttributes", "", ""],
  "aws:ses/mailFrom:MailFrom": ["ses", "SetIdentityMailFromDomain", "GetIdentityMailFromDomainAttributes", "", ""],
  "aws:ses/configurationSet:ConfigurationSet": [
    "ses",
    "CreateConfigurationSet PutConfigurationSetDeliveryOptions UpdateConfigurationSetReputationMetricsEnabled UpdateConfigurationSetSendingEnabled CreateConfigurationSetTrackingOptions",
    "DescribeConfigurationSet",
    "UpdateConfigurationSetTrackingOptions",
    "DeleteConfigurationSet",
  ],
};
