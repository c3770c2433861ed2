import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type PrometheusRulesArgs, prometheusRuleGroups } from "../../components/telemetry/prometheus-rules.ts";
import { validate } from "../validators.ts";

const args: Pick<PrometheusRulesArgs, "project" | "thresholds" | "objectives"> = {
  project: "platform",
  thresholds: { errorRatePercent: 1, latencyP95Seconds: 0.5 },
  objectives: {
    api: {
      job: "api",
      indicator: { kind: "availability" },
      objectivePercent: 99.9,
      windowDays: 30,
      minimumRequests: 100,
    },
  },
};

/** Runbooks that Prometheus alerts link. */
const linked = new Set(
  Object.values(prometheusRuleGroups(args)).flatMap((groups) =>
    groups.flatMap(({ rules }) => rules.flatMap((rule) => ("runbook" in rule ? [rule.runbook] : []))),
  ),
);
const page = (name: string) => fs.readFileSync(path.join("docs", "runbooks", `${name}.md`), "utf8");
/** PromQL of a runbook, with values in place of its placeholders. */
const asked = (name: string) =>
  [...page(name).matchAll(/^promql '(.+)'$/gm)].map(([, expr = ""]) => expr.replaceAll(/<\w+>/g, "x"));

describe("runbooks of Prometheus alerts", function () {
  this.timeout(300_000);

  it("begin with Prometheus and kubectl", () => {
    assert.ok(linked.size > 15, `${linked.size} pages`);
    for (const name of [...linked, "alerts-undelivered"]) {
      const [, first = ""] = /^## What to look at first\n(.*?)^## /ms.exec(page(name)) ?? [];
      assert.match(first, /^promql '/m, name);
      assert.match(page(name), /\bkubectl\b/, name);
    }
  });

  it("have valid PromQL", async () => {
    const rules = fs
      .readdirSync(path.join("docs", "runbooks"))
      .flatMap((file) => asked(path.basename(file, ".md")))
      .map((expr, index) => ({ record: `asked:${index}`, expr }));
    assert.ok(rules.length > 30, `${rules.length} expressions`);
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "runbooks-"));
    try {
      const file = path.join(directory, "rules.json");
      fs.writeFileSync(file, JSON.stringify({ groups: [{ name: "runbooks", rules }] }));
      assert.match(await validate("promtool", "check", "rules", file), /SUCCESS/);
    } finally {
      fs.rmSync(directory, { recursive: true });
    }
  });
});
