import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { definitionFaults } from "../../layers/definition-faults.ts";
import { definitions, localDefinitions } from "../../stacks/definitions.ts";
import { file, schemaText } from "./definition-schema.ts";

const { dev } = definitions;

/** A copy of a definition with values at paths; undefined removes what is there. */
function changed(values: Readonly<Record<string, unknown>>): unknown {
  const copy = structuredClone(dev);
  for (const [path, value] of Object.entries(values)) {
    const [last = "", ...above] = path.split(".").toReversed();
    const parent = above.toReversed().reduce<object>((each, key) => Object(Reflect.get(each, key)), Object(copy));
    if (value === undefined) Reflect.deleteProperty(parent, last);
    else Reflect.set(parent, last, value);
  }
  return copy;
}

describe("the check of a definition", () => {
  it("RC-F2: finds no fault in a shipped definition", () => {
    for (const [name, each] of Object.entries(definitions))
      assert.deepEqual(definitionFaults(each, "StackDefinition"), [], name);
    for (const [name, each] of Object.entries(localDefinitions))
      assert.deepEqual(definitionFaults(each, "LocalDefinition"), [], name);
  });

  it("RC-F2: names every fault at once: the key, what is allowed, what was given", () => {
    const faulty = changed({
      deletionProtection: "no",
      "network.nat": "singel",
      "network.zoness": 3,
      "databases.main.backups": undefined,
      "databases.main.engine.kind": "postgres",
      "databases.main.engine.multiAz": null,
      "caches.main.nodes": Number.NaN,
      "budgets.monthly.amountUsd": "400",
      "budgets.monthly.notifications": [{ thresholdPercent: 50, kind: "FORECASTED", severity: "loud" }],
      "repositories.application": ["platform-dev"],
      tags: undefined,
    });
    assert.deepEqual(definitionFaults(faulty, "StackDefinition"), [
      "tags must be an object, got nothing",
      'deletionProtection must be true or false, got "no"',
      'network.nat must be none, perZone or single, got "singel"',
      "network.zoness is not a key of the definition, allowed are vpcName, cidrBlock, podCidrBlock, nat, interfaceEndpoints, madeBy, zones, subnets, flowLogs",
      "databases.main.backups must be an object, got nothing",
      'databases.main.engine.kind must be aurora or instance, got "postgres"',
      "caches.main.nodes must be a number, got NaN",
      'budgets.monthly.amountUsd must be a number, got "400"',
      'budgets.monthly.notifications.0.severity must be critical or warning, got "loud"',
      'repositories.application must be an object, got ["platform-dev"]',
    ]);
  });

  it("RC-F2: checks the alternative that is meant", () => {
    const faulty = changed({
      "databases.main.engine": { kind: "aurora", zones: 2, capacity: { kind: "serverless", min: 1, max: "2" } },
    });
    assert.deepEqual(definitionFaults(faulty, "StackDefinition"), [
      'databases.main.engine.capacity.max must be a number, got "2"',
    ]);
  });

  it("RC-F2: has the shapes of the types as they are; if not, run npx node test/layers/definition-schema.ts", function () {
    this.timeout(120_000);
    assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), JSON.parse(schemaText()));
  });
});
