import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { Rehearsal } from "../../rehearsal/engine.ts";
import { config, directory, exampleProgram, files } from "./program.ts";

/** A component, or else a resource, of each example. */
const examples = {
  alarms: "platform:observability:Observability::billing",
  awsx: "platform:network:AwsxNetwork::catalog",
  cache: "platform:data:Cache::sessions",
  database: "platform:data:DatabaseProxy::orders-proxy",
  eks: "platform:cluster:EksPackageCluster::adopted",
  "eks-karpenter": "platform:addons:Karpenter::karpenter",
  "existing-vpc": "platform:data:FileSystem::files",
  fargate: "platform:workload:FargateService::chat",
  local: "platform:local:Store::development",
  parts: "platform:data:FileSystem::parts",
  "policy-pack": "aws:sqs/queue:Queue::plain",
  "queue-worker": "platform:messaging:Queue::jobs",
  "static-site": "platform:cdn:StaticSite::site",
  "two-regions": "platform:data:Bucket::copies-west",
  vpc: "platform:network:Vpc::network",
} as const;

describe("the examples", function () {
  this.timeout(600_000);
  let rehearsal: Rehearsal;

  before(async () => {
    rehearsal = await Rehearsal.open({ stack: "dev", program: exampleProgram(), directory, config });
  });
  after(() => rehearsal.close());

  it("are created, with nothing that the policy pack refuses", async () => {
    const { errors, violations } = await rehearsal.update();
    assert.deepEqual(errors, []);
    assert.deepEqual(
      violations.filter(({ level }) => level === "mandatory"),
      [],
    );
    const made = rehearsal.resources().map(({ urn }) => urn);
    for (const [name, ends] of Object.entries(examples))
      assert.ok(
        made.some((urn) => urn.endsWith(ends)),
        name,
      );
  });

  it("change nothing when they run again", async () => {
    const { errors, steps } = await rehearsal.updateWithoutPack();
    assert.deepEqual([errors, steps.filter(({ op }) => op !== "same")], [[], []]);
  });

  it("are destroyed", async () => {
    const { errors } = await rehearsal.destroy();
    assert.deepEqual([errors, rehearsal.resources().length], [[], 0]);
  });

  it("are all here, and have 10 to 60 lines", () => {
    const found = files.map((file) => path.basename(path.dirname(file)));
    assert.deepEqual(found.toSorted(), Object.keys(examples));
    const lengths = files.map((file) => fs.readFileSync(file, "utf8").trimEnd().split("\n").length);
    assert.deepEqual(
      lengths.filter((lines) => lines < 10 || lines > 60),
      [],
    );
  });
});
