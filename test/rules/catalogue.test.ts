import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { catalogue } from "../../policy-pack/catalogue.ts";
import { resourceRules } from "../../policy-pack/engine/rules.ts";

const rules = catalogue.map(({ about }) => about);
/** The planned levels in dev, staging and prod, and the severity, by rule; the pack may have more rules. */
const planned = new Map<string, unknown>(Object.entries(JSON.parse(readFileSync("test/rules/catalogue.json", "utf8"))));

/** Rules at another level than planned: AUT-SEC-01 requires secrets as environment variables in prod. */
const deviations = new Map([["k8s-secrets-as-files", { planned: "A/A/M L", held: "A/A/A L" }]]);

const letters = { mandatory: "M", advisory: "A", disabled: "-" };

function source(type: string): string {
  const [, path = "", name = ""] = type.split(":");
  const [module = ""] = path.split("/");
  const file = name.charAt(0).toLowerCase() + name.slice(1);
  const found = `node_modules/@pulumi/aws/${module}/${file}.d.ts`;
  return existsSync(found) ? readFileSync(found, "utf8") : "";
}

describe("the catalogue of rules", () => {
  it("has every rule once, named by area and subject", () => {
    const names = rules.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(
      names.filter((name) => !/^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(name)),
      [],
    );
  });

  it("has a severity for every rule, and examples that differ", () => {
    for (const { name, severity } of rules) assert.ok(["low", "medium", "high", "critical"].includes(severity), name);
    for (const { about, rule } of catalogue) if (rule !== undefined) assert.notDeepEqual(rule.ok, rule.bad, about.name);
  });

  it("has every planned rule at its planned levels and severity; a remediating rule is mandatory", () => {
    const held = new Map(
      rules.map(({ name, levels, severity }) => {
        const told = [levels.dev, levels.staging, levels.prod].map((level) => letters[level]).join("/");
        return [name, `${told} ${severity.charAt(0).toUpperCase()}`] as const;
      }),
    );
    for (const [name, plan] of planned) {
      const expected = String(plan).replaceAll("R", "M");
      const deviation = deviations.get(name);
      if (deviation !== undefined) assert.equal(deviation.planned, expected, name);
      assert.equal(held.get(name), deviation?.held ?? expected, name);
    }
  });

  it("has every rule of high or critical severity mandatory in prod", () => {
    const lax = rules.filter((rule) => /high|critical/.test(rule.severity) && rule.levels.prod !== "mandatory");
    assert.deepEqual(
      lax.map((rule) => rule.name),
      [],
    );
  });

  it("names existing types, and properties of these types in examples", () => {
    for (const rule of resourceRules) {
      const types = rule.types.filter((type) => type.startsWith("aws:"));
      const sources = types.map((type) => source(type));
      assert.deepEqual(
        types.filter((_, index) => sources[index] === ""),
        [],
        rule.name,
      );
      if (types.length === 0) continue;
      for (const property of Object.keys({ ...rule.ok, ...rule.bad })) {
        const has = sources.some((text) => new RegExp(`^ {4}${property}\\??: `, "m").test(text));
        assert.ok(has, `${rule.name}: ${types.join(", ")} has no ${property}`);
      }
    }
  });
});
