import assert from "node:assert/strict";
import { daysUntil, upgrades } from "../../../layers/support.ts";
import { removedApis } from "../../../rehearsal/published/removed-apis.ts";
import { capacity, quotaUses } from "../../../review/sections/capacity.ts";
import { policy } from "../../../review/sections/policy.ts";
import { recovered } from "../../../review/sections/recovery/recovered.ts";
import { recovery } from "../../../review/sections/recovery.ts";
import { support } from "../../../review/sections/support.ts";
import { definitions } from "../../../stacks/definitions.ts";
import { cellsOf, noticesOf, rowOf } from "../blocks.ts";
import { resource, review, reviewOf } from "../reviews.ts";

const { prod } = definitions;

describe("the section Addresses and quotas", () => {
  it("counts against AWS's default, or what the configuration says that AWS has raised", () => {
    const addresses = ["a", "b", "c"].map((name) => resource({ type: "aws:ec2/eip:Eip", name, region: "us-east-1" }));
    const { plan } = review(addresses);
    const use = (config: object) => quotaUses({ stack: "dev", plan, config: { region: "us-east-1", ...config } })[0];
    assert.deepEqual([use({})?.most, use({})?.quota, use({})?.raised], [3, 5, false]);
    assert.deepEqual(
      [use({ quotas: { "L-0263D0A3": 8 } })?.quota, use({ quotas: { "L-0263D0A3": 8 } })?.raised],
      [8, true],
    );
  });

  it("says what is left, and warns where the maximum exceeds the quota", async () => {
    const group = resource({
      type: "aws:eks/nodeGroup:NodeGroup",
      name: "general",
      region: "us-east-1",
      inputs: { instanceTypes: ["m6i.large"], scalingConfig: { desiredSize: 1, maxSize: 4 } },
    });
    const content = await capacity.make(review([group], { config: { region: "us-east-1" } }));
    const row = rowOf(content, "Quotas", "vCPUs of On-Demand standard instances");
    assert.deepEqual([row.cells.slice(3, 7), row.level], [[2, 8, 5, -3], "warning"]);
    assert.deepEqual(content.tiles, [
      {
        label: "Tightest quota",
        value: "160 %",
        note: "vCPUs of On-Demand standard instances in us-east-1",
        level: "warning",
      },
    ]);
  });

  it("has the addresses of every tier of a stack with its own VPC, and of none with an existing one", async () => {
    const content = await capacity.make(review([], { definition: prod }));
    assert.deepEqual(
      cellsOf(content, "Addresses").map(([tier]) => tier),
      ["public", "private", "database", "pods"],
    );
    const existing = await capacity.make(review([], { definition: prod, config: { existing: { vpcId: "vpc-1" } } }));
    assert.ok(existing.blocks.every((block) => block.kind !== "table" || block.title !== "Addresses"));
  });
});

describe("the section Support", () => {
  it("marks versions 120, 60 and 30 days before their end", async () => {
    const level = async (today: string) => {
      const content = await support.make(review([], { definition: definitions["dev"], today }));
      return rowOf(content, "End of standard support", "Kubernetes 1.35").level;
    };
    assert.equal(await level("2026-11-20"), "good");
    assert.equal(await level("2026-11-27"), "info");
    assert.equal(await level("2027-02-01"), "warning");
    assert.equal(await level("2027-03-01"), "bad");
  });

  it("has the fee of extended support for a month, and whether AWS charges it", async () => {
    const database = resource({
      type: "aws:rds/instance:Instance",
      name: "database-main",
      inputs: {
        instanceClass: "db.m7g.large",
        multiAz: true,
        engineLifecycleSupport: "open-source-rds-extended-support-disabled",
      },
    });
    const content = await support.make(review([database], { definition: prod }));
    const row = rowOf(content, "End of standard support", "PostgreSQL 17");
    assert.deepEqual(
      [row.cells[1], row.cells[4], row.cells[5]],
      ["databases.main.version", "RDS upgrades the database", 2 * 2 * 0.1 * 730],
    );
  });

  it("upgrades stores before the cluster where both end in the same month", () => {
    const row = (what: string, ends: string) => ({ what, ends });
    const versions = [
      row("Kubernetes 1.35", "2027-03-01"),
      row("PostgreSQL 15", "2027-03-28"),
      row("OpenSearch 2.19", "2027-02-20"),
      row("RabbitMQ 4.2", "not announced"),
      row("PostgreSQL 17", "2030-02-28"),
    ];
    assert.deepEqual(
      upgrades(versions, "2026-12-01").map(({ what }) => what),
      ["OpenSearch 2.19", "PostgreSQL 15", "Kubernetes 1.35"],
    );
    assert.equal(daysUntil("not announced", "2026-12-01"), Number.POSITIVE_INFINITY);
  });

  it("finds objects of removed and of unstable API versions of Kubernetes, and no custom resources", () => {
    const found = removedApis([
      resource({ type: "aws:eks/cluster:Cluster", name: "cluster", inputs: { version: "1.31" } }),
      resource({ type: "kubernetes:flowcontrol.apiserver.k8s.io/v1beta3:FlowSchema", name: "flows" }),
      resource({ type: "kubernetes:policy/v1beta1:PodDisruptionBudget", name: "budget" }),
      resource({ type: "kubernetes:policy/v1:PodDisruptionBudget", name: "stable" }),
      resource({ type: "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding", name: "targets" }),
    ]);
    assert.deepEqual(
      found.map(({ resource: { name }, when }) => [name, when]),
      [
        ["flows", "removed in 1.32"],
        ["budget", "not stable"],
      ],
    );
  });
});

