import assert from "node:assert/strict";
import { defaults, matchesGlob } from "../../policy-pack/checks/settings.ts";
import { settings } from "../../policy-pack/engine/configuration.ts";
import { evaluateResource, evaluateStack } from "../../policy-pack/engine/evaluate.ts";
import { type Analyzer, analyzer, type Diagnostic } from "../rules/analyzer.ts";

const rules = ["sqs-encrypted", "rds-in-vpc", "rds-multi-az"];
const urn = (type: string, name: string) => `urn:pulumi:prod::platform::${type}::${name}`;
const queue = {
  type: "aws:sqs/queue:Queue",
  name: "jobs",
  urn: urn("aws:sqs/queue:Queue", "jobs"),
  props: { region: "ap-south-1" },
};
const bucket = { ...queue, name: "data", urn: urn("aws:sqs/queue:Queue", "data") };
const stack = { type: "pulumi:pulumi:Stack", name: "prod", urn: urn("pulumi:pulumi:Stack", "prod"), props: {} };
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const exemption = (expires: string, urn = queue.urn) => ({
  rule: "provider-region-allowed",
  urn,
  reason: "a customer of that country",
  owner: "platform-team",
  ticket: "OPS-12",
  expires,
});
const of = (rule: string, found: readonly Diagnostic[]) => found.filter(({ policy }) => policy === rule);

describe("the configuration", () => {
  it("has every default without settings", () => {
    assert.deepEqual(settings({}, rules), { settings: defaults, faults: [] });
  });

  it("reads lists, and the given caps only", () => {
    const given = { regions: ["eu-west-2"], caps: { nodes: { prod: 80 } } };
    const { settings: made, faults } = settings(given, rules);
    assert.deepEqual(faults, []);
    assert.deepEqual(made.regions, ["eu-west-2"]);
    assert.deepEqual(made.caps.nodes, { dev: 10, staging: 20, prod: 80 });
    assert.deepEqual(made.caps.deletes, defaults.caps.deletes);
  });

  it("reports every fault with path, allowed and given value", () => {
    const given = {
      region: ["eu-west-1"],
      frameworks: ["CIS"],
      rules: ["sqs-*", "no-such-rule"],
      accounts: "1",
      caps: { nodes: { prod: "80" } },
      exemptions: [{ rule: "rds-in-vpc", urn: "*", reason: "because", owner: "", expires: "soon" }],
    };
    assert.deepEqual(settings(given, rules).faults, [
      "region is unknown; known keys: environment, ownProjects, frameworks, rules, exemptions, regions, accounts, requiredTags, publicEntries, clusterAdmins, imageRegistries, chartHosts, defaultNamespace, namePrefixes, caps",
      'frameworks[0] must be one of FSBP, CIS AWS, CIS EKS, PSS, Checkov, got "CIS"',
      'accounts must be a list, got "1"',
      'caps.nodes.prod must be a number, got "80"',
      "exemptions[0].ticket is missing",
      'exemptions[0].urn must be like ^urn:pulumi:, got "*"',
      'exemptions[0].reason must be 10 characters or longer, got "because"',
      'exemptions[0].owner must be 1 characters or longer, got ""',
      'exemptions[0].expires must be like ^\\d{4}-\\d{2}-\\d{2}$, got "soon"',
      "rules: no-such-rule matches no rule",
    ]);
  });

  it("matches only the star as a wildcard", () => {
    assert.ok(matchesGlob("a.b*$d", "a.bc$d"));
    assert.ok(!matchesGlob("a.b*$d", "axbc$d"));
  });
});

