import assert from "node:assert/strict";
import type { Props } from "../../policy-pack/checks/rule.ts";
import { everyStackFinding } from "../../policy-pack/engine/evaluate.ts";

const type = "aws:route53/record:Record";
const aliases = [{ name: "standby-1.us-west-2.elb.amazonaws.com" }];

/** Whether the rule reports the record. */
function dangles(props: Props): boolean {
  const urn = `urn:pulumi:prod::platform::${type}::api`;
  const resource = { urn, name: "api", type, props: { aliases, ...props } };
  return everyStackFinding([resource], "prod").some(({ rule }) => rule === "route53-no-dangling-alias");
}

describe("an alias record to another stack", () => {
  it("may be a secondary failover record with a health check", () => {
    const failoverRoutingPolicies = [{ type: "SECONDARY" }];
    assert.equal(dangles({ failoverRoutingPolicies, healthCheckId: "check" }), false);
    assert.equal(dangles({ failoverRoutingPolicies }), true);
    assert.equal(dangles({ failoverRoutingPolicies: [{ type: "PRIMARY" }], healthCheckId: "check" }), true);
    assert.equal(dangles({}), true);
  });
});
