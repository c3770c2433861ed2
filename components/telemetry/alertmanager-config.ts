import type { Severity } from "../observability/metric-row.ts";

/** A receiver of alerts; its secret is in a file named after the receiver, not in the configuration. */
export type Receiver =
  | {
      /** PagerDuty; the file holds the routing key of an Events API v2 integration. */
      kind: "pagerDuty";
    }
  | {
      /** Slack; the file holds the URL of an incoming webhook. */
      kind: "slack";
      /** Channel, for example #platform. */
      channel: string;
    }
  | {
      /** Email; the file holds the password of the SMTP user. */
      kind: "email";
      /** Address that receives the alerts. */
      to: string;
      /** Address that sends the alerts. */
      from: string;
      /** Host and port of the SMTP server. */
      smarthost: string;
      /** SMTP user name. */
      username: string;
    }
  | {
      /** A webhook that accepts Alertmanager's JSON; the file holds the URL. */
      kind: "webhook";
    };

/** A receiver of alerts of a severity. */
export interface Notice {
  /** Name of the receiver. */
  receiver: string;
  /** Seconds that an alert must last before this receiver is notified (group_wait), for escalation. @default 30 */
  afterSeconds?: number;
}

/** Routing of alerts. */
export interface Alerting {
  /** Receivers by name. */
  receivers: Readonly<Record<string, Receiver>>;
  /** Receivers of alerts by severity. */
  notices: Readonly<Record<Severity, readonly Notice[]>>;
  /** Receiver of the always firing alert: a webhook that alerts when notifications stop. */
  heartbeat: string;
}

/** Directory of the receivers' files, where Prometheus Operator mounts the Secret. */
export const receiverSecret = "alert-receivers";
const directory = `/etc/alertmanager/secrets/${receiverSecret}`;

/** Alertmanager configuration. */
export function alertmanagerConfig({ receivers, notices, heartbeat }: Alerting): object {
  const severities = ["critical", "warning"] as const;
  const routes = severities.flatMap((severity) =>
    notices[severity].map(({ receiver, afterSeconds = 30 }) => ({
      matchers: [`severity="${severity}"`],
      receiver,
      group_wait: `${afterSeconds}s`,
      continue: true,
    })),
  );
  return {
    global: { resolve_timeout: "5m" },
    route: {
      // Alerts without severity go to the receiver of warnings.
      receiver: notices.warning[0]?.receiver,
      group_by: ["alertname"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "1h",
      routes: [
        {
          matchers: ['alertname="Watchdog"'],
          receiver: heartbeat,
          group_wait: "0s",
          group_interval: "1m",
          repeat_interval: "1m",
        },
        ...routes,
      ],
    },
    // A critical alert inhibits the warning of the same name.
    inhibit_rules: [
      {
        source_matchers: ['severity="critical"'],
        target_matchers: ['severity="warning"'],
        equal: ["alertname", "namespace", "job", "objective"],
      },
    ],
    receivers: Object.entries(receivers).map(([name, receiver]) => ({ name, ...integration(name, receiver) })),
  };
}

const title =
  '{{ .Status | toUpper }}{{ if eq .Status "firing" }} {{ .Alerts.Firing | len }}{{ end }}: {{ .CommonLabels.alertname }}';
const text =
  "{{ range .Alerts }}{{ .Annotations.summary }}\n{{ .Annotations.description }}\n<{{ .Annotations.runbook }}|Runbook> <{{ .Annotations.dashboard }}|Dashboard>\n{{ end }}";

function integration(name: string, receiver: Receiver): object {
  const file = `${directory}/${name}`;
  switch (receiver.kind) {
    case "pagerDuty":
      return {
        pagerduty_configs: [
          {
            routing_key_file: file,
            send_resolved: true,
            severity: "{{ .CommonLabels.severity }}",
            description: "{{ .CommonAnnotations.summary }}",
            details: {
              description: "{{ .CommonAnnotations.description }}",
              runbook: "{{ .CommonAnnotations.runbook }}",
              dashboard: "{{ .CommonAnnotations.dashboard }}",
            },
          },
        ],
      };
    case "slack":
      return { slack_configs: [{ api_url_file: file, channel: receiver.channel, send_resolved: true, title, text }] };
    case "email": {
      const { to, from, smarthost, username } = receiver;
      const auth = { auth_username: username, auth_password_file: file, require_tls: true };
      return { email_configs: [{ to, from, smarthost, ...auth, send_resolved: true }] };
    }
    case "webhook":
      return { webhook_configs: [{ url_file: file, send_resolved: true }] };
  }
}

/** Faults of the routing. */
export function alertingFaults({ receivers, notices, heartbeat }: Alerting): string[] {
  const known = Object.keys(receivers);
  const unknown = (argument: string, name: string) =>
    Object.hasOwn(receivers, name) ? [] : [`${argument} must be one of ${known.join(", ")}, got "${name}"`];
  return [
    ...known.flatMap((name) =>
      // The name is also a key of the Secret.
      /^[\w.-]+$/.test(name) ? [] : [`receivers must have names of letters, digits, -, _ and ., got "${name}"`],
    ),
    ...(["critical", "warning"] as const).flatMap((severity) => [
      ...(notices[severity].length > 0 ? [] : [`notices.${severity} must name at least one receiver, got none`]),
      ...notices[severity].flatMap(({ receiver }, index) =>
        unknown(`notices.${severity}[${index}].receiver`, receiver),
      ),
    ]),
    ...unknown("heartbeat", heartbeat),
    ...Object.entries(receivers).flatMap(([name, receiver]) =>
      receiver.kind === "slack" && !/^[#@]/.test(receiver.channel)
        ? [`receivers.${name}.channel must start with # or @, got "${receiver.channel}"`]
        : [],
    ),
  ];
}
