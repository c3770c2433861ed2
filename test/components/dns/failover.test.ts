import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { Failover, type FailoverArgs } from "../../../components/dns/failover.ts";
import { deploy, refusal } from "../../harness.ts";

const minimal: FailoverArgs = {
  recordName: "api.example.com",
  hostedZoneId: "Z0123456789ABC",
  primary: {
    domainName: "us-east-1.api.example.com",
    dnsName: "gateway-1.us-east-1.elb.amazonaws.com",
    hostedZoneId: "Z35SXDOTRQ7X7K",
  },
  secondary: {
    domainName: "us-west-2.api.example.com",
    dnsName: "gateway-2.us-west-2.elb.amazonaws.com",
    hostedZoneId: "Z1H1FL5HABSF5",
  },
  healthCheck: { path: "/health" },
};

describe("Failover", () => {
  it("GEN-DR-01, OPS-23: resolves to the primary while it is healthy, else to the secondary", async () => {
    const { one, outputs } = await deploy(() => {
      const { primaryHealthCheckId, secondaryHealthCheckId } = new Failover("api", minimal);
      return { primary: primaryHealthCheckId, secondary: secondaryHealthCheckId };
    });
    assert.deepEqual(one(aws.route53.Record, "api-primary").inputs, {
      zoneId: "Z0123456789ABC",
      name: "api.example.com",
      type: "A",
      setIdentifier: "primary",
      failoverRoutingPolicies: [{ type: "PRIMARY" }],
      healthCheckId: outputs["primary"],
      aliases: [
        { name: "gateway-1.us-east-1.elb.amazonaws.com", zoneId: "Z35SXDOTRQ7X7K", evaluateTargetHealth: true },
      ],
    });
    assert.deepEqual(one(aws.route53.Record, "api-secondary").inputs, {
      zoneId: "Z0123456789ABC",
      name: "api.example.com",
      type: "A",
      setIdentifier: "secondary",
      failoverRoutingPolicies: [{ type: "SECONDARY" }],
      healthCheckId: outputs["secondary"],
      aliases: [{ name: "gateway-2.us-west-2.elb.amazonaws.com", zoneId: "Z1H1FL5HABSF5", evaluateTargetHealth: true }],
    });
  });

  it("checks each endpoint by its domain name over HTTPS, with three failures", async () => {
    const { of } = await deploy(() => new Failover("api", minimal));
    const asked = { type: "HTTPS", port: 443, resourcePath: "/health", enableSni: true };
    const patience = { requestInterval: 30, failureThreshold: 3 };
    assert.deepEqual(
      of(aws.route53.HealthCheck).map(({ inputs }) => inputs),
      [
        { ...asked, ...patience, fqdn: "us-east-1.api.example.com", tags: { Name: "api-primary" } },
        { ...asked, ...patience, fqdn: "us-west-2.api.example.com", tags: { Name: "api-secondary" } },
      ],
    );
  });

  it("uses the given interval and failure threshold", async () => {
    const healthCheck = { path: "/health", intervalSeconds: 10, failureThreshold: 2 } as const;
    const { of } = await deploy(() => new Failover("api", { ...minimal, healthCheck }));
    for (const { inputs } of of(aws.route53.HealthCheck)) {
      assert.deepEqual([inputs["requestInterval"], inputs["failureThreshold"]], [10, 2]);
    }
  });

  it("reports every fault at once", async () => {
    const message = await refusal(
      () =>
        new Failover("api", {
          ...minimal,
          hostedZoneId: "example.com",
          primary: { ...minimal.primary, domainName: "api.example.com" },
          secondary: { ...minimal.secondary, domainName: "API.example.com" },
          healthCheck: { path: "health", failureThreshold: 11 },
        }),
    );
    assert.deepEqual(message.split("\n"), [
      'Failover "api":',
      '  - secondary.domainName must be a DNS name in lower case, without wildcard, got "API.example.com"',
      '  - primary.domainName must not be recordName, got "api.example.com"',
      '  - hostedZoneId must be the ID of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ, got "example.com"',
      '  - healthCheck.path must start with a slash, got "health"',
      "  - healthCheck.failureThreshold must be a whole number from 1 to 10, got 11",
    ]);
  });

  it("refuses one endpoint in both roles", async () => {
    assert.equal(
      await refusal(() => new Failover("api", { ...minimal, secondary: minimal.primary })),
      'Failover "api": secondary.domainName must differ from the primary\'s, got "us-east-1.api.example.com"',
    );
  });
});
