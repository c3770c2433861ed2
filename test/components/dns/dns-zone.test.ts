import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { Certificate } from "../../../components/dns/certificate.ts";
import { DnsZone, type DnsZoneArgs } from "../../../components/dns/dns-zone.ts";
import { account } from "../../../components/iam/account.ts";
import { deploy, refusal } from "../../harness.ts";

const home = account("111122223333", "us-east-1");
const minimal: DnsZoneArgs = { account: home, zone: { kind: "new", domainName: "dev.example.com" } };
const queryLog = { retentionInDays: 90, kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/1" };

describe("DnsZone", () => {
  it("AIV-EDG-01: creates a zone without forceDestroy, with a CAA record for Amazon", async () => {
    const { one, of } = await deploy(() => new DnsZone("zone", minimal));
    const zone = one(aws.route53.Zone);
    assert.equal(zone.inputs["name"], "dev.example.com");
    assert.equal(zone.inputs["forceDestroy"], undefined);
    const { zoneId, name, type, records } = one(aws.route53.Record).inputs;
    assert.deepEqual(
      [zoneId, name, type, records],
      [zone.outputs["zoneId"], "dev.example.com", "CAA", ['0 issue "amazon.com"']],
    );
    assert.deepEqual(of(aws.route53.QueryLog), []);
    assert.deepEqual(of(aws.cloudwatch.LogGroup), []);
  });

  it("allows the given certificate authorities", async () => {
    const certificateAuthorities = ["amazon.com", "letsencrypt.org"];
    const { one } = await deploy(
      () =>
        new DnsZone("zone", { ...minimal, zone: { kind: "new", domainName: "example.com", certificateAuthorities } }),
    );
    assert.deepEqual(one(aws.route53.Record).inputs["records"], ['0 issue "amazon.com"', '0 issue "letsencrypt.org"']);
  });

  it("creates the NS record in the parent zone", async () => {
    const parentHostedZoneId = "Z0PARENT12345";
    const { one } = await deploy(
      () =>
        new DnsZone("zone", { ...minimal, zone: { kind: "new", domainName: "dev.example.com", parentHostedZoneId } }),
    );
    const { zoneId, name, type, records } = one(aws.route53.Record, "zone-delegation").inputs;
    assert.deepEqual([zoneId, name, type], ["Z0PARENT12345", "dev.example.com", "NS"]);
    assert.deepEqual(records, one(aws.route53.Zone).outputs["nameServers"]);
  });

  it("leaves an existing zone unchanged", async () => {
    const { resources, outputs } = await deploy(() => {
      const zone = new DnsZone("zone", { account: home, zone: { kind: "existing", hostedZoneId: "Z0123456789ABC" } });
      assert.equal(zone.nameServers, undefined);
      return { id: zone.hostedZoneId };
    });
    assert.deepEqual(
      resources.filter(({ custom }) => custom),
      [],
    );
    assert.deepEqual(outputs, { id: "Z0123456789ABC" });
  });

  it("logs queries to an encrypted log group, after its policy for this zone", async () => {
    const { one } = await deploy(() => new DnsZone("zone", { ...minimal, queryLog }));
    const group = one(aws.cloudwatch.LogGroup);
    assert.deepEqual(group.inputs, {
      namePrefix: "/aws/route53/zone-",
      retentionInDays: 90,
      kmsKeyId: "arn:aws:kms:us-east-1:111122223333:key/1",
    });
    const delivery = one(aws.cloudwatch.LogResourcePolicy);
    assert.doesNotMatch(String(delivery.inputs["policyName"]), /\//);
    const { Statement } = JSON.parse(String(delivery.inputs["policyDocument"]));
    assert.deepEqual(Statement, [
      {
        Effect: "Allow",
        Principal: { Service: "route53.amazonaws.com" },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: `${group.outputs["arn"]}:*`,
        Condition: {
          ArnLike: { "aws:SourceArn": one(aws.route53.Zone).outputs["arn"] },
          StringEquals: { "aws:SourceAccount": "111122223333" },
        },
      },
    ]);
    const log = one(aws.route53.QueryLog);
    assert.equal(log.inputs["cloudwatchLogGroupArn"], group.outputs["arn"]);
    assert.ok(log.dependencies.includes(delivery.urn));
  });

  it("outputs an ID that is known after creation", async () => {
    const { one } = await deploy(() => {
      const { hostedZoneId } = new DnsZone("zone", minimal);
      new Certificate("api", { domainName: "api.dev.example.com", hostedZoneId });
    });
    const record = one(aws.route53.Record, "api-api.dev.example.com");
    assert.equal(record.inputs["zoneId"], one(aws.route53.Zone).outputs["zoneId"]);
  });

  it("reports every fault at once", async () => {
    const zone = {
      kind: "new",
      domainName: "Example.com.",
      certificateAuthorities: ["amazon.com", "let us encrypt"],
      parentHostedZoneId: "example.com",
    } as const;
    const message = await refusal(() => new DnsZone("zone", { account: account("111122223333", "eu-west-1"), zone }));
    assert.deepEqual(message.split("\n"), [
      'DnsZone "zone":',
      "  - account must be in us-east-1, the Region of Route 53 query logs, got eu-west-1",
      '  - zone.domainName must be a DNS name in lower case, without wildcard, got "Example.com."',
      '  - zone.certificateAuthorities must be a DNS name in lower case, without wildcard, got "let us encrypt"',
      '  - zone.parentHostedZoneId must be the ID of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ, got "example.com"',
    ]);
  });

  it("refuses a zone without certificate authorities, and an invalid ID", async () => {
    const closed = { kind: "new", domainName: "example.com", certificateAuthorities: [] } as const;
    assert.match(
      await refusal(() => new DnsZone("zone", { account: home, zone: closed })),
      /zone\.certificateAuthorities must list at least one authority, got none$/,
    );
    assert.match(
      await refusal(() => new DnsZone("zone", { account: home, zone: { kind: "existing", hostedZoneId: "example" } })),
      /zone\.hostedZoneId must be the ID of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ, got "example"$/,
    );
  });
});
