import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { at, type Deployed } from "../harness.ts";
import { deployStack } from "../stacks/origins.ts";

/** ARNs of the buckets of a stack that services write logs to. */
function logBuckets({ of }: Deployed): string[] {
  const named = [
    ...of(aws.lb.LoadBalancer).map((each) => at(each, "accessLogs.bucket")),
    ...of(aws.s3.BucketLogging).map((each) => at(each, "targetBucket")),
    ...of(aws.s3.Bucket)
      .filter(({ name }) => name === "loki")
      .map(({ outputs }) => outputs["bucket"]),
  ].map((bucket) => `arn:aws:s3:::${bucket}`);
  const byArn = [
    ...of(aws.ec2.FlowLog).map((each) => at(each, "logDestination")),
    ...of(aws.cloudwatch.LogDeliveryDestination).map((each) =>
      at(each, "deliveryDestinationConfiguration.destinationResourceArn"),
    ),
  ].filter((arn) => String(arn).startsWith("arn:aws:s3:::"));
  return [...new Set([...named, ...byArn.map((arn) => String(arn).replace(/\/.*$/, ""))])].sort();
}

describe("data events of the audit trail", function () {
  this.timeout(300_000);

  for (const stack of ["agents", "gen-ai", "prod", "staging"]) {
    it(`RC-E3: ${stack} records none of the buckets that services write logs to`, async () => {
      const deployed = await deployStack(stack);
      const quiet = at(deployed.one(aws.cloudtrail.Trail), "advancedEventSelectors.1.fieldSelectors.2.notStartsWiths");
      assert.ok(Array.isArray(quiet));
      const buckets = logBuckets(deployed);
      assert.ok(buckets.length > 0);
      assert.deepEqual(
        buckets.filter((arn) => !quiet.includes(`${arn}/`)),
        [],
      );
    });
  }
});
