import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { catalogue } from "../../policy-pack/catalogue.ts";
import { everyFinding, everyStackFinding } from "../../policy-pack/engine/evaluate.ts";
import { resourceRules, services, stackRules } from "../../policy-pack/engine/rules.ts";
import { pages } from "../../policy-pack/reference/pages.ts";
import { subject } from "./examples.ts";

const rules = catalogue.map(({ about }) => about);
const forbidden = /\b(?:nobody|somebody|everybody|whoever|anybody|by itself|of its own)\b/i;

/** The names of services in their titles, and the kinds of Kubernetes that rules are about, in the plural. */
const derived = [
  ...services.map(({ title }) => title.replace(/^(?:Amazon|AWS) /, "").split(" ")[0] ?? ""),
  ...resourceRules
    .flatMap(({ types }) => types.filter((type) => type.startsWith("kubernetes:")))
    .flatMap((type) => plurals(type.split(":").at(-1) ?? "")),
];
/** Other terms of AWS, Kubernetes and Pulumi. */
const terms = `
  ACM|ALB|AWS|Admission webhooks|Amazon|Application Load Balancers|Aurora|Auto Scaling|Client VPN|Cost Anomaly Detection
  ELB|Elastic IP|Instance types|Kubernetes|NAT gateways|Network and Gateway Load Balancers|Pod|PodDisruptionBudgets|Pulumi
  RBAC|SSM|Secrets Manager|Security groups|Site-to-Site VPN|Systems Manager|Transit gateways|VPCs`
  .split(/[|\n]/)
  .map((term) => term.trim())
  .filter((term) => term !== "");

function plurals(kind: string): string[] {
  return [kind, `${kind.replace(/y$/, "ie").replace(/s$/, "se")}s`];
}

const begins = (text: string, term: string) => new RegExp(`^${term}\\b`).test(text);

describe("the texts of rules", () => {
  it("describe a rule in 90 characters, beginning with a term of AWS, Kubernetes, Helm or Pulumi", () => {
    const faulty = rules.filter(
      ({ description }) =>
        description.length > 90 ||
        !/^[A-Z].*[^.]\.$/.test(description) ||
        ![...derived, ...terms].some((term) => begins(description, term)),
    );
    assert.deepEqual(
      faulty.map(({ name, description }) => `${name}: ${description}`),
      [],
    );
  });

  it("give each rule a reason that no other rule has, in one or two sentences", () => {
    const reasons = rules.map(({ why }) => why);
    assert.equal(new Set(reasons).size, reasons.length);
    for (const { name, why } of rules) {
      const sentences = why.split(/(?<=[.!?])\s+(?=[A-Z])/);
      assert.ok(sentences.length <= 2 && sentences.every((each) => /^\w.{20,}\.$/.test(each)), `${name}: ${why}`);
    }
  });

  it("say what to do with a verb and a property", () => {
    for (const { name, fix } of rules)
      assert.match(fix, /^(?:set|leave|declare|remove|deny|add|change|refer) .*[^.]$/, name);
  });

  it("name things literally, in descriptions, reasons, fixes and pages", () => {
    for (const { name, description, why, fix } of rules)
      for (const text of [description, why, fix]) assert.doesNotMatch(text, forbidden, name);
    for (const [file, page] of pages()) assert.doesNotMatch(page, forbidden, file);
  });

  it("name things literally in the messages of findings, and in every source of the pack", () => {
    const findings = [
      ...resourceRules.flatMap((rule) => everyFinding(subject(rule, rule.bad), "prod")),
      ...stackRules.flatMap((rule) => everyStackFinding(rule.bad, "prod")),
    ];
    for (const { rule, message } of findings) assert.doesNotMatch(message, forbidden, rule);
    const files = globSync(["policy-pack/**/*.ts", "policy-pack/*.md"], { exclude: ["**/node_modules/**"] });
    assert.ok(files.length > 0);
    for (const file of files) assert.doesNotMatch(readFileSync(file, "utf8"), forbidden, file);
  });
});
