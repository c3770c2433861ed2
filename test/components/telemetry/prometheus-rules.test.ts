import assert from "node:assert/strict";
import { PrometheusRules, type PrometheusRulesArgs } from "../../../components/telemetry/prometheus-rules.ts";
import { at, deploy, refusal } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";

const args: PrometheusRulesArgs = {
  namespace: "monitoring",
  project: "auterity",
  team: "platform",
  thresholds: { errorRatePercent: 1, latencyP95Seconds: 0.5 },
  objectives: {
    checkout: {
      job: "checkout",
      indicator: { kind: "availability" },
      objectivePercent: 99.9,
      windowDays: 30,
      minimumRequests: 1000,
    },
  },
  dashboardUrls: {
    services: "https://grafana.example.com/d/abc123/service-overview",
    nodes: "https://grafana.example.com/d/nodes/nodes",
    telemetry: "https://grafana.example.com/d/telemetry/telemetry",
  },
  runbookBaseUrl: "https://wiki.example.com/runbooks",
};
const program = () => new PrometheusRules("rules", args);
const token = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";

interface Rule {
  alert?: string;
  record?: string;
  expr: string;
  for?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

/** Rules of one concern. */
async function rules(concern: string): Promise<{ name: string; rules: Rule[] }[]> {
  const { one } = await deploy(program);
  return at(one(token, `rules-${concern}`), "spec.groups") as { name: string; rules: Rule[] }[];
}

describe("PrometheusRules", () => {
  it("AIV-EKS-07 is a PrometheusRule for each concern, valid by its schema", async () => {
    const { of, resources } = await deploy(program);
    assert.deepEqual(
      new Set(of(token).map((each) => at(each, "metadata.name"))),
      new Set(
        ["recordings", "services", "workloads", "nodes", "telemetry", "objectives"].map(
          (concern) => `platform-${concern}`,
        ),
      ),
    );
    assert.deepEqual(invalid(resources), []);
  });

  it("AUT-OBS-01 AUT-OBS-02 alerts on an error rate above 1 % in 5 minutes, for 2 minutes", async () => {
    const [group] = await rules("services");
    assert.equal(group?.name, "system_alerts");
    assert.deepEqual(group?.rules[0], {
      alert: "HighErrorRate",
      expr: 'sum by (job) (rate(http_requests_total{status=~"5.."}[5m])) / sum by (job) (rate(http_requests_total[5m])) > 0.01',
      for: "2m",
      labels: { severity: "critical", team: "platform" },
      annotations: {
        summary: "High error rate of {{ $labels.job }}",
        description:
          "{{ $labels.job }} answers {{ $value | humanizePercentage }} of its requests with a 5xx status, above the 1% error rate that is allowed.",
        dashboard: "https://grafana.example.com/d/abc123/service-overview",
        runbook: "https://wiki.example.com/runbooks/high-error-rate",
      },
    });
  });

  it("AUT-OBS-03 warns of a 95th percentile above half a second, for 5 minutes", async () => {
    const rule = (await rules("services"))[0]?.rules[1];
    assert.deepEqual(
      [rule?.alert, rule?.for, rule?.labels, rule?.annotations?.["runbook"], rule?.annotations?.["dashboard"]],
      [
        "APILatencyHigh",
        "5m",
        { severity: "warning", team: "platform" },
        "https://wiki.example.com/runbooks/high-latency",
        "https://grafana.example.com/d/abc123/service-overview",
      ],
    );
    assert.equal(
      rule?.expr,
      'histogram_quantile(0.95, sum by (le, handler) (rate(http_request_duration_seconds_bucket{handler!="metrics"}[5m]))) > 0.5',
    );
    assert.match(rule?.annotations?.["description"] ?? "", /\$labels\.handler.*500ms/);
  });

  it("AUI-OBS-02 records the mean latency in a group of the given name", async () => {
    assert.deepEqual(await rules("recordings"), [
      {
        name: "auterity",
        rules: [
          {
            record: "job:request_latency_seconds:mean5m",
            expr: "sum by (job) (rate(http_request_duration_seconds_sum[5m])) / sum by (job) (rate(http_request_duration_seconds_count[5m]))",
          },
        ],
      },
    ]);
  });

  it("gives every alert a severity, a team, a dashboard and a runbook", async () => {
    const { of } = await deploy(program);
    const alerts = of(token)
      .flatMap((each) => at(each, "spec.groups") as { rules: Rule[] }[])
      .flatMap((group) => group.rules.filter(({ alert }) => alert !== undefined));
    assert.ok(alerts.length > 20);
    for (const { alert, labels, annotations } of alerts) {
      assert.match(labels?.["severity"] ?? "", /^(critical|warning|none)$/, alert);
      assert.equal(labels?.["team"], "platform", alert);
      assert.match(annotations?.["dashboard"] ?? "", /^https:\/\/grafana\.example\.com\/d\//, alert);
      assert.match(annotations?.["runbook"] ?? "", /^https:\/\/wiki\.example\.com\/runbooks\/[a-z-]+$/, alert);
      assert.ok(annotations?.["summary"] && annotations["description"], alert);
    }
  });

  it("creates rules of five windows and three burn rates for an objective", async () => {
    const [group] = await rules("objectives");
    assert.equal(group?.name, "objective-checkout");
    assert.deepEqual(
      group?.rules.map(({ record, alert }) => record ?? alert),
      [
        "objective:bad_requests:ratio_rate5m",
        "objective:bad_requests:ratio_rate30m",
        "objective:bad_requests:ratio_rate1h",
        "objective:bad_requests:ratio_rate6h",
        "objective:bad_requests:ratio_rate3d",
        "ErrorBudgetBurnFast",
        "ErrorBudgetBurnMedium",
        "ErrorBudgetBurnSlow",
      ],
    );
    assert.equal(
      group?.rules[5]?.expr,
      'objective:bad_requests:ratio_rate1h{objective="checkout"} > 0.0144 and objective:bad_requests:ratio_rate5m{objective="checkout"} > 0.0144 and on () sum(increase(http_requests_total{job="checkout"}[1h])) >= 1000',
    );
  });

  it("creates no PrometheusRule of objectives without any", async () => {
    const { of } = await deploy(() => new PrometheusRules("rules", { ...args, objectives: {} }));
    assert.ok(!of(token).some(({ name }) => name === "rules-objectives"));
  });

  it("refuses objectives that cannot be met, invalid URLs and an empty team", async () => {
    const checkout = {
      job: "a b",
      indicator: { kind: "latency", seconds: 0 },
      objectivePercent: 90,
      windowDays: 3,
      minimumRequests: 0,
    } as const;
    const wrong = { ...args, team: " ", runbookBaseUrl: "http://wiki/", objectives: { checkout } };
    assert.equal(
      await refusal(() => new PrometheusRules("rules", wrong)),
      [
        'PrometheusRules "rules":',
        "  - team must not be empty, got nothing",
        "  - runbookBaseUrl must be an https:// URL that does not end in /, got http://wiki/",
        '  - objectives.checkout.job must be the name of a scrape job, got "a b"',
        "  - objectives.checkout.objectivePercent must be at least 95 and less than 100, got 90",
        "  - objectives.checkout.windowDays must be a whole number from 7 to 90, got 3",
        "  - objectives.checkout.minimumRequests must be a whole number from 1, got 0",
        "  - objectives.checkout.indicator.seconds must be greater than 0, got 0",
      ].join("\n"),
    );
  });
});
