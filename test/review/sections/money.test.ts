import assert from "node:assert/strict";
import { charges } from "../../../review/data/charges/index.ts";
import { free } from "../../../review/data/free.ts";
import { priceTable } from "../../../review/data/prices/index.ts";
import { unpriced } from "../../../review/data/unpriced.ts";
import type { Content, Resource, Review } from "../../../review/section.ts";
import { bill } from "../../../review/sections/money/bill.ts";
import { money } from "../../../review/sections/money.ts";
import { stacks } from "../../stacks/stack-settings.ts";
import { cellsOf, noticesOf, rowOf, tableOf } from "../blocks.ts";
import { resource, review, reviewOf } from "../reviews.ts";

const nat = (name: string) => resource({ type: "aws:ec2/natGateway:NatGateway", name });
const budget = (limitAmount: string) =>
  resource({
    type: "aws:budgets/budget:Budget",
    name: "monthly",
    inputs: { limitAmount, timeUnit: "MONTHLY", budgetType: "COST" },
  });

async function made(resources: Resource[], given: Partial<Review> = {}): Promise<Content> {
  return await money.make(review(resources, { stack: "prod", ...given }));
}

/** Quantity per month of each priced line of a resource, without use. */
function quantities(...resources: Resource[]): Record<string, [number, number]> {
  const { items } = bill(review(resources).plan, () => 0);
  return Object.fromEntries(items.map(({ price, usd, most }) => [price, [usd, most]]));
}

