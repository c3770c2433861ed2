import type { Refusal } from "../refusal.ts";
import { isOwn } from "../thing.ts";
import { api } from "./sources.ts";

const monitor = "aws:costexplorer/anomalyMonitor:AnomalyMonitor";
const analyzer = "aws:accessanalyzer/analyzer:Analyzer";
const tag = "aws:costexplorer/costAllocationTag:CostAllocationTag";

const ofServices = { name: "services", monitorType: "DIMENSIONAL", monitorDimension: "SERVICE" };
const activated = { tagKey: "team", status: "Active" };

/** What an account has once, and what only the account that pays has. */
export const singletons: readonly Refusal[] = [
  {
    name: "ce-dimensional-monitor-limit",
    types: [monitor],
    on: ["create"],
    code: "ValidationException",
    source: api("ce", "CreateAnomalyMonitor"),
    check: (request, account) => {
      if (request.inputs["monitorType"] !== "DIMENSIONAL") return undefined;
      const others = account
        .all(monitor, request.place)
        .filter((thing) => !isOwn(thing, request) && thing.inputs["monitorType"] === "DIMENSIONAL");
      return others.length > 0 ? "Limit exceeded on dimensional spend monitor creation" : undefined;
    },
    passes: { judged: { create: monitor, as: "services", inputs: ofServices } },
    refused: { start: "lived-in", judged: { create: monitor, as: "services", inputs: ofServices } },
  },
  {
    name: "ce-allocation-tag-of-member",
    types: [tag],
    on: ["create", "update"],
    code: "AccessDeniedException",
    source: "2i2c-org infrastructure pull request 4932 https://github.com/2i2c-org/infrastructure/pull/4932",
    check: (_, account) =>
      account.start.organizationMember
        ? "Failed to update Cost Allocation Tag: Linked account doesn't have access to cost allocation tags."
        : undefined,
    passes: { judged: { create: tag, as: "team", inputs: activated } },
    refused: { start: "lived-in", judged: { create: tag, as: "team", inputs: activated } },
  },
  {
    name: "accessanalyzer-analyzer-limit",
    types: [analyzer],
    on: ["create"],
    code: "ServiceQuotaExceededException",
    source: api("accessanalyzer", "CreateAnalyzer"),
    check: (request, account) => {
      const { type: kind = "ACCOUNT" } = request.inputs;
      const others = account
        .all(analyzer, request.place)
        .filter((thing) => !isOwn(thing, request) && (thing.inputs["type"] ?? "ACCOUNT") === kind);
      return kind === "ACCOUNT" && others.length > 0
        ? "You have reached the maximum number of analyzers of this type."
        : undefined;
    },
    passes: { judged: { create: analyzer, as: "first", inputs: { analyzerName: "first" } } },
    refused: {
      before: [{ create: analyzer, as: "first", inputs: { analyzerName: "first" } }],
      judged: { create: analyzer, as: "second", inputs: { analyzerName: "second" } },
    },
  },
];
