import assert from "node:assert/strict";
import { proofs } from "../../rehearsal/proofs/index.ts";
import { unproven } from "../../rehearsal/proofs/proof.ts";

describe("the proofs of a stack that is up", () => {
  for (const proof of proofs) {
    it(`${proof.name} holds of one case, and finds the fault of the other`, () => {
      assert.deepEqual(unproven([proof], proof.holds), []);
      assert.equal(unproven([proof], proof.fails).length, 1);
    });
  }

  it("are known by one name each, and say where that is written", () => {
    const names = proofs.map(({ name }) => name);
    assert.deepEqual(names, [...new Set(names)]);
    for (const { name, source } of proofs) {
      assert.match(name, /^[a-z0-9]+(-[a-z0-9]+)+$/);
      assert.match(source, /^\S.*https:\/\/\S+$|^not looked up$/, name);
    }
  });
});
