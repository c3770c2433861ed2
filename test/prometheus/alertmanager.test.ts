import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Alerting, alertingFaults, alertmanagerConfig } from "../../components/telemetry/alertmanager-config.ts";
import { validate } from "../validators.ts";

const aivo: Alerting = {
  receivers: {
    "platform-on-call": { kind: "pagerDuty" },
    "platform-infrastructure": { kind: "slack", channel: "#platform-infrastructure" },
    platform: {
      kind: "email",
      to: "platform@aivo.edu",
      from: "alerts@aivo.edu",
      smarthost: "email-smtp.us-east-1.amazonaws.com:587",
      username: "AKIAIOSFODNN7EXAMPLE",
    },
    "dead-mans-switch": { kind: "webhook" },
  },
  notices: {
    critical: [
      { receiver: "platform-on-call" },
      { receiver: "platform-infrastructure" },
      { receiver: "platform", afterSeconds: 900 },
    ],
    warning: [{ receiver: "platform-infrastructure" }],
  },
  heartbeat: "dead-mans-switch",
};
const auterity: Alerting = {
  receivers: { "web.hook": { kind: "webhook" }, "dead-mans-switch": { kind: "webhook" } },
  notices: { critical: [{ receiver: "web.hook" }], warning: [{ receiver: "web.hook" }] },
  heartbeat: "dead-mans-switch",
};

describe("Alertmanager", function () {
  this.timeout(300_000);
  let directory: string;
  before(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "alertmanager-"));
  });
  after(() => fs.rmSync(directory, { recursive: true }));

  function file(alerting: Alerting): string {
    const target = path.join(directory, "alertmanager.json");
    fs.writeFileSync(target, JSON.stringify(alertmanagerConfig(alerting)));
    return target;
  }

  /** Receivers of an alert with these labels, from Alertmanager's routing. */
  async function told(alerting: Alerting, ...labels: string[]): Promise<string[]> {
    const said = await validate("amtool", "config", "routes", "test", "--config.file", file(alerting), ...labels);
    return said.trim().split(",");
  }

  it("accepts both configurations", async () => {
    for (const alerting of [aivo, auterity]) {
      assert.match(await validate("amtool", "check-config", file(alerting)), /SUCCESS/);
    }
  });

  it("AIV-ALR-01 notifies PagerDuty and Slack of critical alerts, escalates by email, and notifies Slack of warnings", async () => {
    assert.deepEqual(await told(aivo, "alertname=NodeNotReady", "severity=critical"), [
      "platform-on-call",
      "platform-infrastructure",
      "platform",
    ]);
    assert.deepEqual(await told(aivo, "alertname=VolumeFilling", "severity=warning"), ["platform-infrastructure"]);
    const { route, receivers } = settings(aivo);
    const waits = route.routes.map(({ receiver, group_wait }) => [receiver, group_wait]);
    assert.deepEqual(waits, [
      ["dead-mans-switch", "0s"],
      ["platform-on-call", "30s"],
      ["platform-infrastructure", "30s"],
      ["platform", "900s"],
      ["platform-infrastructure", "30s"],
    ]);
    assert.equal(receivers[1]?.slack_configs?.[0]?.channel, "#platform-infrastructure");
    assert.equal(receivers[2]?.email_configs?.[0]?.to, "platform@aivo.edu");
  });

  it("sends alerts without severity to the receiver of warnings", async () => {
    assert.deepEqual(await told(aivo, "alertname=Strange"), ["platform-infrastructure"]);
  });

  it("routes the Watchdog separately, and repeats it every minute", async () => {
    assert.deepEqual(await told(aivo, "alertname=Watchdog", "severity=none"), ["dead-mans-switch"]);
    assert.equal(settings(aivo).route.routes[0]?.repeat_interval, "1m");
  });

  it("AUI-OBS-05 groups by name, waits 30 s, repeats after an hour, and calls the webhook", async () => {
    assert.deepEqual(await told(auterity, "alertname=HighErrorRate", "severity=critical"), ["web.hook"]);
    const { group_by, group_wait, group_interval, repeat_interval, receiver } = settings(auterity).route;
    assert.deepEqual(
      [group_by, group_wait, group_interval, repeat_interval, receiver],
      [["alertname"], "30s", "5m", "1h", "web.hook"],
    );
  });

  it("has no URLs and keys, which are in files of a Secret", () => {
    const text = JSON.stringify([alertmanagerConfig(aivo), alertmanagerConfig(auterity)]);
    assert.doesNotMatch(text, /https?:|"(url|api_url|routing_key|service_key|auth_password)":/);
    assert.deepEqual(
      settings(auterity).receivers.map(({ webhook_configs }) => webhook_configs?.[0]?.url_file),
      [
        "/etc/alertmanager/secrets/alert-receivers/web.hook",
        "/etc/alertmanager/secrets/alert-receivers/dead-mans-switch",
      ],
    );
  });

  it("refuses unknown receivers, severities without receivers and invalid channels", () => {
    const faults = alertingFaults({
      receivers: { "a b": { kind: "slack", channel: "platform" } },
      notices: { critical: [], warning: [{ receiver: "x" }] },
      heartbeat: "y",
    });
    assert.deepEqual(faults, [
      'receivers must have names of letters, digits, -, _ and ., got "a b"',
      "notices.critical must name at least one receiver, got none",
      'notices.warning[0].receiver must be one of a b, got "x"',
      'heartbeat must be one of a b, got "y"',
      'receivers.a b.channel must start with # or @, got "platform"',
    ]);
  });
});

interface Settings {
  route: Record<string, unknown> & {
    routes: { receiver: string; group_wait: string; repeat_interval?: string }[];
  };
  receivers: {
    webhook_configs?: { url_file: string }[];
    slack_configs?: { channel: string }[];
    email_configs?: { to: string }[];
  }[];
}

function settings(alerting: Alerting): Settings {
  return JSON.parse(JSON.stringify(alertmanagerConfig(alerting)));
}
