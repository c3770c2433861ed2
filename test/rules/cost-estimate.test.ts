import assert from "node:assert/strict";
import { example } from "../../policy-pack/checks/example.ts";
import { leastPerMonth } from "../../policy-pack/checks/prices.ts";
import { defaults } from "../../policy-pack/checks/settings.ts";
import { evaluateStack } from "../../policy-pack/engine/evaluate.ts";
import { sentinel } from "./examples.ts";

const least = (type: string, props: Record<string, unknown>) => Math.round(leastPerMonth(example(type, "x", props)));
const budget = (limitAmount: string, more: object = {}) =>
  example("aws:budgets/budget:Budget", "all", { budgetType: "COST", timeUnit: "MONTHLY", limitAmount, ...more });
// 0.44 dollars an hour for xlarge, four times as large: 1,284 a month.
const database = example("aws:rds/instance:Instance", "main", { instanceClass: "db.r7g.4xlarge" });

describe("the lower bound of a resource's cost", () => {
  it("depends on hours, size and count", () => {
    assert.equal(least("aws:ec2/natGateway:NatGateway", {}), 33);
    assert.equal(least("aws:eks/cluster:Cluster", {}), 73);
    assert.equal(least("aws:rds/instance:Instance", { instanceClass: "db.r7g.4xlarge" }), 1285);
    assert.equal(least("aws:rds/instance:Instance", { instanceClass: "db.r7g.4xlarge", multiAz: true }), 2570);
    const group = { nodeType: "cache.r7g.xlarge", numNodeGroups: 2, replicasPerNodeGroup: 1 };
    assert.equal(least("aws:elasticache/replicationGroup:ReplicationGroup", group), 934);
    const nodes = { instanceTypes: ["m7g.xlarge", "m7g.2xlarge"], scalingConfig: { minSize: 3, maxSize: 9 } };
    assert.equal(least("aws:eks/nodeGroup:NodeGroup", nodes), 328);
    assert.equal(least("aws:eks/nodeGroup:NodeGroup", { ...nodes, capacityType: "SPOT" }), 0);
    const broker = { hostInstanceType: "mq.m5.large", deploymentMode: "CLUSTER_MULTI_AZ" };
    assert.equal(least("aws:mq/broker:Broker", broker), 438);
  });

  it("is zero for types without a price", () => {
    for (const instanceClass of [undefined, null, 7, "", "db.serverless", sentinel, {}])
      assert.equal(least("aws:rds/instance:Instance", { instanceClass }), 0);
    assert.equal(least("aws:sqs/queue:Queue", {}), 0);
    assert.equal(least("constructor", {}), 0);
  });
});

describe("stack-cost-estimate", () => {
  const said = (...resources: Parameters<typeof evaluateStack>[0]) =>
    evaluateStack(resources, "prod", defaults).filter(({ rule }) => rule === "stack-cost-estimate");

  it("compares the stack with its budget for all services", () => {
    assert.equal(said(budget("1300"), database).length, 0);
    const [found] = said(budget("1200"), database, example("aws:ec2/natGateway:NatGateway", "a", {}));
    assert.match(
      found?.message ?? "",
      /budget "all" is too small: the stack costs at least \$1,317 a month, its budget is \$1,200 \(Instance \$1,284, NatGateway \$32\)/,
    );
    const byTag = { costFilters: [{ name: "TagKeyValue", values: ["user:project$shop"] }] };
    assert.equal(said(budget("1200", byTag), database).length, 1);
  });

  it("ignores budgets of one service, and uses the cap without a budget", () => {
    const ofOne = { costFilters: [{ name: "Service", values: ["Amazon Bedrock"] }] };
    assert.equal(said(budget("100", ofOne), database).length, 0);
    assert.equal(said(budget("100", { timeUnit: "DAILY" }), database).length, 0);
    assert.equal(said(database).length, 0);
    const many = Array.from({ length: 40 }, (_, at) => ({ ...database, urn: `${database.urn}-${at}` }));
    assert.match(
      said(...many)[0]?.message ?? "",
      /instance "main" has the highest cost: .* the limit of the environment is \$50,000/,
    );
  });
});
