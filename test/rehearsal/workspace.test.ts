import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { Workspace } from "../../rehearsal/workspace.ts";

describe("a workspace", function () {
  this.timeout(60_000);
  this.slow(20_000);

  it("RC-H2: names the empty file that a killed update leaves in the backend, and runs once it is deleted", async () => {
    const args = { stack: "dev", file: undefined, config: {}, cloud: undefined, tuning: true };
    const workspace = await Workspace.create({ ...args, projectFile: path.resolve("Pulumi.yaml") });
    try {
      const stack = await workspace.stack({ ...args, projectFile: "" }, async () => ({ kept: 1 }));
      await workspace.run(() => stack.up());
      const [file = ""] = [...workspace.stored().keys()].filter((each) => each.endsWith("dev.json.attrs"));
      fs.writeFileSync(file, "");
      const named = (error: Error) => {
        assert.equal(
          error.message,
          `${file} is empty: an update was killed while it wrote there. Delete this file; the state beside it is whole.`,
        );
        return true;
      };
      await assert.rejects(
        workspace.run(() => stack.preview()),
        named,
      );
      await assert.rejects(workspace.cli("stack", "export", "--stack", "dev"), named);
      fs.rmSync(file);
      await workspace.run(() => stack.preview());
      assert.equal((await stack.outputs())["kept"]?.value, 1);
    } finally {
      workspace.remove();
    }
  });
});