describe("the section Policy", () => {
  const finding = {
    rule: "rds-non-default-port",
    level: "advisory",
    severity: "low",
    urn: "urn:pulumi:dev::platform::aws:rds/instance:Instance::main",
    message: 'RDS sets a port.\nrds-non-default-port: instance "main" has port 5432; set port to another; see docs',
  };
  const told = {
    rule: "every-rule",
    level: "advisory",
    severity: "low",
    urn: "",
    message:
      "every-rule: 2 checks need values known only during `pulumi up`; they run again then: a ×2\nrds-non-default-port is exempt until 2026-12-10 on urn:*::x (data: legacy client): 1 finding",
  };
  const given = review([]);
  const plan = { ...given.plan, violations: [finding, told] };

  it("has what is wrong and the fix of each finding, and no summary among them", async () => {
    const content = await policy.make({ ...given, plan });
    const [row] = cellsOf(content, "Findings");
    assert.deepEqual(row?.slice(0, 4), ["advisory", "low", "rds-non-default-port", 'instance "main" has port 5432']);
    assert.match(String(row?.[4]), /^set port to a number/);
    assert.deepEqual(content.tiles?.[0]?.value, "1");
  });

  it("has exemptions with their last day, and warns two weeks before", async () => {
    const content = await policy.make({ ...given, plan });
    const { cells, level } = rowOf(content, "Exemptions", "rds-non-default-port");
    assert.deepEqual(cells.slice(1), ["urn:*::x", "2026-12-10", 10, "data", "legacy client", 1]);
    assert.equal(level, "warning");
  });

  it("tells new findings from solved ones", async () => {
    const content = await policy.make({ ...given, plan, against: given.plan });
    assert.deepEqual(cellsOf(content, "Against the plan")[0]?.slice(0, 3), ["new", "advisory", "rds-non-default-port"]);
    const solved = await policy.make({ ...given, against: plan });
    assert.deepEqual(cellsOf(solved, "Against the plan")[0]?.slice(0, 3), [
      "solved",
      "advisory",
      "rds-non-default-port",
    ]);
  });
});

describe("the section Recovery", () => {
  it("meets the objectives of every store of production", async () => {
    const content = await recovery.make(await reviewOf("prod"));
    assert.deepEqual(noticesOf(content), []);
    assert.equal(content.tiles?.[0]?.value, "5 of 5");
    const { cells, level } = rowOf(content, "Objectives", "databases events");
    // A copy a day is less than the objective of four hours asks where the Region is lost.
    assert.deepEqual([cells.slice(2, 5), level], [[4, 4, "24"], "warning"]);
  });

  it("counts on point-in-time recovery and on replication only where the plan has them", async () => {
    const { plan, definition } = await reviewOf("prod");
    assert.ok(definition);
    const of = (resources: typeof plan.resources) =>
      recovered(definition, resources).find(({ name, kind }) => name === "main" && kind === "databases");
    assert.deepEqual([of(plan.resources)?.lossHours, of(plan.resources)?.regionLossHours], [0.25, 0.25]);
    const without = plan.resources
      .filter(({ type }) => !type.includes("instanceAutomatedBackupsReplication"))
      .map((each) =>
        each.type.startsWith("aws:rds/instance:") ? { ...each, inputs: { backupRetentionPeriod: 0 } } : each,
      );
    assert.deepEqual([of(without)?.lossHours, of(without)?.regionLossHours], [4, 4]);
    const content = await recovery.make(review(without, { definition }));
    assert.deepEqual(noticesOf(content), [
      "bad: databases main does not meet its objectives: 4 hours of data can be lost, RPO is 1.",
    ]);
  });

  it("lists stores without a tier, with what is kept of them", async () => {
    const content = await recovery.make(await reviewOf("dev"));
    assert.deepEqual(cellsOf(content, "Stores without")[0], [
      "databases main",
      "7 days of automated backups, window 08:00-09:00",
    ]);
  });
});
