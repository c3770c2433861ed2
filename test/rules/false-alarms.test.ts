import assert from "node:assert/strict";
import { example } from "../../policy-pack/checks/example.ts";
import type { Props, StackResource } from "../../policy-pack/checks/rule.ts";
import { everyFinding, everyStackFinding } from "../../policy-pack/engine/evaluate.ts";

const told = (rule: string, type: string, props: Props) =>
  everyFinding({ type, name: "subject", urn: `urn:pulumi:prod::platform::${type}::subject`, props }, "prod")
    .filter((each) => each.rule === rule)
    .map(({ message }) => message.replace(/;.*/s, ""));
const toldOf = (rule: string, ...resources: StackResource[]) =>
  everyStackFinding(resources, "prod")
    .filter((each) => each.rule === rule)
    .map(({ urn }) => urn.split("::").at(-1));

describe("rules that were too broad", () => {
  it("take a stage of a private API for no public entry", () => {
    const stageOf = (types: string) => {
      const api = example("aws:apigateway/restApi:RestApi", "api", { endpointConfiguration: { types } });
      return [api, example("aws:apigateway/stage:Stage", "v1", {}, { restApi: api })];
    };
    assert.deepEqual(toldOf("stack-public-entry-has-waf", ...stageOf("PRIVATE")), []);
    assert.deepEqual(toldOf("stack-public-entry-has-waf", ...stageOf("REGIONAL")), ["v1"]);
  });

  it("take a hosted zone for private where an association names its VPC", () => {
    const zone = example("aws:route53/zone:Zone", "internal", { name: "internal.example.com" });
    const association = example("aws:route53/zoneAssociation:ZoneAssociation", "vpc", {}, { zoneId: zone });
    for (const rule of ["route53-query-logging", "route53-dnssec", "route53-caa-present"]) {
      assert.deepEqual(toldOf(rule, zone, association), [], rule);
      assert.deepEqual(toldOf(rule, zone), ["internal"], rule);
    }
  });

  it("take only verbs of resources that know them for privilege escalation", () => {
    const role = (resources: string[], verbs: string[]) =>
      told("rbac-no-escalation-verbs", "kubernetes:rbac.authorization.k8s.io/v1:Role", {
        rules: [{ apiGroups: [""], resources, verbs }],
      }).length;
    assert.equal(role(["configmaps"], ["*"]), 0);
    assert.equal(role(["pods", "pods/log"], ["*"]), 0);
    assert.equal(role(["widgets"], ["impersonate"]), 0);
    assert.equal(role(["roles"], ["*"]), 1);
    assert.equal(role(["*"], ["*"]), 1);
    assert.equal(role(["users"], ["impersonate"]), 1);
    assert.equal(role(["clusterroles"], ["bind"]), 1);
  });

  it("take two selectors, for reads and for writes, for all S3 data events", () => {
    const selector = (readWriteType: string) => ({
      readWriteType,
      dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }],
    });
    const trail = (...eventSelectors: object[]) =>
      told("cloudtrail-s3-data-events", "aws:cloudtrail/trail:Trail", { eventSelectors }).length;
    assert.equal(trail(selector("ReadOnly"), selector("WriteOnly")), 0);
    assert.equal(trail(selector("ReadOnly")), 1);
  });

  it("take a replica or a restored database without engine for one of the engine of its source", () => {
    const exported = (props: Props) => told("rds-log-exports", "aws:rds/instance:Instance", props).length;
    const logs = { enabledCloudwatchLogsExports: ["audit", "error"] };
    assert.equal(exported({ replicateSourceDb: "main", ...logs }), 0);
    assert.equal(exported({ snapshotIdentifier: "main-1", ...logs }), 0);
    assert.equal(exported({ replicateSourceDb: "main" }), 1);
    assert.equal(exported({ engine: "postgres", ...logs }), 1);
  });

  it("name the runtime that is not supported", () => {
    const [message] = told("lambda-runtime-supported", "aws:lambda/function:Function", { runtime: "nodejs16.x" });
    assert.match(message ?? "", /has runtime "nodejs16\.x"/);
  });
});
