import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { file, namesOf } from "./names.ts";
import { stacks } from "./stack-settings.ts";

/** A resource that loses its name is deleted and made again, with all that it holds. */
describe("logical names", () => {
  const frozen: Record<string, string[]> = JSON.parse(readFileSync(file, "utf8"));

  for (const stack of stacks) {
    it(`do not change in ${stack}`, async () => {
      const names = await namesOf(stack);
      const known = frozen[stack] ?? [];
      const lost = known.filter((name) => !names.includes(name));
      const added = names.filter((name) => !known.includes(name));
      const advice =
        "After a rename give the resource an alias; then, and for new ones, run: node test/stacks/names.ts";
      assert.deepEqual(
        { lost, added },
        { lost: [], added: [] },
        `${JSON.stringify({ lost, added }, null, 1)}\n${advice}`,
      );
    });
  }
});