describe("settings", () => {
  const broken = {
    type: "aws:rds/instance:Instance",
    name: "db",
    urn: urn("aws:rds/instance:Instance", "db"),
    props: { storageEncrypted: false, publiclyAccessible: true },
  };
  const said = (given: object) => evaluateResource(broken, "prod", { ...defaults, ...given }).map(({ rule }) => rule);

  it("select rules by framework", () => {
    const cis = said({ frameworks: ["CIS AWS"] });
    assert.ok(cis.includes("rds-storage-encrypted"));
    assert.ok(cis.length < said({}).length);
    assert.ok(!cis.includes("rds-storage-type"), "which no framework asks for");
    assert.deepEqual(said({ frameworks: ["CIS EKS"] }), []);
    assert.ok(evaluateStack([broken], "prod", { ...defaults, frameworks: ["CIS EKS"] }).length === 0);
  });

  it("select rules by name, besides the frameworks", () => {
    assert.deepEqual(said({ rules: ["rds-storage-type"] }), ["rds-storage-type"]);
    assert.ok(said({ frameworks: ["CIS AWS"], rules: ["rds-storage-type"] }).includes("rds-storage-encrypted"));
  });

  it("set Regions, accounts, tags, entries and caps", () => {
    const judged = (type: string, props: object, given: object) =>
      evaluateResource({ type, name: "x", urn: urn(type, "x"), props: { ...props } }, "prod", {
        ...defaults,
        ...given,
      }).map(({ rule }) => rule);
    assert.ok(
      !judged(queue.type, { region: "ap-south-1" }, { regions: ["ap-south-1"] }).includes("provider-region-allowed"),
    );
    const provider = "pulumi:providers:aws";
    const pinned = { allowedAccountIds: '["111122223333"]' };
    assert.ok(!judged(provider, pinned, { accounts: ["111122223333"] }).includes("provider-account-pinned"));
    assert.ok(judged(provider, pinned, { accounts: ["444455556666"] }).includes("provider-account-pinned"));
    assert.ok(!judged(queue.type, { tagsAll: { Team: "a" } }, { requiredTags: ["Team"] }).includes("tags-required"));
    const balancer = "aws:lb/loadBalancer:LoadBalancer";
    assert.ok(judged(balancer, { internal: false }, {}).includes("lb-internal-by-default"));
    const entries = { publicEntries: [urn(balancer, "x")] };
    assert.ok(!judged(balancer, { internal: false }, entries).includes("lb-internal-by-default"));
    const deployment = "kubernetes:apps/v1:Deployment";
    const inDefault = { metadata: { namespace: "default" } };
    const listed = { defaultNamespace: [urn(deployment, "x")] };
    assert.ok(judged(deployment, inDefault, {}).includes("k8s-namespace-explicit"));
    assert.ok(!judged(deployment, inDefault, listed).includes("k8s-namespace-explicit"));
    const group = "aws:eks/nodeGroup:NodeGroup";
    const large = { scalingConfig: { minSize: 2, maxSize: 60 } };
    assert.ok(judged(group, large, {}).includes("eks-node-scaling-bounds"));
    const caps = { ...defaults.caps, nodes: { dev: 1, staging: 1, prod: 60 } };
    assert.ok(!judged(group, large, { caps }).includes("eks-node-scaling-bounds"));
  });
});

describe("the configured pack in the analyzer", () => {
  let prod: Analyzer;
  before(async () => {
    prod = await analyzer({ PULUMI_NODEJS_STACK: "prod", PULUMI_CONFIG: "", PLATFORM_ENVIRONMENT: "" });
  });
  after(() => prod.stop());

  it("omits exempt findings with a line in the summary, and reports them without the exemption", async () => {
    await prod.configure({}, { exemptions: [exemption(inDays(30))] });
    assert.deepEqual(of("provider-region-allowed", await prod.analyze(queue)), []);
    assert.equal(of("provider-region-allowed", await prod.analyze(bucket)).length, 1, "another resource");
    const summary = of("every-rule", await prod.analyzeStack([stack]));
    assert.ok(summary.some(({ message }) => /provider-region-allowed is exempt until .*: 1 finding$/.test(message)));
    await prod.configure({}, {});
    assert.equal(of("provider-region-allowed", await prod.analyze(queue)).length, 1);
  });

  it("reports an expired exemption as violation, and an unused one as advisory", async () => {
    await prod.configure({}, { exemptions: [exemption(inDays(-1)), exemption(inDays(5), bucket.urn)] });
    assert.equal(of("provider-region-allowed", await prod.analyze(queue)).length, 1);
    const found = of("stack-exemptions-valid", await prod.analyzeStack([stack, queue]));
    assert.deepEqual(
      found.map(({ level, urn: on }) => ({ level, on })),
      [
        { level: "mandatory", on: stack.urn },
        { level: "advisory", on: stack.urn },
      ],
    );
    assert.match(found[0]?.message ?? "", /expired on/);
    assert.match(found[1]?.message ?? "", /accepts no finding: remove it/);
    await prod.configure({}, {});
    assert.deepEqual(of("stack-exemptions-valid", await prod.analyzeStack([stack])), []);
  });

  it("rejects an invalid configuration once, with every fault", async () => {
    await prod.configure({}, { regoins: ["eu-west-1"], rules: ["no-such-rule"] });
    const found = of("configuration-valid", await prod.analyze(stack));
    assert.equal(found.length, 2);
    assert.ok(found.every(({ level }) => level === "mandatory"));
    assert.match(found[1]?.message ?? "", /no-such-rule matches no rule/);
    assert.deepEqual(of("configuration-valid", await prod.analyze(stack)), []);
    await prod.configure({}, {});
  });
});
