import { all, is, isNot } from "../checks/conditions.ts";
import { levels, service } from "../checks/rule.ts";

const environment = ["aws:mwaa/environment:Environment"];
const on = { enabled: true, logLevel: "INFO" };
const logs = { schedulerLogs: on, workerLogs: on, webserverLogs: on };
const kinds = ["schedulerLogs", "workerLogs", "webserverLogs"];

export const mwaa = service("Amazon MWAA", [
  {
    name: "mwaa-not-public",
    types: environment,
    description: "MWAA web servers are private.",
    why: "The web server of Airflow can start every workflow and shows connections, and a public one is on the internet for each flaw of Airflow.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "leave webserverAccessMode unset, or set it to PRIVATE_ONLY",
    check: isNot("webserverAccessMode", "PUBLIC_ONLY"),
    ok: { webserverAccessMode: "PRIVATE_ONLY" },
    bad: { webserverAccessMode: "PUBLIC_ONLY" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "mwaa-logged",
    types: environment,
    description: "MWAA environments write scheduler, worker and web server logs.",
    why: "A workflow that fails at night leaves its reason only in these logs, and without them it can just be started again.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_242", "CKV_AWS_243", "CKV_AWS_244"],
    fix: "set enabled to true in schedulerLogs, workerLogs and webserverLogs of loggingConfiguration",
    check: all(...kinds.map((kind) => is(`loggingConfiguration.${kind}.enabled`, true))),
    ok: { loggingConfiguration: logs },
    bad: { loggingConfiguration: { ...logs, workerLogs: { enabled: false } } },
    clauses: [
      { controls: ["CKV_AWS_242"], bad: { loggingConfiguration: { ...logs, schedulerLogs: undefined } } },
      { controls: ["CKV_AWS_243"], bad: { loggingConfiguration: { ...logs, workerLogs: { enabled: false } } } },
      { controls: ["CKV_AWS_244"], bad: { loggingConfiguration: { ...logs, webserverLogs: {} } } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
]);
