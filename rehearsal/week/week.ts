import { type Stretch, taken } from "../../components/data/windows.ts";
import type { Thing } from "../account/thing.ts";
import { stringsAt, valueAt, valuesAt } from "../account/values.ts";
import { runs, seasons, week } from "./clock.ts";

/**
 * Lives through a week in winter and one in summer with what exists: the schedules of backups, stops and starts, and
 * the windows of databases. Returns what would not happen.
 */
export function clashes(things: readonly Thing[]): string[] {
  const databases = things.filter(({ type, state }) => type === "aws:rds/instance:Instance" && state === "active");
  const found = seasons.flatMap((season) => {
    const starts = backups(things, season);
    const calls = scheduledCalls(things, season);
    return databases.flatMap((database) => {
      const running = runningOf(identifierOf(database), calls);
      const own = starts.filter(({ covers }) => covers(database));
      return [...duringWindows(database, own), ...asleep(database, own, running)];
    });
  });
  return [...new Set(found)];
}

interface Start {
  /** Plan and rule. */
  name: string;
  minutes: readonly number[];
  covers: (thing: Thing) => boolean;
}

/** When AWS Backup starts to create snapshots, and of what; a continuous backup has its own times. */
function backups(things: readonly Thing[], season: Date): Start[] {
  return things
    .filter(({ type }) => type === "aws:backup/plan:Plan")
    .flatMap((plan) => {
      const selections = things.filter(
        ({ type, inputs }) => type === "aws:backup/selection:Selection" && inputs["planId"] === plan.id,
      );
      const covers = (thing: Thing) => selections.some((selection) => selects(selection, thing));
      return valuesAt(plan.inputs, "rules").flatMap((rule) => {
        const { ruleName, schedule, scheduleExpressionTimezone, enableContinuousBackup } = { ...Object(rule) };
        if (enableContinuousBackup === true) return [];
        const minutes = runs(String(schedule), String(scheduleExpressionTimezone ?? "UTC"), season);
        return [{ name: `rule ${ruleName} of backup plan ${plan.name}`, minutes, covers }];
      });
    });
}

/** Whether a selection names a thing by its ARN, or by its tags: all of the conditions must hold. */
function selects({ inputs }: Thing, { inputs: own, outputs }: Thing): boolean {
  const resources = stringsAt(inputs, "resources");
  if (resources.some((each) => each === outputs["arn"])) return true;
  const conditions = valuesAt(inputs, "conditions.stringEquals");
  const tags = { ...Object(own["tagsAll"]) };
  const holds = (condition: unknown) => {
    const { key = "", value } = { ...Object(condition) };
    return tags[String(key).replace("aws:ResourceTag/", "")] === value;
  };
  return resources.includes("*") && conditions.length > 0 && conditions.every(holds);
}

interface Call {
  api: string;
  input: string;
  minutes: readonly number[];
}

/** What EventBridge Scheduler calls, and when. */
function scheduledCalls(things: readonly Thing[], season: Date): Call[] {
  return things
    .filter(({ type }) => type === "aws:scheduler/schedule:Schedule")
    .map(({ inputs }) => ({
      api: String(valueAt(inputs, "target.arn")).split(":aws-sdk:")[1] ?? "",
      input: String(valueAt(inputs, "target.input")),
      minutes: runs(
        String(inputs["scheduleExpression"]),
        String(inputs["scheduleExpressionTimezone"] ?? "UTC"),
        season,
      ),
    }));
}

/** Whether a database runs, by minute: the last call before it says. */
function runningOf(identifier: string, calls: readonly Call[]): (minute: number) => boolean {
  const own = calls.filter(({ api, input }) => api.startsWith("rds:") && input.includes(`"${identifier}"`));
  const events = own
    .flatMap(({ api, minutes }) => minutes.map((at) => ({ at, runs: api.startsWith("rds:start") })))
    .sort((left, right) => left.at - right.at);
  const last = events.at(-1)?.runs ?? true;
  return (minute) => events.findLast(({ at }) => at <= (minute + week) % week)?.runs ?? last;
}

const hour = 60;

/** AWS Backup starts no snapshot in a window of a DB instance or in the hour before: see layers/references/times.ts. */
function duringWindows(database: Thing, starts: readonly Start[]): string[] {
  const { backup, maintenance } = windowsOf(database);
  const hits = (stretches: readonly Stretch[], minute: number) =>
    stretches.some(({ start, length }) => (minute - start + hour + week) % week < length + hour);
  return starts.flatMap(({ name, minutes }) =>
    [
      ...(minutes.some((minute) => hits(backup, minute)) ? ["backup window"] : []),
      ...(minutes.some((minute) => hits(maintenance, minute)) ? ["maintenance window"] : []),
    ].map((window) => `${name} starts in the ${window} of ${identifierOf(database)} or in the hour before`),
  );
}

/** What a stopped DB instance misses: its own windows, and the starts of AWS Backup. */
function asleep(database: Thing, starts: readonly Start[], running: (minute: number) => boolean): string[] {
  const name = identifierOf(database);
  const { backup, maintenance } = windowsOf(database);
  const isAwake = ({ start, length }: Stretch) => running(start) && running(start + length - 1);
  return [
    ...(backup.some(isAwake) || backup.length === 0 ? [] : [`${name} is stopped in each of its backup windows`]),
    ...(maintenance.every(isAwake) ? [] : [`${name} is stopped in its maintenance window`]),
    ...starts
      .filter(({ minutes }) => !minutes.every(running))
      .map((start) => `${start.name} starts while ${name} is stopped`),
  ];
}

function windowsOf({ inputs }: Thing) {
  const window = String(inputs["backupWindow"]);
  return taken({ retentionDays: 1, window, maintenanceWindow: String(inputs["maintenanceWindow"]).toLowerCase() });
}

function identifierOf({ outputs }: Thing): string {
  return String(outputs["identifier"]);
}
