import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import * as aws from "@pulumi/aws";
import { FindingAlerts } from "../../../components/audit/finding-alerts.ts";
import { at, type Deployed, deploy } from "../../harness.ts";

const topicArn = "arn:aws:sns:us-east-1:111122223333:alarms";
const make = () =>
  deploy(() => new FindingAlerts("security", { topicArn, runbookBaseUrl: "https://wiki.example.com/runbooks" }));

const detail = ({ one }: Deployed, kind: string) =>
  JSON.parse(String(one(aws.cloudwatch.EventRule, `security-${kind}`).inputs.eventPattern)).detail;

describe("FindingAlerts", () => {
  it("AGT-SEC-04: sends findings of GuardDuty, Security Hub, Inspector, Macie and Access Analyzer to the topic", async () => {
    const { of, one } = await make();
    const rules = of(aws.cloudwatch.EventRule);
    assert.deepEqual(
      new Set(rules.map(({ inputs }) => JSON.parse(String(inputs.eventPattern)).source[0])),
      new Set(["aws.guardduty", "aws.securityhub", "aws.inspector2", "aws.macie", "aws.access-analyzer"]),
    );
    for (const { name, inputs } of of(aws.cloudwatch.EventTarget)) {
      assert.deepEqual([inputs.rule, inputs.arn], [one(aws.cloudwatch.EventRule, name).outputs.name, topicArn]);
    }
  });

  it("AGT-SEC-04: sends only urgent findings", async () => {
    const made = await make();
    assert.deepEqual(detail(made, "threats"), { severity: [{ numeric: [">=", 7] }] });
    assert.deepEqual(detail(made, "vulnerabilities"), { severity: ["CRITICAL"], status: ["ACTIVE"] });
    assert.deepEqual(detail(made, "sensitive-data"), { severity: { description: ["High"] } });
    assert.deepEqual(detail(made, "external-access"), { status: ["ACTIVE"] });
    const { findings } = detail(made, "posture");
    assert.deepEqual(findings.Severity, { Label: ["CRITICAL"] });
    assert.deepEqual(findings.ProductArn, [{ suffix: ":product/aws/securityhub" }]);
  });

  it("sends messages whose paths exist in the event and whose runbooks exist", async () => {
    const { of } = await make();
    for (const target of of(aws.cloudwatch.EventTarget)) {
      const message = JSON.parse(String(at(target, "inputTransformer.inputTemplate")));
      const named = [...message.matchAll(/<(\w+)>/g)].map(([, path]) => path);
      const given = at(target, "inputTransformer.inputPaths") as Record<string, string>;
      assert.deepEqual(named.sort(), Object.keys(given).sort(), target.name);
      assert.ok(
        Object.values(given).every((path) => path.startsWith("$.")),
        target.name,
      );
      assert.match(message, /Runbook: https:\/\/wiki\.example\.com\/runbooks\/security-finding$/);
    }
    assert.ok(existsSync("docs/runbooks/security-finding.md"));
  });
});
