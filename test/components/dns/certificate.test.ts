import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { Certificate } from "../../../components/dns/certificate.ts";
import { at, deploy, refusal } from "../../harness.ts";

const minimal = { domainName: "api.example.com", hostedZoneId: "Z0123456789ABC" };

describe("Certificate", () => {
  it("is validated by DNS, and outputs its ARN when it is issued", async () => {
    const { one, outputs } = await deploy(() => ({ arn: new Certificate("api", minimal).arn }));
    const certificate = one(aws.acm.Certificate);
    assert.equal(certificate.inputs["validationMethod"], "DNS");
    assert.equal(certificate.inputs["keyAlgorithm"], "EC_prime256v1");
    assert.equal(outputs["arn"], certificate.outputs["arn"]);
    assert.deepEqual(
      one(aws.acm.CertificateValidation).dependencies.toSorted(),
      [certificate.urn, one(aws.route53.Record).urn].toSorted(),
    );
  });

  it("creates one record for each name, from the name's validation option", async () => {
    const { of, one } = await deploy(
      () => new Certificate("api", { ...minimal, alternativeNames: ["www.example.com", "app.example.com"] }),
    );
    assert.deepEqual(
      of(aws.route53.Record).map(({ name, inputs }) => [name, String(inputs["name"]).replace(/^_[0-9a-f]+/, "_")]),
      [
        ["api-api.example.com", "_.api.example.com."],
        ["api-www.example.com", "_.www.example.com."],
        ["api-app.example.com", "_.app.example.com."],
      ],
    );
    assert.deepEqual(at(one(aws.acm.Certificate), "subjectAlternativeNames"), ["www.example.com", "app.example.com"]);
    for (const record of of(aws.route53.Record)) {
      assert.equal(record.inputs["type"], "CNAME");
      assert.equal(record.inputs["zoneId"], "Z0123456789ABC");
      assert.equal(record.inputs["allowOverwrite"], undefined);
    }
  });

  it("waits for validation records of another Region, and creates none for these names", async () => {
    const { one } = await deploy(() => new Certificate("api", { ...minimal, provenElsewhere: ["global.example.com"] }));
    assert.deepEqual(at(one(aws.acm.Certificate), "subjectAlternativeNames"), ["global.example.com"]);
    assert.match(String(one(aws.route53.Record).inputs["name"]), /^_[0-9a-f]{32}\.api\.example\.com\.$/);
    const fqdns = one(aws.acm.CertificateValidation).inputs["validationRecordFqdns"];
    assert.ok(Array.isArray(fqdns));
    assert.deepEqual(
      fqdns.map((fqdn) => String(fqdn).replace(/^_[0-9a-f]+/, "_")),
      ["_.api.example.com", "_.global.example.com"],
    );
  });

  it("keeps a record when another name is added or removed", async () => {
    const names = async (alternativeNames: string[]) => {
      const { of } = await deploy(() => new Certificate("api", { ...minimal, alternativeNames }));
      return of(aws.route53.Record).map((record) => record.urn);
    };
    const both = await names(["www.example.com", "app.example.com"]);
    const fewer = await names(["app.example.com"]);
    assert.ok(fewer.every((urn) => both.includes(urn)));
  });

  it("reports every fault of its names at once", async () => {
    const message = await refusal(
      () =>
        new Certificate("api", {
          domainName: "API.example.com",
          alternativeNames: ["*.example.com", "www.example.com", "www.example.com"],
          hostedZoneId: "example.com",
        }),
    );
    assert.deepEqual(message.split("\n"), [
      'Certificate "api":',
      '  - domainName must be a DNS name in lower case, without wildcard, got "API.example.com"',
      '  - alternativeNames must be a DNS name in lower case, without wildcard, got "*.example.com"',
      '  - alternativeNames must differ from each other and from the domain\'s name, got "www.example.com" again',
      '  - hostedZoneId must be the ID of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ, got "example.com"',
    ]);
  });
});
