import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import { at } from "../harness.ts";
import { deployStack } from "../stacks/origins.ts";

describe("what wakes people up, and what they find then", function () {
  this.timeout(300_000);

  it("RC-E4: alarms of a search domain come at a quarter of the volume of a node, and at 95 % of JVM memory", async () => {
    const { of, one } = await deployStack("prod");
    const volume = Number(at(one(aws.opensearch.Domain), "ebsOptions.volumeSize"));
    const thresholds = of(aws.cloudwatch.MetricAlarm)
      .filter((each) => at(each, "namespace") === "AWS/ES")
      .map((each) => [at(each, "metricName"), at(each, "comparisonOperator"), at(each, "threshold")]);
    assert.deepEqual(
      thresholds.filter(([metric]) => metric === "FreeStorageSpace" || metric === "JVMMemoryPressure"),
      [
        ["JVMMemoryPressure", "GreaterThanThreshold", 95],
        ["FreeStorageSpace", "LessThanThreshold", (volume * 1024) / 4],
      ],
    );
  });

  it("RC-E4: pods that send telemetry name themselves in it", async () => {
    const { of } = await deployStack("agents");
    const sending = of(kubernetes.core.v1.ConfigMap).filter((each) => at(each, "data.OTEL_EXPORTER_OTLP_ENDPOINT"));
    assert.ok(sending.length > 0);
    const named = of(kubernetes.apps.v1.Deployment).filter((each) => {
      const env = at(each, "spec.template.spec.containers.0.env");
      return JSON.stringify(env ?? []).includes("service.instance.id=$(POD_NAME)");
    });
    assert.equal(named.length, sending.length);
  });

  it("RC-E4: an expiring certificate is renewed by cmctl", () => {
    const runbook = readFileSync("docs/runbooks/certificate-expiring.md", "utf8");
    assert.match(runbook, /cmctl renew -n/);
    assert.doesNotMatch(runbook, /kubectl .*annotate/);
  });

  it("RC-E4: a stack has at most one resource policy of CloudWatch Logs in a Region for what services deliver", async () => {
    const { of } = await deployStack("prod");
    const policies = of(aws.cloudwatch.LogResourcePolicy);
    const services = policies.map(
      (each) => [...String(at(each, "policyDocument")).matchAll(/"Service":"([^"]+)"/g)].length,
    );
    assert.ok(policies.length <= 2, `${policies.map(({ name }) => name).join(", ")} for ${services.join()}`);
  });
});
