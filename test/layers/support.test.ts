import assert from "node:assert/strict";
import { supported, supportFaults } from "../../layers/support.ts";
import { supportRows } from "../../rehearsal/support.ts";
import { definitions } from "../../stacks/definitions.ts";

const { prod } = definitions;
if (prod === undefined) throw new Error("there is no prod");

describe("standard support of engine versions", () => {
  it("RC-F5: is known for every version that a definition sets", () => {
    assert.deepEqual(
      supported(prod).map(({ key, what }) => `${key}: ${what}`),
      [
        "cluster.version: Kubernetes 1.35",
        "databases.main.version: PostgreSQL 17",
        "databases.events.version: PostgreSQL 17",
        "searches.content.version: OpenSearch 3.5",
        "brokers.main.version: RabbitMQ 4.2",
      ],
    );
  });

  it("RC-F5: is a fault of the definition from the day after its end", () => {
    assert.deepEqual(supportFaults(prod, "2027-03-27"), []);
    assert.deepEqual(supportFaults(prod, "2027-03-28"), [
      "cluster.version must be a version in standard support (npm run support), got Kubernetes 1.35, whose support ended on 2027-03-27",
    ]);
  });

  it("RC-F5: is listed by npm run support, the soonest end first and unannounced ends last", () => {
    const rows = supportRows("2027-03-20");
    assert.deepEqual([rows[0]?.what, rows[0]?.days], ["Kubernetes 1.35", 7]);
    assert.equal(rows.at(-1)?.ends, "not announced");
    assert.ok(rows.find(({ what }) => what === "PostgreSQL 17")?.definitions.includes("prod"));
  });
});
