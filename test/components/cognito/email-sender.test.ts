import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { EmailSender, type EmailSenderArgs } from "../../../components/cognito/email-sender.ts";
import { at, deploy, refusal } from "../../harness.ts";
import { deployStack, origins } from "../../stacks/origins.ts";

const args: EmailSenderArgs = { region: "us-west-2", domainName: "mail.example.com", hostedZoneId: "Z0123456789ABC" };

describe("EmailSender", () => {
  it("proves the domain, signs with DKIM, and aligns SPF and DMARC", async () => {
    const { of } = await deploy(() => new EmailSender("mail", args));
    const records = of(aws.route53.Record).map(({ inputs }) => `${inputs["type"]} ${inputs["name"]}`);
    assert.equal(records.filter((each) => /^CNAME \w+\._domainkey\.mail\.example\.com$/.test(each)).length, 3);
    assert.deepEqual(records.filter((each) => !each.startsWith("CNAME")).sort(), [
      "MX bounce.mail.example.com",
      "TXT _amazonses.mail.example.com",
      "TXT _dmarc.mail.example.com",
      "TXT bounce.mail.example.com",
    ]);
  });

  it("receives bounces in the Region of the identity", async () => {
    const { one } = await deploy(() => new EmailSender("mail", args));
    assert.deepEqual(one(aws.route53.Record, "mail-bounce").inputs["records"], [
      "10 feedback-smtp.us-west-2.amazonses.com",
    ]);
  });

  it("has an identity for others once SES has verified the domain by its record", async () => {
    const { one } = await deploy(() => ({ arn: new EmailSender("mail", args).settings.identityArn }));
    const { dependencies } = one(aws.ses.DomainIdentityVerification);
    assert.ok(dependencies.includes(one(aws.route53.Record, "mail-proof").urn));
  });

  it("delivers over TLS only", async () => {
    const { one } = await deploy(() => new EmailSender("mail", args));
    assert.deepEqual(one(aws.ses.ConfigurationSet).inputs["deliveryOptions"], { tlsPolicy: "Require" });
  });

  it("refuses what is no domain name", async () => {
    const message = await refusal(() => new EmailSender("mail", { ...args, domainName: "Mail" }));
    assert.match(message, /EmailSender "mail": domainName must .*, got "Mail"/);
  });
});

describe("mail of user pools", function () {
  this.timeout(300_000);

  for (const stack of ["agents", "auterity", "prod", "staging"]) {
    it(`RC-B20: the user pool of ${stack} sends through an identity that SES has verified`, async () => {
      const { one } = await deployStack(stack);
      const pool = one(aws.cognito.UserPool);
      const verification = "aws:ses/domainIdentityVerification:DomainIdentityVerification";
      assert.equal(at(pool, "emailConfiguration.emailSendingAccount"), "DEVELOPER");
      assert.deepEqual(origins(pool, "emailConfiguration", verification), ["sign-in-mail"]);
    });
  }
});
