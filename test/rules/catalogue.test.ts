import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { resourceRules, stackRules } from "../../policy-pack/engine/rules.ts";

const rules = [...resourceRules, ...stackRules];
/** Levels in dev, staging and prod, and the severity, of every rule that the platform has in mind. */
const catalogue = new Map<string, unknown>(
  Object.entries(JSON.parse(readFileSync("test/rules/catalogue.json", "utf8"))),
);

/** Rules that the catalogue does not have, each with the reason why it came. */
const additions = new Map([
  ["kms-policy-declared", "a key's policy may be a KeyPolicy beside it, which no rule over the key alone sees"],
  ["s3-access-logged", "a bucket without a BucketLogging has no resource that says so"],
  ["s3-directory-bucket-bounded", "Security Hub asks directory buckets for an end as well"],
  ["waf-logged", "what a log leaves out matters only where there is one"],
  ["secret-rotated", "how often a secret rotates says nothing of one that never does"],
  ["apigw-methods-set", "a stage logs nothing unless MethodSettings say so"],
  ["eventbus-policy-declared", "a bus without a policy leaves who may send to it to everybody's own permissions"],
  ["vpn-clients-logged", "Security Hub asks it of Client VPN"],
  ["vpn-tunnels-logged", "Security Hub asks it of both tunnels"],
  ["spot-fleet-encrypted", "a fleet has launch parameters of its own, which no launch template says"],
  ["ecs-capacity-protected", "Security Hub asks it of capacity providers"],
  ["macie-on", "an account of Macie may be there and paused"],
  ["target-health-encrypted", "Security Hub asks health checks for TLS as well"],
  ["stack-plain-http-internal", "the tag by which a listener may speak plain HTTP is only a claim"],
  [
    "k8s-proc-mount-masked",
    "the baseline lets a pod with users of its own unmask /proc, the restricted level does not",
  ],
]);

/** Rules at another level than the catalogue's: AUT-SEC-01 wants secrets as environment variables, in prod. */
const deviations = new Map([["k8s-secrets-as-files", { planned: "A/A/M L", held: "A/A/A L" }]]);

const letters = { mandatory: "M", advisory: "A", disabled: "-" };

function source(type: string): string {
  const [, path = "", name = ""] = type.split(":");
  const [module = ""] = path.split("/");
  const file = name.charAt(0).toLowerCase() + name.slice(1);
  const found = `node_modules/@pulumi/aws/${module}/${file}.d.ts`;
  return existsSync(found) ? readFileSync(found, "utf8") : "";
}

describe("the list of rules", () => {
  it("has 467 rules, each once, named by area and matter", () => {
    const names = rules.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    assert.equal(names.length, 467);
    assert.deepEqual(
      names.filter((name) => !/^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(name)),
      [],
    );
  });

  it("has every rule complete: a statement, a severity, what to do, and examples", () => {
    for (const { name, description, fix, severity, ok, bad } of rules) {
      assert.match(description, /^[A-Z].*\.$/, name);
      assert.match(fix, /^(?:set|leave|declare|remove|deny|add|change|refer) .*[^.]$/, name);
      assert.ok(["low", "medium", "high", "critical"].includes(severity), name);
      assert.notDeepEqual(ok, bad, name);
    }
  });

  it("holds every rule to the levels and the severity of the catalogue; what it would repair is mandatory", () => {
    for (const { name, levels, severity } of rules.filter((rule) => !additions.has(rule.name))) {
      const told = [levels.dev, levels.staging, levels.prod].map((level) => letters[level]).join("/");
      const planned = String(catalogue.get(name)).replaceAll("R", "M");
      const deviation = deviations.get(name);
      if (deviation !== undefined) assert.equal(deviation.planned, planned, name);
      assert.equal(`${told} ${severity.charAt(0).toUpperCase()}`, deviation?.held ?? planned, name);
    }
    assert.deepEqual(
      [...additions.keys()].filter((name) => catalogue.has(name)),
      [],
    );
  });

  it("is mandatory in prod where the severity is high or critical", () => {
    const lax = rules.filter((rule) => /high|critical/.test(rule.severity) && rule.levels.prod !== "mandatory");
    assert.deepEqual(
      lax.map((rule) => rule.name),
      [],
    );
  });

  it("names types that exist, and examples with properties that these types have", () => {
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
