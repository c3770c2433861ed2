import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as aws from "@pulumi/aws";
import * as components from "../../components/versions.ts";
import { bundle } from "../../policy-pack/bundle.ts";
import { catalogue } from "../../policy-pack/catalogue.ts";
import * as supported from "../../policy-pack/supported.ts";
import { Rehearsal } from "../../rehearsal/engine.ts";
import { analyzer } from "../rules/analyzer.ts";

/** What the pack's package.json names, and nothing else, with what these need themselves. */
function dependencies(directory: string): string[] {
  const read = (from: string): { dependencies?: Record<string, string> } =>
    JSON.parse(fs.readFileSync(path.join(from, "package.json"), "utf8"));
  const found = new Set<string>();
  const visit = (names: string[]) => {
    for (const name of names.filter((each) => !found.has(each) && fs.existsSync(path.join("node_modules", each)))) {
      found.add(name);
      visit(Object.keys(read(path.join("node_modules", name)).dependencies ?? {}));
    }
  };
  visit(Object.keys(read(directory).dependencies ?? {}));
  return [...found];
}

/** A program with a single queue. */
const queue = (args: aws.sqs.QueueArgs) => async () => {
  const provider = new aws.Provider("aws", { region: "eu-west-1", allowedAccountIds: ["111122223333"] });
  new aws.sqs.Queue("jobs", args, { provider });
};

describe("the policy pack on its own", () => {
  let pack: string;
  before(() => {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), "pack-"));
    pack = path.join(home, "policy-pack");
    fs.cpSync("policy-pack", pack, { recursive: true });
    for (const name of dependencies(pack)) {
      const link = path.join(pack, "node_modules", name);
      fs.mkdirSync(path.dirname(link), { recursive: true });
      fs.cpSync(path.join("node_modules", name), link, { recursive: true });
    }
  });
  after(() => fs.rmSync(path.dirname(pack), { recursive: true, force: true }));

  it("needs nothing but its own dependencies, and not the SDKs of the clouds", () => {
    const names = dependencies(pack);
    assert.ok(names.includes("@pulumi/policy"));
    assert.ok(!names.includes("@pulumi/aws") && !names.includes("zod"));
  });

  it("starts and lists every rule", async () => {
    const alone = await analyzer({ PULUMI_NODEJS_STACK: "prod", PULUMI_CONFIG: "", PLATFORM_ENVIRONMENT: "" }, pack);
    try {
      const listed = await alone.policies();
      const judged = catalogue.filter(({ kind }) => kind !== "plan").map(({ about }) => about.name);
      assert.deepEqual(listed.map(({ name }) => name).sort(), [...judged, "every-rule"].sort());
    } finally {
      alone.stop();
    }
  });

  it("stops another program's resource in the real engine, and lets a sound one pass", async () => {
    const said = async (args: aws.sqs.QueueArgs) => {
      const rehearsal = await Rehearsal.open({ stack: "other", program: queue(args), policyPack: pack });
      try {
        const { violations, errors } = await rehearsal.preview();
        assert.deepEqual(errors, []);
        return violations.filter(({ rule }) => rule === "sqs-encrypted").map(({ level }) => level);
      } finally {
        rehearsal.close();
      }
    };
    assert.deepEqual(await said({ sqsManagedSseEnabled: false }), ["mandatory"]);
    assert.deepEqual(await said({ kmsMasterKeyId: "alias/jobs" }), []);
  });

  it("becomes one executable file, which the engine runs as well", async () => {
    const file = await bundle(path.join(path.dirname(pack), "bundle"));
    const rehearsal = await Rehearsal.open({ stack: "other", program: queue({}), policyPack: file });
    try {
      const { violations, errors } = await rehearsal.preview();
      assert.deepEqual(errors, []);
      assert.deepEqual(
        violations.filter(({ rule }) => rule === "tags-required").map(({ level }) => level),
        ["mandatory"],
      );
    } finally {
      rehearsal.close();
    }
  });

  it("has the versions that the components have", () => {
    assert.deepEqual(supported.kubernetes, Object.keys(components.kubernetes));
    assert.deepEqual(supported.postgres, Object.keys(components.postgres));
  });
});
