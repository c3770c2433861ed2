import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type { ConfigMap } from "@pulumi/pulumi/automation/index.js";
import platform from "../../index.ts";
import { type Cloud, startCloud } from "../../rehearsal/cloud-process.ts";
import { Rehearsal } from "../../rehearsal/engine.ts";
import type { Outcome } from "../../rehearsal/outcome.ts";
import { type Deployed, deploy } from "../harness.ts";
import { deployStack } from "../stacks/origins.ts";
import { configOf } from "../stacks/stack-settings.ts";

/** The stack that stands by for staging in its second Region, in the same account. */
const stack = "staging-us-west-2";
const config = {
  ...configOf("staging"),
  "platform:definition": "staging",
  "platform:region": "us-west-2",
  "platform:zones": '["usw2-az1","usw2-az2","usw2-az3"]',
  "platform:recoveryRegion": "us-east-1",
  "platform:domain": "us-west-2.staging.example.com",
  "platform:standbyOf": "staging.example.com",
  "platform:models": '["us.amazon.nova-lite-v1:0"]',
  "platform:imageCache": JSON.stringify({
    dockerHub: "arn:aws:secretsmanager:us-west-2:222233334444:secret:ecr-pullthroughcache/docker-hub-aB1cD2",
    github: "arn:aws:secretsmanager:us-west-2:222233334444:secret:ecr-pullthroughcache/github-eF3gH4",
  }),
};

describe("a standby in a second Region", () => {
  let primary: Deployed;
  let standby: Deployed;
  before(async () => {
    primary = await deployStack("staging");
    standby = await deploy(platform, { stack, config });
  });

  it("RC-F1: has the secondary half of the name that fails over, where the primary has the other half", () => {
    const half = ({ one }: Deployed, role: string) => one(aws.route53.Record, `failover-${role}`).inputs;
    const [first, second] = [half(primary, "primary"), half(standby, "secondary")];
    assert.deepEqual(
      [first["name"], second["name"], first["zoneId"]],
      ["api.staging.example.com", "api.staging.example.com", second["zoneId"]],
    );
    assert.deepEqual(second["failoverRoutingPolicies"], [{ type: "SECONDARY" }]);
  });

  it("RC-F1: has no CloudFront, and nothing that an account has once", () => {
    const once = [aws.cloudfront.Distribution, aws.guardduty.Detector, aws.cloudtrail.Trail, aws.iam.ServiceLinkedRole];
    assert.deepEqual(
      once.flatMap((type) => standby.of(type)).map(({ urn }) => urn),
      [],
    );
  });

  it("RC-F1: comes up beside the primary in one account", async function () {
    this.timeout(600_000);
    const cloud = await startCloud();
    try {
      await beside(cloud);
    } finally {
      cloud.stop();
    }
  });
});

async function beside(cloud: Cloud): Promise<void> {
  const first = await Rehearsal.open({ stack: "staging", cloud, policyPack: "none" });
  const given: ConfigMap = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value }]));
  const second = await Rehearsal.open({ stack, cloud, config: given, policyPack: "none" });
  try {
    assertClean(await first.update());
    assertClean(await second.up());
    assert.deepEqual(Object.keys((await first.preview()).summary), ["same"]);
  } finally {
    first.close();
    second.close();
  }
}

function assertClean({ errors, clean }: Outcome): void {
  assert.deepEqual({ clean, errors }, { clean: true, errors: [] });
}
