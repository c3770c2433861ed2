import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Rehearsal } from "../../rehearsal/engine.ts";
import { settings } from "../../stacks/settings.ts";

const secure =
  "v1:ukH8Gg8etapagP1T:c/kzin4mxxO2NdIv57mAIjuodMDAVEMz+Z6DCoGKDdRjZNbHzQkWJz3wgh6Qfduh1j22rwmfCVEhQ0/iNQ==";

describe("secrets of a stack file", function () {
  this.timeout(60_000);
  this.slow(20_000);
  let directory: string;
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "configuration-"));
    fs.copyFileSync("Pulumi.yaml", path.join(directory, "Pulumi.yaml"));
  });
  afterEach(() => fs.rmSync(directory, { recursive: true }));

  /** What a program returns under a stack file with more lines. */
  async function outputs(program: () => object, ...lines: string[]) {
    const whole = fs.readFileSync("Pulumi.dev.yaml", "utf8").trimEnd();
    const file = whole.replace(/^( +)on-call: .*$/m, `$&\n$1pager:\n$1  secure: ${secure}`);
    fs.writeFileSync(path.join(directory, "Pulumi.dev.yaml"), `${file}\n${lines.join("\n")}\n`);
    const rehearsal = await Rehearsal.open({
      stack: "dev",
      directory,
      program: async () => program(),
      policyPack: "none",
    });
    try {
      const { errors, warnings, outputs } = await rehearsal.preview();
      assert.deepEqual({ errors, warnings }, { errors: [], warnings: [] });
      return outputs;
    } finally {
      rehearsal.close();
    }
  }

  it("are stood in for inside structured values, in a form that the configuration takes", async () => {
    const program = () => {
      const { contacts, securityContact } = settings().config;
      return {
        pager: contacts.critical["pager"],
        mail: contacts.critical["on-call"],
        called: securityContact?.emailAddress,
      };
    };
    const found = await outputs(
      program,
      "  platform:securityContact:",
      "    name: Security",
      "    title: Team",
      "    phoneNumber: +1 555 0100",
      "    emailAddress:",
      `      secure: ${secure}`,
    );
    assert.deepEqual(found, {
      pager: "[secret]",
      mail: "on-call@example.com",
      called: "[secret]",
    });
  });

  it("are stood in for at the top and inside lists, and stay secret", async () => {
    const program = () => {
      const config = new pulumi.Config("shop");
      return {
        token: config.requireSecret("token"),
        keys: config.getSecretObject("keys"),
        open: config.requireObject("open"),
      };
    };
    const found = await outputs(
      program,
      "  shop:token:",
      `    secure: ${secure}`,
      "  shop:keys:",
      "    - one",
      "    - of.the:",
      `        secure: ${secure}`,
      "    - last",
      "  shop:open: [1, two]",
    );
    assert.deepEqual(found, { token: "[secret]", keys: "[secret]", open: [1, "two"] });
  });
});
