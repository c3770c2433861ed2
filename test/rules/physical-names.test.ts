import assert from "node:assert/strict";
import { defaults } from "../../policy-pack/checks/settings.ts";
import { evaluateResource } from "../../policy-pack/engine/evaluate.ts";

describe("physical names", () => {
  const said = (name: string, namePrefixes: string[] = [], environment: "dev" | "prod" = "prod") => {
    const type = "aws:cloudwatch/logGroup:LogGroup";
    const urn = `urn:pulumi:${environment}::shop::${type}::orders`;
    const group = { type, name: "orders", urn, props: { name } };
    const found = evaluateResource(group, environment, { ...defaults, namePrefixes });
    return found.filter(({ rule }) => rule === "physical-name-prefix").length;
  };

  it("may be any, except those of another environment of the project", () => {
    for (const name of ["orders", "dev-portal", "/aws/lambda/shop-prod-orders", "shop-developers", "data-staging"])
      assert.equal(said(name), 0, name);
    for (const name of ["shop-dev-orders", "/aws/lambda/shop-staging", "shop/development/orders"])
      assert.equal(said(name), 1, name);
    assert.equal(said("shop-dev-orders", [], "dev"), 0);
    assert.equal(said("shop-prod-orders", [], "dev"), 1);
  });

  it("need a prefix of the settings, except auto-names", () => {
    assert.equal(said("shop-prod-orders", ["shop-prod-"]), 0);
    assert.equal(said("/aws/lambda/shop-prod-orders", ["shop-prod-"]), 0);
    assert.equal(said("orders", ["shop-prod-"]), 1);
    assert.equal(said("orders-1a2b3c4", ["shop-prod-"]), 0);
    assert.equal(said("orders-1a2b3c4-more", ["shop-prod-"]), 1);
  });
});
