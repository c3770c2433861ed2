import assert from "node:assert/strict";
import { warnings } from "../../../rehearsal/kubernetes/overheard.ts";

describe("the warnings of an API server", () => {
  for (const [what, header, expected] of [
    ["of an answer without one", undefined, []],
    ["with its text alone", '299 - "policy/v1beta1 is deprecated"', ["policy/v1beta1 is deprecated"]],
    ["several in one header", '299 - "first, with a comma", 299 - "second"', ["first, with a comma", "second"]],
    ["with quotation marks", '299 - "unknown field \\"spec.x\\""', ['unknown field "spec.x"']],
  ] as const) {
    it(`are read: ${what}`, () => assert.deepEqual(warnings(header), expected));
  }
});
