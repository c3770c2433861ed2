import assert from "node:assert/strict";
import { startCloud } from "../../rehearsal/cloud-process.ts";
import { Rehearsal } from "../../rehearsal/engine.ts";
import { validator } from "../validators.ts";
import { serve } from "./serving.ts";

describe("a YAML program with the Pulumi package", function () {
  this.timeout(600_000);

  it("creates a VPC, a database and a cache, changes nothing afterwards, and destroys them", async () => {
    const host = await validator("pulumi-language-yaml").catch((error: Error) => error);
    if (host instanceof Error) {
      console.log(`      Skipped, because Pulumi's YAML language host is missing: ${host.message}`);
      return;
    }
    const [cloud, serving] = await Promise.all([startCloud(), serve()]);
    const attach = `${cloud.attach},platform:${serving.port}`;
    const rehearsal = await Rehearsal.open({
      stack: "dev",
      directory: "examples/yaml",
      program: "Pulumi.yaml",
      executables: [host],
      // The pack takes the environment of other projects from their configuration.
      config: { "platform:definition": { value: "dev" } },
      cloud: { ...cloud, attach },
    });
    try {
      const created = await rehearsal.update();
      assert.deepEqual([created.errors, created.violations.filter(({ level }) => level === "mandatory")], [[], []]);
      assert.ok(created.steps.some(({ type }) => type === "aws:rds/instance:Instance"));
      const unchanged = await rehearsal.updateWithoutPack();
      assert.deepEqual([unchanged.errors, unchanged.steps.filter(({ op }) => op !== "same")], [[], []]);
      const destroyed = await rehearsal.destroy();
      assert.deepEqual([destroyed.errors, rehearsal.resources().length], [[], 0]);
    } finally {
      rehearsal.close();
      serving.stop();
      cloud.stop();
    }
  });
});
