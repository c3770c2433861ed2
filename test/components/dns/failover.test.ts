import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { Failover, type FailoverArgs } from "../../../components/dns/failover.ts";
import { deploy, refusal } from "../../harness.ts";

const minimal: FailoverArgs = {
  recordName: "api.example.com",
  hostedZoneId: "Z0123456789ABC",
  role: "primary",
  endpoint: {
    domainName: "us-east-1.api.example.com",
    dnsName: "gateway-1.us-east-1.elb.amazonaws.com",
    hostedZoneId: "Z35SXDOTRQ7X7K",
  },
  healthCheck: { path: "/health" },
};

describe("Failover", () => {
  for (const role of ["primary", "secondary"] as const) {
    it(`GEN-DR-01, OPS-23: makes the ${role} record, which follows the health of its endpoint`, async () => {
      const { one, outputs } = await deploy(() => ({
        check: new Failover("api", { ...minimal, role }).healthCheckId,
      }));
      assert.deepEqual(one(aws.route53.Record, `api-${role}`).inputs, {
        zoneId: "Z0123456789ABC",
        name: "api.example.com",
        type: "A",
        setIdentifier: role,
        failoverRoutingPolicies: [{ type: role.toUpperCase() }],
        healthCheckId: outputs["check"],
        aliases: [
          { name: "gateway-1.us-east-1.elb.amazonaws.com", zoneId: "Z35SXDOTRQ7X7K", evaluateTargetHealth: true },
        ],
      });
    });
  }

  it("checks its endpoint by its domain name over HTTPS, with three failures", async () => {
    const { one } = await deploy(() => new Failover("api", minimal));
    assert.deepEqual(one(aws.route53.HealthCheck).inputs, {
      type: "HTTPS",
      port: 443,
      resourcePath: "/health",
      enableSni: true,
      requestInterval: 30,
      failureThreshold: 3,
      fqdn: "us-east-1.api.example.com",
      tags: { Name: "api-primary" },
    });
  });

  it("uses the given interval and failure threshold", async () => {
    const healthCheck = { path: "/health", intervalSeconds: 10, failureThreshold: 2 } as const;
    const { one } = await deploy(() => new Failover("api", { ...minimal, healthCheck }));
    const { requestInterval, failureThreshold } = one(aws.route53.HealthCheck).inputs;
    assert.deepEqual([requestInterval, failureThreshold], [10, 2]);
  });

  it("reports every fault at once", async () => {
    const message = await refusal(
      () =>
        new Failover("api", {
          ...minimal,
          recordName: "API.example.com",
          hostedZoneId: "example.com",
          endpoint: { ...minimal.endpoint, domainName: "API.example.com" },
          healthCheck: { path: "health", failureThreshold: 11 },
        }),
    );
    assert.deepEqual(message.split("\n"), [
      'Failover "api":',
      '  - recordName must be a DNS name in lower case, without wildcard, got "API.example.com"',
      '  - endpoint.domainName must be a DNS name in lower case, without wildcard, got "API.example.com"',
      '  - endpoint.domainName must not be recordName, got "API.example.com"',
      '  - hostedZoneId must be the ID of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ, got "example.com"',
      '  - healthCheck.path must start with a slash, got "health"',
      "  - healthCheck.failureThreshold must be a whole number from 1 to 10, got 11",
    ]);
  });
});
