import assert from "node:assert/strict";
import fc from "fast-check";
import { environment } from "../../policy-pack/checks/environment.ts";
import type { StackResource } from "../../policy-pack/checks/rule.ts";
import { defaults } from "../../policy-pack/checks/settings.ts";
import { evaluateResource, evaluateRule, evaluateStack, everyStackFinding } from "../../policy-pack/engine/evaluate.ts";
import { resourceRules, stackRules } from "../../policy-pack/engine/rules.ts";
import { named, sentinel, subject, unknownProps, verdict } from "./examples.ts";

const of = (name: string, resources: readonly StackResource[]) =>
  everyStackFinding(resources, "prod").filter(({ rule }) => rule === name);

describe("stack rules", () => {
  it("evaluates dependencies while every value is unknown", () => {
    const rule = stackRules.find(({ name }) => name === "stack-data-reachable-only-from-cluster");
    assert.ok(rule);
    const hidden = rule.ok.map((each) =>
      each.propertyDependencies === undefined
        ? each
        : {
            ...each,
            props: {
              ...each.props,
              ...Object.fromEntries(Object.keys(each.propertyDependencies).map((key) => [key, sentinel])),
            },
          },
    );
    assert.deepEqual(of(rule.name, hidden), []);
    const loose = hidden.map(({ propertyDependencies: _, dependencies: __, ...each }) => each);
    assert.deepEqual(
      of(rule.name, loose).map((each) => each.verdict),
      ["undecided"],
    );
  });

  it("rejects a data store that allows a security group open to the internet", () => {
    const rule = stackRules.find(({ name }) => name === "stack-data-reachable-only-from-cluster");
    const open = { type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", name: "world", urn: "world" };
    const group = rule?.ok.find(({ name }) => name === "pods")?.urn ?? "";
    const world = { ...open, props: { cidrIpv4: "0.0.0.0/0" }, propertyDependencies: { securityGroupId: [group] } };
    assert.match(
      of("stack-data-reachable-only-from-cluster", [...(rule?.ok ?? []), world])[0]?.message ?? "",
      /open to the internet/,
    );
  });

  it("matches by value without a recorded dependency", () => {
    const key = { type: "aws:kms/key:Key", name: "k", urn: "k", props: { arn: "arn:k", enableKeyRotation: false } };
    const database = { type: "aws:rds/instance:Instance", name: "d", urn: "d", props: { kmsKeyId: "arn:k" } };
    assert.equal(of("stack-store-key-rotates", [key, database]).length, 1);
    assert.equal(of("stack-store-key-rotates", [{ ...key, props: { arn: "arn:other" } }, database]).length, 0);
  });
});

describe("evaluation", () => {
  it("omits disabled rules, and reports the level of enabled ones", () => {
    const rule = named("rds-multi-az");
    const levels = (["dev", "staging", "prod"] as const).map(
      (env) => evaluateResource(subject(rule, rule.bad), env).find((each) => each.rule === rule.name)?.level,
    );
    assert.deepEqual(levels, [undefined, "advisory", "mandatory"]);
    const entry = [{ type: "aws:lb/loadBalancer:LoadBalancer", name: "lb", urn: "lb", props: {} }];
    assert.deepEqual(evaluateStack(entry, "dev"), []);
    assert.ok(evaluateStack(entry, "prod").some(({ rule: found }) => found === "stack-public-entry-has-waf"));
  });

  it("applies lower numbers in staging than in prod", () => {
    const rule = named("kms-deletion-window");
    const at = (env: "staging" | "prod") =>
      evaluateResource(subject(rule, { deletionWindowInDays: 7 }), env).some((each) => each.rule === rule.name);
    assert.deepEqual([at("staging"), at("prod")], [false, true]);
  });

  it("accepts seven days of backups in prod, as AWS's control does", () => {
    const rule = named("rds-backup-retention");
    const fails = (backupRetentionPeriod: number) =>
      evaluateResource(subject(rule, { backupRetentionPeriod }), "prod").some((each) => each.rule === rule.name);
    assert.deepEqual([fails(6), fails(7)], [true, false]);
  });

  it("applies the network ACL entry with the lowest number", () => {
    const rule = named("nacl-no-admin-ports-from-world");
    const entry = (ruleNo: number, action: string, port: number) => ({
      ruleNo,
      action,
      cidrBlock: "0.0.0.0/0",
      protocol: "tcp",
      fromPort: port,
      toPort: port,
    });
    assert.equal(verdict(rule, { ingress: [entry(100, "allow", 22), entry(90, "deny", 22)] }), "pass");
    assert.equal(verdict(rule, { ingress: [entry(100, "deny", 22), entry(90, "allow", 22)] }), "fail");
  });

  it("allows only listed resources to face the internet", () => {
    const rule = named("lb-internal-by-default");
    const lb = {
      ...subject(rule, { internal: false }),
      urn: "urn:pulumi:prod::platform::platform:gateway:Gateway$aws:lb/loadBalancer:LoadBalancer::gateway",
    };
    assert.ok(!evaluateResource(lb, "prod").some((each) => each.rule === rule.name));
    assert.equal(verdict(rule, { internal: false }), "fail");
    const group = named("sg-world-only-to-authorized-ports");
    const open = { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" };
    const other = {
      ...subject(group, open),
      urn: "urn:pulumi:prod::platform::platform:network:Vpc$aws:vpc/x:X::https",
    };
    assert.ok(evaluateResource(other, "prod").some((each) => each.rule === group.name));
    const mine = {
      ...subject(group, open),
      urn: "urn:pulumi:prod::platform::platform:gateway:Gateway$aws:vpc/x:X::https",
    };
    assert.ok(!evaluateResource(mine, "prod").some((each) => each.rule === group.name));
    assert.ok(
      evaluateResource({ ...mine, props: { ...open, toPort: 8443 } }, "prod").some((each) => each.rule === group.name),
    );
  });

  it("allows ports 80 and 443 in programs without public entries in the settings", () => {
    const group = named("sg-world-only-to-authorized-ports");
    const open = { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" };
    const listed = (...publicEntries: string[]) =>
      evaluateRule(group, subject(group, open), "prod", { ...defaults, publicEntries }).kind;
    assert.equal(verdict(group, open), "pass");
    assert.equal(verdict(group, { ...open, fromPort: 8443, toPort: 8443 }), "fail");
    assert.equal(listed("*::web"), "fail");
    assert.equal(listed("*"), "pass");
  });

  it("accepts plain HTTP only with the internal tag and a fixed 4xx response", () => {
    const rule = named("listener-http-redirects");
    const refusal = [{ type: "fixed-response", fixedResponse: { statusCode: "404" } }];
    assert.equal(verdict(rule, { protocol: "HTTP", defaultActions: refusal, tags: { exposure: "internal" } }), "pass");
    assert.equal(verdict(rule, { protocol: "HTTP", defaultActions: refusal }), "fail");
    assert.equal(
      verdict(rule, { protocol: "HTTP", defaultActions: [{ type: "forward" }], tags: { exposure: "internal" } }),
      "fail",
    );
  });

  it("evaluates any value without an exception", () => {
    const types = [...new Set(resourceRules.flatMap((rule) => rule.types))].filter((type) => type !== "*");
    const keys = [...new Set(resourceRules.flatMap((rule) => Object.keys({ ...rule.ok, ...rule.bad })))];
    const value = fc.oneof(
      fc.anything(),
      fc.constant(sentinel),
      fc.constant(null),
      fc.array(fc.constantFrom(null, sentinel, {}, "x", 1)),
    );
    const props = fc.dictionary(fc.constantFrom(...keys), value);
    fc.assert(
      fc.property(fc.constantFrom(...types), props, (type, odd) => {
        evaluateResource({ type, name: "odd", urn: "odd", props: odd }, "prod");
        evaluateStack([{ type, name: "odd", urn: "odd", props: odd }], "prod");
      }),
      { numRuns: 5000 },
    );
  });

  it("is undecided on a compliant example with an unknown value", () => {
    for (const rule of resourceRules.filter(({ ok }) => ok !== null)) {
      for (const key of Object.keys(rule.ok ?? {}))
        assert.notEqual(
          verdict(rule, { ...rule.ok, [key]: sentinel }),
          rule.bad[key] === undefined ? "" : verdict(rule, unknownProps(rule)) === "fail" ? "" : "fail",
          `${rule.name} ${key}`,
        );
    }
  });
});

describe("the environment", () => {
  it("is that of the variable, the definition or the stack, and prod otherwise", () => {
    assert.equal(environment({ PLATFORM_ENVIRONMENT: "staging", PULUMI_NODEJS_STACK: "prod" }), "staging");
    assert.equal(environment({ PULUMI_NODEJS_STACK: "alice", PULUMI_CONFIG: '{"platform:definition":"dev"}' }), "dev");
    assert.equal(environment({ PULUMI_STACK: "dev" }), "dev");
    assert.equal(environment({ PULUMI_NODEJS_STACK: "auterity" }), "prod");
    assert.equal(environment({ PULUMI_NODEJS_STACK: "aivo-staging" }), "staging");
    assert.equal(environment({ PULUMI_NODEJS_STACK: "aivo-development" }), "dev");
    assert.equal(environment({ PULUMI_NODEJS_STACK: "local" }), "dev");
    assert.equal(environment({ PULUMI_NODEJS_STACK: "developers" }), "prod");
    assert.equal(environment({}), "prod");
  });
});
