import assert from "node:assert/strict";
import type { Refusal } from "../../rehearsal/account/refusal.ts";
import { refusals } from "../../rehearsal/account/refusals/index.ts";
import { trial } from "./trial.ts";

/** What is wrong with a record, by its own two cases. */
function faults(record: Refusal): string[] {
  const [passes, refused] = [trial(record.passes, [record]), trial(record.refused, [record])];
  return [
    ...(passes === undefined ? [] : [`refuses what passes: ${passes}`]),
    ...(refused === undefined ? ["passes what AWS refuses"] : []),
    ...(refused?.includes(`: ${record.code}: `) === false ? [`another error: ${refused}`] : []),
  ];
}

describe("the account's refusals", () => {
  for (const record of refusals) {
    it(`${record.name} refuses the case that AWS refuses, and passes the other`, () => {
      assert.deepEqual(faults(record), []);
    });
  }

  it("are known by one name each, and say what AWS's code is and where that is written", () => {
    const names = refusals.map(({ name }) => name);
    assert.deepEqual(names, [...new Set(names)]);
    for (const { name, code, source } of refusals) {
      assert.match(name, /^[a-z0-9]+(-[a-z0-9]+)+$/);
      assert.match(code, /^[A-Za-z0-9.:]+$/, name);
      assert.match(source, /^\S.*https:\/\/\S+$|^not looked up$/, name);
    }
  });

  it("are all found out when they refuse nothing, or everything", () => {
    for (const record of refusals) {
      assert.notDeepEqual(faults({ ...record, check: () => undefined }), [], `${record.name} is never missed`);
      assert.notDeepEqual(faults({ ...record, check: () => "no" }), [], `${record.name} never passes anything`);
    }
  });
});