describe("the price table", () => {
  it("has a source and a date for every price, and no price of nothing", () => {
    for (const [name, { usd, source, date, region }] of Object.entries(priceTable)) {
      assert.ok(usd > 0, name);
      assert.match(source, /^https:\/\/|with the words "/, name);
      assert.match(date, /^\d{4}(?:-\d\d(?:-\d\d)?)?$|^not dated$/, name);
      assert.equal(region, "us-east-1", name);
    }
  });

  it("says of every type of every stack how it is charged: by a charge, not at all, or that it has no price", async () => {
    const types = new Set<string>();
    for (const stack of stacks) for (const { type } of (await reviewOf(stack)).plan.resources) types.add(type);
    const aws = [...types].filter((type) => type.startsWith("aws:"));
    const said = (type: string) => [charges.has(type), free.has(type), type in unpriced].filter(Boolean).length;
    assert.deepEqual(
      aws.filter((type) => said(type) !== 1),
      [],
    );
    assert.deepEqual(
      Object.keys(unpriced).filter((type) => !types.has(type)),
      [],
    );
  });

  it("prices every machine of every stack but those that it names", async () => {
    const missing = new Set<string>();
    for (const stack of stacks) {
      const { plan } = await reviewOf(stack);
      for (const { what } of bill(plan, () => 1).missing) if (!what.startsWith("aws:")) missing.add(what);
    }
    assert.deepEqual([...missing], ["MQ mq.m7g.medium"]);
  });
});

describe("the section Money", () => {
  it("counts a standby, storage up to its maximum, and Database Insights by the vCPU", () => {
    const inputs = { instanceClass: "db.m7g.large", multiAz: true, allocatedStorage: 100, maxAllocatedStorage: 200 };
    const type = "aws:rds/instance:Instance";
    assert.deepEqual(quantities(resource({ type, name: "main", inputs })), {
      "RDS db.m7g.large": [0.168 * 2 * 730, 0.168 * 2 * 730],
      "RDS gp3": [0.115 * 200, 0.115 * 400],
    });
    const advanced = { ...inputs, multiAz: false, databaseInsightsMode: "advanced" };
    const one = quantities(resource({ type, name: "main", inputs: advanced }));
    assert.deepEqual(one["Database Insights"], [0.0125 * 2 * 730, 0.0125 * 2 * 730]);
    assert.deepEqual(one["RDS db.m7g.large"], [0.168 * 730, 0.168 * 730]);
  });

  it("counts nodes and their volumes from desired to maximum size", () => {
    const template = resource({
      type: "aws:ec2/launchTemplate:LaunchTemplate",
      name: "general",
      inputs: { blockDeviceMappings: [{ ebs: { volumeSize: 50 } }] },
    });
    const group = resource({
      type: "aws:eks/nodeGroup:NodeGroup",
      name: "general",
      inputs: { instanceTypes: ["m6i.large"], scalingConfig: { desiredSize: 2, maxSize: 4 } },
      propertyDependencies: { launchTemplate: [template.urn] },
    });
    const found = quantities(template, group);
    assert.deepEqual(found["EC2 m6i.large"], [0.096 * 2 * 730, 0.096 * 4 * 730]);
    assert.deepEqual(found["EBS gp3"], [0.08 * 100, 0.08 * 200]);
  });

  it("counts the capacity of Aurora Serverless, and the tasks of a service", () => {
    const cluster = resource({
      type: "aws:rds/cluster:Cluster",
      name: "events",
      inputs: { serverlessv2ScalingConfiguration: { minCapacity: 1, maxCapacity: 16 } },
    });
    const instance = resource({
      type: "aws:rds/clusterInstance:ClusterInstance",
      name: "events-a",
      inputs: { instanceClass: "db.serverless" },
      propertyDependencies: { clusterIdentifier: [cluster.urn] },
    });
    assert.deepEqual(quantities(cluster, instance)["Aurora Serverless"], [0.12 * 730, 0.12 * 16 * 730]);
    const task = resource({
      type: "aws:ecs/taskDefinition:TaskDefinition",
      name: "api",
      inputs: { cpu: "512", memory: "1024" },
    });
    const service = resource({
      type: "aws:ecs/service:Service",
      name: "api",
      inputs: { name: "api", desiredCount: 2 },
      propertyDependencies: { taskDefinition: [task.urn] },
    });
    const target = resource({
      type: "aws:appautoscaling/target:Target",
      name: "api",
      inputs: { resourceId: "service/main/api", maxCapacity: 6 },
    });
    assert.deepEqual(quantities(task, service, target), {
      "Fargate vCPU": [0.04048 * 1 * 730, 0.04048 * 3 * 730],
      "Fargate memory": [0.004445 * 2 * 730, 0.004445 * 6 * 730],
    });
  });

  it("names a machine without a price, and leaves it out of the sum", async () => {
    const broker = resource({
      type: "aws:mq/broker:Broker",
      name: "main",
      inputs: { hostInstanceType: "mq.x9.large", deploymentMode: "CLUSTER_MULTI_AZ" },
    });
    const content = await made([broker]);
    assert.deepEqual(rowOf(content, "Not in the sum", "MQ mq.x9.large").cells, [
      "MQ mq.x9.large",
      1,
      "the price table has no row for it",
    ]);
    assert.deepEqual(tableOf(content, "Per component").total, ["Sum", 0, 4.5, 4.5, 4.5]);
  });

  it("shows what is assumed with the sum that it makes, less for smaller environments", async () => {
    const gateways = [nat("a"), nat("b")];
    assert.deepEqual(cellsOf(await made(gateways), "Assumed use"), [["data through each NAT gateway", 100, "GB", 9]]);
    const [row] = cellsOf(await made(gateways, { stack: "staging" }), "Assumed use");
    assert.deepEqual(row?.slice(0, 2), ["data through each NAT gateway", 30]);
    const alice = { stack: "alice", config: { definition: "dev" } };
    assert.deepEqual(cellsOf(await made(gateways, alice), "Assumed use")[0]?.slice(1, 3), [10, "GB"]);
  });

  it("compares the sum and the maximum with the budget", async () => {
    assert.deepEqual(noticesOf(await made([nat("a")])), ["warning: The stack has no monthly budget for all services."]);
    assert.deepEqual(noticesOf(await made([nat("a"), budget("100")])), []);
    assert.deepEqual(noticesOf(await made([nat("a"), budget("20")])), ["bad: The sum exceeds the budget by $17.35."]);
    const group = resource({
      type: "aws:eks/nodeGroup:NodeGroup",
      name: "general",
      inputs: { instanceTypes: ["m6i.large"], scalingConfig: { desiredSize: 0, maxSize: 1 } },
    });
    assert.deepEqual(noticesOf(await made([group, budget("20")])), [
      "warning: At the maximum of everything that scales, the sum exceeds the budget by $50.08.",
    ]);
  });

  it("tells what a component costs more or less than in another plan", async () => {
    const { plan: against } = review([nat("a"), nat("gone")]);
    const content = await made([nat("a"), nat("new")], { against });
    assert.deepEqual(
      cellsOf(content, "Difference").map(([title, before, after]) => [title, before, after]),
      [
        ["new (ec2 NatGateway)", 0, 37.35],
        ["gone (ec2 NatGateway)", 37.35, 0],
      ],
    );
    const [tile] = content.tiles ?? [];
    assert.equal(tile?.note, "+$0.00 against the plan");
  });
});
