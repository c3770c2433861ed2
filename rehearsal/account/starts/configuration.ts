import type { ConfigMap } from "@pulumi/pulumi/automation/index.js";
import type { StartName } from "./start.ts";

const existing = {
  config: "existing",
  guardDuty: "existing",
  inspector: "existing",
  macie: "existing",
  openSearchRole: "existing",
  securityHub: "existing",
};

/** Configuration that a stack needs in an account to start from, on top of its file; a stack without AWS needs none. */
export function configurationIn(account: StartName, stackFile: string): ConfigMap {
  const accountId = /platform:accountId: "(\d{12})"/.exec(stackFile)?.[1];
  if (account === "fresh" || accountId === undefined) return {};
  const monitor = `arn:aws:ce::${accountId}:anomalymonitor/0d1e2c3b-4a5f-6071-8293-a4b5c6d7e8f9`;
  return {
    "platform:accountServices": { value: JSON.stringify(existing) },
    "platform:costAnomalyMonitor": { value: monitor },
  };
}
