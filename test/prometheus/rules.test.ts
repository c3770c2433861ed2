import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Annotated, ruleGroups } from "../../components/telemetry/alert-rules.ts";
import type { WorkloadObjective } from "../../components/telemetry/objective-rules.ts";
import { prometheusRuleGroups } from "../../components/telemetry/prometheus-rules.ts";
import { validate } from "../validators.ts";
import { type AlertCase, alertCases } from "./alert-cases.ts";
import { telemetryCases } from "./telemetry-cases.ts";

const context: Annotated = {
  team: "platform",
  dashboardUrls: {
    services: "https://grafana.example.com/d/abc123/service-overview",
    nodes: "https://grafana.example.com/d/nodes/nodes",
    telemetry: "https://grafana.example.com/d/telemetry/telemetry",
  },
  runbookBaseUrl: "https://wiki.example.com/runbooks",
};

const checkout: WorkloadObjective = {
  job: "checkout",
  indicator: { kind: "availability" },
  objectivePercent: 99.9,
  windowDays: 30,
  minimumRequests: 1000,
};
const search: WorkloadObjective = { ...checkout, job: "search", indicator: { kind: "latency", seconds: 0.5 } };

/** Requirement IDs of the alerts. */
const ids: Readonly<Record<string, string>> = {
  HighErrorRate: "AUT-OBS-01 AUT-OBS-02 ",
  APILatencyHigh: "AUT-OBS-03 ",
};

const cases = [...alertCases, ...telemetryCases];
const groups = Object.values(
  prometheusRuleGroups({
    project: "auterity",
    thresholds: { errorRatePercent: 1, latencyP95Seconds: 0.5 },
    objectives: { checkout, search },
  }),
).flat();

type Sample = { labels: string; value: number };
interface UnitTest {
  interval: string;
  name: string;
  input_series: { series: string; values: string }[];
  alert_rule_test?: { eval_time: string; alertname: string; exp_alerts: object[] }[];
  promql_expr_test?: { expr: string; eval_time: string; exp_samples: Sample[] }[];
}

