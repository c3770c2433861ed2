/** A saved query of CloudWatch Logs Insights. */
export type LogQuery =
  | "error-logs"
  | "slow-requests"
  | "top-talkers"
  | "rejected-traffic"
  | "denied-calls"
  | "slow-sql";

interface Question {
  query: LogQuery;
  /** Name in the console. */
  title: string;
  /** Query string. */
  text: string;
}

function lines(...commands: string[]): string {
  return commands.join("\n| ");
}

/** First fields of the flow logs' format, in the order of FlowLogs; the query does not read the others. */
const flowRecord = `parse @message "* * * * * * * * * * * * * *" as ${[
  ...["version", "account", "interface", "source", "destination", "sourcePort", "destinationPort", "protocol"],
  ...["packets", "bytes", "start", "end", "action", "rest"],
].join(", ")}`;

/** Queries in the order of the console. */
export const logQueries: readonly Question[] = [
  {
    query: "error-logs",
    title: "Error logs",
    text: lines(
      "fields @timestamp, @log, @logStream, level, @message",
      // JSON logs have a level, other logs only a message.
      "filter level like /(?i)^(error|fatal|critical|panic)$/ or (not ispresent(level) and @message like /(?i)\\b(error|exception|fatal|panic)\\b/)",
      "sort @timestamp desc",
      "limit 200",
    ),
  },
  {
    query: "slow-requests",
    title: "Slow requests",
    text: lines(
      // Services log their duration, Kong the latency of the request; both in milliseconds.
      "fields coalesce(duration_ms, latencies.request) as milliseconds, coalesce(path, request.uri) as url, coalesce(status, response.status) as answer",
      "filter milliseconds > 500",
      "stats count(*) as requests, pct(milliseconds, 50) as p50, pct(milliseconds, 95) as p95, max(milliseconds) as slowest by url, answer",
      "sort p95 desc",
      "limit 50",
    ),
  },
  {
    query: "top-talkers",
    title: "Top talkers",
    text: lines(
      flowRecord,
      'filter action = "ACCEPT"',
      "stats sum(bytes) as transferred, sum(packets) as sent by source, destination, destinationPort",
      "sort transferred desc",
      "limit 50",
    ),
  },
  {
    query: "rejected-traffic",
    title: "Rejected traffic",
    text: lines(
      flowRecord,
      'filter action = "REJECT"',
      "stats count(*) as records, sum(packets) as sent by source, destination, destinationPort, interface",
      "sort records desc",
      "limit 50",
    ),
  },
  {
    query: "denied-calls",
    title: "Denied API calls",
    text: lines(
      "filter errorCode like /AccessDenied|Unauthorized|Forbidden/",
      "stats count(*) as calls, latest(errorMessage) as reason, latest(sourceIPAddress) as address by userIdentity.arn, eventSource, eventName",
      "sort calls desc",
      "limit 50",
    ),
  },
  {
    query: "slow-sql",
    title: "Slow SQL",
    text: lines(
      // PostgreSQL logs statements that take longer than log_min_duration_statement.
      "parse @message /duration: (?<milliseconds>[0-9.]+) ms\\s+(?:statement|execute [^:]*): (?<statement>.*)/",
      "filter ispresent(milliseconds)",
      "fields @timestamp, milliseconds, statement, @logStream",
      "sort milliseconds desc",
      "limit 50",
    ),
  },
];
