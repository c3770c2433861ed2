import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { at } from "../harness.ts";
import { deployStack } from "../stacks/origins.ts";
import { stacks } from "../stacks/stack-settings.ts";

describe("the origins of every stack", function () {
  this.timeout(300_000);

  for (const stack of stacks) {
    it(`RC-B22: ${stack} has no load balancer that takes requests past its distribution`, async () => {
      const { of } = await deployStack(stack);
      const fronted = of(aws.cloudfront.Distribution).some(
        (each) => at(each, "origins.0.customOriginConfig") !== undefined,
      );
      const open = of(aws.vpc.SecurityGroupIngressRule).filter(
        ({ name, inputs }) => name.startsWith("gateway-") && inputs["cidrIpv4"] !== undefined,
      );
      assert.deepEqual(fronted ? open.map(({ name }) => name) : [], []);
    });
  }

  it("RC-B21: the distribution of prod has the name that fails over as origin", async () => {
    const { of } = await deployStack("prod");
    const records = of(aws.route53.Record).filter(({ inputs }) => inputs["failoverRoutingPolicies"] !== undefined);
    const names = new Set(records.map(({ inputs }) => inputs["name"]));
    const origins = of(aws.cloudfront.Distribution)
      .filter((each) => at(each, "origins.0.customOriginConfig") !== undefined)
      .map((each) => at(each, "origins.0.domainName"));
    assert.deepEqual([origins, [...names]], [["api.example.com"], ["api.example.com"]]);
  });
});
