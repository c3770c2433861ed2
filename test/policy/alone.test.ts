import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as aws from "@pulumi/aws";
import { bundle } from "../../policy-pack/bundle.ts";
import { catalogue } from "../../policy-pack/catalogue.ts";
import { resourceRules } from "../../policy-pack/engine/rules.ts";
import { Rehearsal } from "../../rehearsal/engine.ts";
import type { RehearsalArgs } from "../../rehearsal/rehearsal-args.ts";
import { analyzer } from "../rules/analyzer.ts";
import { subject } from "../rules/examples.ts";
import { file, supportedText } from "./supported-versions.ts";

/** The dependencies in the pack's package.json, and theirs. */
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

/** Another program: a compliant queue and a noncompliant one. */
async function queues() {
  const provider = new aws.Provider("aws", { region: "eu-west-1", allowedAccountIds: ["111122223333"] });
  new aws.sqs.Queue("sound", { kmsMasterKeyId: "alias/jobs" }, { provider });
  new aws.sqs.Queue("open", { sqsManagedSseEnabled: false }, { provider });
}

/** The findings of these rules on the other program, in the engine. */
async function said(policyPack: string, stack: string | RehearsalArgs, ...rules: string[]): Promise<string[]> {
  const args = typeof stack === "string" ? { stack } : stack;
  const rehearsal = await Rehearsal.open({ ...args, program: queues, policyPack });
  try {
    const { violations, errors } = await rehearsal.preview();
    assert.deepEqual(errors, []);
    const found = violations.filter(({ rule }) => rules.includes(rule));
    return found.map(({ rule, level, urn }) => `${level} ${rule} ${urn.split("::").pop()}`).sort();
  } finally {
    rehearsal.close();
  }
}

describe("the policy pack without the platform", () => {
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

  it("needs only its dependencies, without the AWS and Kubernetes SDKs", () => {
    const names = dependencies(pack);
    assert.ok(names.includes("@pulumi/policy"));
    assert.ok(!names.includes("@pulumi/aws") && !names.includes("zod"));
  });

  it("starts and lists every rule", async () => {
    const alone = await analyzer({ PULUMI_NODEJS_STACK: "prod", PULUMI_CONFIG: "", PLATFORM_ENVIRONMENT: "" }, pack);
    try {
      const listed = await alone.policies();
      const judged = catalogue.filter(({ kind }) => !["plan", "state"].includes(kind)).map(({ about }) => about.name);
      assert.deepEqual(listed.map(({ name }) => name).sort(), [...judged, "every-rule"].sort());
    } finally {
      alone.stop();
    }
  });

  it("blocks a noncompliant resource of another program in the engine, and passes a compliant one", async () => {
    const rules = ["sqs-encrypted", "provider-default-tags"];
    assert.deepEqual(await said(pack, "other", ...rules), [
      "mandatory provider-default-tags aws",
      "mandatory sqs-encrypted open",
    ]);
  });

  it("bundles into one executable file, with the levels of the stack's environment", async () => {
    const file = await bundle(path.join(path.dirname(pack), "bundle"));
    assert.deepEqual(await said(file, "shop-dev", "sqs-encrypted", "provider-default-tags"), [
      "advisory provider-default-tags aws",
      "mandatory sqs-encrypted open",
    ]);
  });

  it("takes no environment from the name of a stack of another project", async () => {
    const directory = path.join(path.dirname(pack), "shop");
    fs.mkdirSync(directory);
    fs.writeFileSync(path.join(directory, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    assert.deepEqual(await said(pack, { stack: "shop-dev", directory }, "sqs-dead-letter", "tags-required"), [
      "advisory tags-required open",
      "advisory tags-required sound",
      "mandatory sqs-dead-letter open",
      "mandatory sqs-dead-letter sound",
    ]);
  });

  it("has the same findings and remediations as bundle and as sources", async () => {
    const variables = { PULUMI_CONFIG: "", PLATFORM_ENVIRONMENT: "dev" };
    const file = await bundle(path.join(path.dirname(pack), "bundle"));
    const [whole, sources] = [await analyzer(variables, file), await analyzer(variables)];
    try {
      for (const rule of resourceRules) {
        const bad = subject(rule, rule.bad);
        assert.deepEqual(await whole.analyze(bad), await sources.analyze(bad), rule.name);
        assert.deepEqual(await whole.remediate(bad), await sources.remediate(bad), rule.name);
      }
      const broker = { type: "aws:mq/broker:Broker", name: "b", urn: "urn:pulumi:dev::p::aws:mq/broker:Broker::b" };
      const props = { users: [{ password: "hunter2" }] };
      const wrapped = await whole.remediate({ ...broker, props });
      assert.ok("secret-input-wrapped" in wrapped);
      assert.deepEqual(wrapped, await sources.remediate({ ...broker, props }));
    } finally {
      whole.stop();
      sources.stop();
    }
  });

  it("RC-F5: has the support dates of the components; if not, run npx node test/policy/supported-versions.ts", () => {
    assert.equal(fs.readFileSync(file, "utf8"), supportedText());
  });
});
