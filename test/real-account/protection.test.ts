import assert from "node:assert/strict";
import { alwaysProtected, protectable } from "../../policy-pack/checks/stores.ts";
import type { Deployed } from "../harness.ts";
import { deployStack } from "../stacks/origins.ts";
import { onAws } from "./stacks.ts";

for (const { stack, definition } of onAws) {
  describe(`the protection of ${stack}`, () => {
    let deployed: Deployed;
    before(async () => {
      deployed = await deployStack(stack);
    });

    it("RC-C1: protects what holds data or identity, and nothing below it", () => {
      const wrong = deployed.resources.filter(({ protect, type }) => protect && !protectable.includes(type));
      assert.deepEqual(
        wrong.map(({ urn }) => urn),
        [],
      );
    });

    it("RC-C1: refuses to delete every data store, key, vault, user pool, cluster and zone where the definition says so", () => {
      const open = deployed.resources.filter(
        ({ type, protect }) => alwaysProtected.includes(type) && protect !== definition.deletionProtection,
      );
      assert.deepEqual(
        open.map(({ urn }) => urn),
        [],
      );
    });

    it("RC-C1: leaves a bucket or a key in the account where Pulumi may take it out of a protected stack", () => {
      const lost = ["aws:s3/bucket:Bucket", "aws:kms/key:Key"]
        .flatMap((type) => deployed.of(type))
        .filter(({ protect, retainOnDelete }) => definition.deletionProtection && !protect && !retainOnDelete);
      assert.deepEqual(
        lost.map(({ urn }) => urn),
        [],
      );
    });
  });
}
