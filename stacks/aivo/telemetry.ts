import type { Part } from "../../layers/definition.ts";
import { available } from "../objectives.ts";
import type { AivoSize } from "./size.ts";

type Prometheus = NonNullable<Part<"telemetry">["prometheus"]>;

/** What watches AIVO's cluster: Prometheus with Alertmanager and Grafana, and Loki with Alloy. */
export function aivoTelemetry({ telemetry }: AivoSize): Part<"telemetry"> {
  return {
    namespace: "monitoring",
    prometheus: {
      team: "platform-infrastructure",
      storage: telemetry.prometheus,
      objectives: available(["auth-svc", "content-svc"]),
      alerting,
      grafana: { url: telemetry.grafanaUrl, adminSecret: "grafana" },
    },
    loki: telemetry.loki,
  };
}

/** The same contacts as those of CloudWatch's alarms; critical alerts go to the team's mailbox after a quarter of an hour. */
const alerting: Prometheus["alerting"] = {
  secret: "alert-receivers",
  receivers: {
    "pagerduty-platform-on-call": { kind: "pagerDuty" },
    "slack-platform-infrastructure": { kind: "slack", channel: "#platform-infrastructure" },
    "email-platform": {
      kind: "email",
      to: "platform@aivo.edu",
      from: "alerts@aivo.edu",
      smarthost: "smtp.aivo.edu:587",
      username: "alerts@aivo.edu",
    },
    heartbeat: { kind: "webhook" },
  },
  notices: {
    critical: [
      { receiver: "pagerduty-platform-on-call" },
      { receiver: "slack-platform-infrastructure" },
      { receiver: "email-platform", afterSeconds: 900 },
    ],
    warning: [{ receiver: "slack-platform-infrastructure" }],
  },
  heartbeat: "heartbeat",
};
