import assert from "node:assert/strict";
import { changes } from "../../../review/sections/changes.ts";
import { resource, review } from "../reviews.ts";

const component = resource({ type: "platform:data:Database", name: "main" });
const database = resource({
  type: "aws:rds/instance:Instance",
  name: "main",
  parent: component.urn,
  inputs: { allocatedStorage: 20, identifier: "main" },
});

async function compared(...after: ReturnType<typeof resource>[]) {
  const { plan } = review([component, database]);
  return await changes.make(review([component, ...after], { against: plan }));
}

describe("the section Changes", () => {
  it("tells a change from a replacement by what AWS cannot change in place", async () => {
    const { facts } = await compared({ ...database, inputs: { allocatedStorage: 30, identifier: "main" } });
    assert.deepEqual(facts, [{ urn: database.urn, label: "change", value: "allocatedStorage", level: "info" }]);
    const moved = await compared({
      ...database,
      inputs: { ...database.inputs, username: "root", storageEncrypted: true },
    });
    assert.equal(moved.facts?.[0]?.label, "replace");
    assert.match(moved.facts?.[0]?.value ?? "", /storageEncrypted/);
  });

  it("counts what is created and deleted, below its component", async () => {
    const { tiles, blocks } = await compared(resource({ type: "aws:sqs/queue:Queue", name: "jobs" }));
    assert.deepEqual(tiles, [{ label: "Changes", value: "2", note: "1 new, 0 replaced, 1 deleted", level: "warning" }]);
    const table = blocks.find((block) => block.kind === "table");
    assert.deepEqual(
      table?.rows.map(({ cells }) => cells),
      [
        ["jobs", 1, undefined, undefined, undefined],
        ["main", undefined, undefined, undefined, 1],
      ],
    );
  });

  it("says that everything is new where there is no plan to compare with", async () => {
    const { tiles, blocks, facts } = await changes.make(review([component, database]));
    assert.equal(tiles?.[0]?.note, "1 new, 0 replaced, 0 deleted");
    assert.deepEqual(facts, []);
    assert.equal(blocks.length, 2);
  });
});