describe("Prometheus rules", function () {
  this.timeout(900_000);
  let directory: string;
  before(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "rules-"));
    write("rules.json", { groups: ruleGroups(groups, context) });
  });
  after(() => fs.rmSync(directory, { recursive: true }));

  function write(name: string, content: object): string {
    const file = path.join(directory, name);
    fs.writeFileSync(file, JSON.stringify(content));
    return file;
  }

  /** Runs promtool's unit tests over the rules; a failed expectation is the error. */
  async function run(...tests: UnitTest[]): Promise<void> {
    const [{ interval } = { interval: "1m" }] = tests;
    const file = write("tests.json", { rule_files: ["rules.json"], evaluation_interval: interval, tests });
    await validate("promtool", "test", "rules", file);
  }

  it("pass promtool check rules", async () => {
    const said = await validate(
      "promtool",
      "check",
      "rules",
      "--lint=all",
      "--lint-fatal",
      path.join(directory, "rules.json"),
    );
    assert.match(said, /SUCCESS: \d+ rules found/);
  });

  it("have a case for every alert except burn rates", () => {
    const alerts = groups.flatMap(({ rules }) => rules.flatMap((rule) => ("alert" in rule ? [rule.alert] : [])));
    assert.deepEqual(
      new Set(cases.map(({ alert }) => alert)),
      new Set(alerts.filter((alert) => !alert.startsWith("ErrorBudgetBurn"))),
    );
  });

  it("point to runbooks that exist", () => {
    for (const { name, rules } of ruleGroups(groups, context)) {
      for (const rule of rules) {
        if (!("alert" in rule)) continue;
        const slug = rule.annotations["runbook"]?.replace("https://wiki.example.com/runbooks/", "");
        assert.ok(fs.existsSync(path.join("docs", "runbooks", `${slug}.md`)), `${name} ${rule.alert}: ${slug}`);
      }
    }
  });

  for (const each of cases) {
    it(`${ids[each.alert] ?? ""}${each.alert} fires in time for bad series, and not for good ones`, async () => {
      await run(
        unit("broken", each.broken, [at(each, each.minutes, [expected(each)]), ...notYet(each)]),
        unit("healthy", each.healthy, [at(each, each.minutes, [])]),
      );
    });
  }

  it("AUT-OBS-01 AUT-OBS-02 counts failures in relation to all requests, so few failures in many requests do not fire", async () => {
    const busy = {
      'http_requests_total{job="web", status="200"}': "0+60000x30",
      // Two failures a second, which an absolute limit would have exceeded.
      'http_requests_total{job="web", status="503"}': "0+120x30",
    };
    await run(unit("busy", busy, [{ eval_time: "10m", alertname: "HighErrorRate", exp_alerts: [] }]));
  });

  it("Watchdog fires always, without series", async () => {
    const alert = {
      exp_labels: { severity: "none", team: "platform" },
      exp_annotations: {
        summary: "Alerting works",
        description: "Always firing. Whoever expects it tells when it stops: then no other alert arrives either.",
        dashboard: "https://grafana.example.com/d/telemetry/telemetry",
        runbook: "https://wiki.example.com/runbooks/alerts-undelivered",
      },
    };
    await run(unit("nothing", { nothing: "0x5" }, [{ eval_time: "0m", alertname: "Watchdog", exp_alerts: [alert] }]));
  });

  it("AUI-OBS-02 records the mean latency of each job", async () => {
    const series = {
      // 30 s for 100 requests, over two pods.
      'http_request_duration_seconds_sum{job="auterity", pod="1"}': "0+20x20",
      'http_request_duration_seconds_sum{job="auterity", pod="2"}': "0+10x20",
      'http_request_duration_seconds_count{job="auterity", pod="1"}': "0+50x20",
      'http_request_duration_seconds_count{job="auterity", pod="2"}': "0+50x20",
    };
    const labels = 'job:request_latency_seconds:mean5m{job="auterity"}';
    const expr = "job:request_latency_seconds:mean5m";
    await run({
      ...unit("mean", series, []),
      promql_expr_test: [{ expr, eval_time: "10m", exp_samples: [{ labels, value: 0.3 }] }],
    });
    assert.equal(groups[0]?.name, "auterity");
  });

  const requests = (bad: number, good: number, minutes: number) => ({
    'http_requests_total{job="checkout", status="200"}': `0+${good}x${minutes}`,
    'http_requests_total{job="checkout", status="500"}': `0+${bad}x${minutes}`,
  });
  const burning = (summary: string, description: string, severity: string) => ({
    exp_labels: { severity, team: "platform", objective: "checkout" },
    exp_annotations: {
      summary,
      description,
      dashboard: "https://grafana.example.com/d/abc123/service-overview",
      runbook: "https://wiki.example.com/runbooks/error-budget-burn",
    },
  });

  it("burn rates: 2 % of failures for an hour are critical", async () => {
    const fast = burning(
      "The error budget of checkout burns 14.4 times too fast",
      "2% of the requests of checkout were bad in the last 1h, where 99.9% over 30 days are promised: that spends 2% of the budget in 1h, and all of it in 2.1 days.",
      "critical",
    );
    await run(
      unit("fast", requests(2, 98, 90), [{ eval_time: "65m", alertname: "ErrorBudgetBurnFast", exp_alerts: [fast] }]),
      // One failure in a thousand is within the objective.
      unit("promised", requests(1, 999, 90), [{ eval_time: "65m", alertname: "ErrorBudgetBurnFast", exp_alerts: [] }]),
      // Failures of 50 minutes have ended: the short window is below the rate, the long one still above.
      unit(
        "over",
        {
          'http_requests_total{job="checkout", status="200"}': "0+98x90",
          'http_requests_total{job="checkout", status="500"}': "0+2x50 100x40",
        },
        [{ eval_time: "60m", alertname: "ErrorBudgetBurnFast", exp_alerts: [] }],
      ),
      // 2 % of 100 requests an hour are two failures, below the minimum number of requests.
      unit("quiet", requests(0.02, 0.98, 90), [{ eval_time: "65m", alertname: "ErrorBudgetBurnFast", exp_alerts: [] }]),
    );
  });

  it("burn rates: 0.7 % of failures for six hours are critical, 0.2 % for three days are a warning", async () => {
    const medium = burning(
      "The error budget of checkout burns 6 times too fast",
      "0.7% of the requests of checkout were bad in the last 6h, where 99.9% over 30 days are promised: that spends 5% of the budget in 6h, and all of it in 5 days.",
      "critical",
    );
    const slow = burning(
      "The error budget of checkout burns 1 times too fast",
      "0.2% of the requests of checkout were bad in the last 3d, where 99.9% over 30 days are promised: that spends 10% of the budget in 3d, and all of it in 30 days.",
      "warning",
    );
    await run(
      tenMinutes(
        unit("medium", requests(70, 9930, 60), [
          { eval_time: "370m", alertname: "ErrorBudgetBurnMedium", exp_alerts: [medium] },
          { eval_time: "370m", alertname: "ErrorBudgetBurnFast", exp_alerts: [] },
        ]),
      ),
      tenMinutes(
        unit("slow", requests(20, 9980, 460), [
          { eval_time: "4400m", alertname: "ErrorBudgetBurnSlow", exp_alerts: [slow] },
          { eval_time: "4400m", alertname: "ErrorBudgetBurnMedium", exp_alerts: [] },
        ]),
      ),
      tenMinutes(
        unit("promised", requests(5, 9995, 460), [
          { eval_time: "4400m", alertname: "ErrorBudgetBurnSlow", exp_alerts: [] },
        ]),
      ),
    );
  });

  it("burn rates of latency count slow responses", async () => {
    const late = {
      'http_request_duration_seconds_bucket{job="search", le="0.5"}': "0+95x90",
      'http_request_duration_seconds_count{job="search"}': "0+100x90",
    };
    const expr = 'round(objective:bad_requests:ratio_rate1h{objective="search"}, 0.0001)';
    const exp_samples = [{ labels: '{objective="search"}', value: 0.05 }];
    await run({ ...unit("late", late, []), promql_expr_test: [{ expr, eval_time: "70m", exp_samples }] });
  });
});

function unit(
  name: string,
  series: Readonly<Record<string, string>>,
  tests: NonNullable<UnitTest["alert_rule_test"]>,
): UnitTest {
  const input_series = Object.entries(series).map(([each, values]) => ({ series: each, values }));
  return { interval: "1m", name, input_series, alert_rule_test: tests };
}

/** The same with a sample every ten minutes, which suffices for windows of hours. */
function tenMinutes(test: UnitTest): UnitTest {
  return { ...test, interval: "10m" };
}

function at({ alert }: AlertCase, minutes: number, exp_alerts: object[]) {
  return { eval_time: `${minutes}m`, alertname: alert, exp_alerts };
}

function notYet(each: AlertCase) {
  return each.notYet === undefined ? [] : [at(each, each.notYet, [])];
}

function expected({ labels, severity, summary, description, dashboard, runbook }: AlertCase) {
  return {
    exp_labels: { ...labels, severity, team: "platform" },
    exp_annotations: {
      summary,
      description,
      dashboard: context.dashboardUrls[dashboard],
      runbook: `https://wiki.example.com/runbooks/${runbook}`,
    },
  };
}
