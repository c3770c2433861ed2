import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { at } from "../harness.ts";
import { deployStack } from "../stacks/origins.ts";
import { onAws } from "./stacks.ts";

const kinds = ["accessLogs", "connectionLogs", "healthCheckLogs"];

describe("logs of load balancers", function () {
  this.timeout(300_000);

  for (const { stack } of onAws)
    it(`RC-I13: go to buckets of the stack with SSE-S3: ${stack}`, async () => {
      const { of } = await deployStack(stack);
      const algorithms = new Map(
        of(aws.s3.BucketServerSideEncryptionConfiguration).map((each) => [
          at(each, "bucket"),
          at(each, "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm"),
        ]),
      );
      const written = of(aws.lb.LoadBalancer).flatMap((balancer) =>
        kinds.map((kind) => at(balancer, `${kind}.bucket`)).filter((bucket) => bucket !== undefined),
      );
      assert.ok(of(aws.lb.LoadBalancer).length === 0 || written.length > 0);
      assert.deepEqual(
        written.filter((bucket) => algorithms.get(bucket) !== "AES256"),
        [],
      );
    });
});
