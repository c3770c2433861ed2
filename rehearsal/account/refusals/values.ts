import { policyFaults } from "../../published/actions.ts";
import { fargateFaults } from "../../published/fargate.ts";
import type { ValueFault } from "../../published/fault.ts";
import { patternFaults } from "../../published/patterns.ts";
import { scheduleFaults } from "../../published/schedules.ts";
import type { Refusal, Step } from "../refusal.ts";
import type { Values } from "../thing.ts";
import { stringsAt, valuesAt } from "../values.ts";
import { publishedValues } from "./published-values.ts";
import { api } from "./sources.ts";

/** What AWS reads a text in an input for, and what it answers to a wrong one. */
interface Text {
  name: string;
  types: readonly [string, ...string[]];
  /** Paths of the inputs that hold the text. */
  paths: readonly string[];
  faults(text: string): ValueFault[];
  code: string;
  words(fault: ValueFault): string;
  source: string;
  /** Inputs with a good text, and with a wrong one. */
  good: Values;
  wrong: Values;
}

const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };

/** Faults for which AWS refuses a policy; an action or a key that does not exist merely has no effect. */
function grammarFaults(policy: string): ValueFault[] {
  return policyFaults(policy).filter(
    ({ input, given, allowed }) =>
      /^(policy|Version|Statement\[\d+\](\.Effect)?)$/.test(input) ||
      given === "neither" ||
      given === "both" ||
      allowed === "an element of a statement" ||
      allowed === "a condition operator",
  );
}

const texts: readonly Text[] = [
  {
    name: "events-rule-pattern",
    types: ["aws:cloudwatch/eventRule:EventRule"],
    paths: ["eventPattern"],
    faults: patternFaults,
    code: "InvalidEventPatternException",
    words: ({ input, allowed }) => `Event pattern is not valid. Reason: ${input} is not ${allowed}`,
    source: "cloud-custodian issue 6507 https://github.com/cloud-custodian/cloud-custodian/issues/6507",
    good: { eventPattern: '{"source":["aws.ec2"]}' },
    wrong: { eventPattern: '{"source":["aws.ec2"],"detail":{}}' },
  },
  {
    name: "events-rule-schedule",
    types: ["aws:cloudwatch/eventRule:EventRule"],
    paths: ["scheduleExpression"],
    faults: scheduleFaults,
    code: "ValidationException",
    words: () => "Parameter ScheduleExpression is not valid.",
    source: api("eventbridge", "PutRule"),
    good: { scheduleExpression: "rate(1 hour)" },
    wrong: { scheduleExpression: "rate(1 hours)" },
  },
  {
    name: "scheduler-schedule-expression",
    types: ["aws:scheduler/schedule:Schedule"],
    paths: ["scheduleExpression"],
    faults: scheduleFaults,
    code: "ValidationException",
    words: ({ given }) => `Invalid Schedule Expression ${given}.`,
    source: api("scheduler", "CreateSchedule"),
    good: { scheduleExpression: "cron(0 7 ? * MON-FRI *)" },
    wrong: { scheduleExpression: "cron(0 7 * * MON-FRI *)" },
  },
  {
    name: "backup-plan-schedule",
    types: ["aws:backup/plan:Plan"],
    paths: ["rules.schedule"],
    faults: scheduleFaults,
    code: "InvalidParameterValueException",
    words: ({ given }) => `Invalid schedule expression: ${given}`,
    source: api("backup", "CreateBackupPlan"),
    good: { rules: [{ schedule: "cron(0 5 ? * * *)" }] },
    wrong: { rules: [{ schedule: "cron(0 25 ? * * *)" }] },
  },
  {
    name: "iam-policy-grammar",
    types: ["aws:iam/policy:Policy", "aws:iam/rolePolicy:RolePolicy"],
    paths: ["policy"],
    faults: grammarFaults,
    code: "MalformedPolicyDocument",
    words: ({ input }) => `Syntax errors in policy: ${input}.`,
    source: api("iam", "PutRolePolicy"),
    good: { policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) },
    wrong: { policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, Effect: "allow" }] }) },
  },
];

function refusal({ name, types, paths, faults, code, words, source, good, wrong }: Text): Refusal {
  const create = (inputs: Values): Step => ({ create: types[0], as: "given", inputs });
  return {
    name,
    types,
    on: ["create", "update"],
    code,
    source,
    check: ({ inputs }) => {
      const [fault] = paths.flatMap((path) => stringsAt(inputs, path)).flatMap(faults);
      return fault === undefined ? undefined : words(fault);
    },
    passes: { judged: create(good) },
    refused: { judged: create(wrong) },
  };
}

const task = (cpu: string, memory: string): Step => ({
  create: "aws:ecs/taskDefinition:TaskDefinition",
  as: "task",
  inputs: { family: "task", requiresCompatibilities: ["FARGATE"], cpu, memory, containerDefinitions: "[]" },
});

const fargateSize: Refusal = {
  name: "ecs-fargate-size",
  types: ["aws:ecs/taskDefinition:TaskDefinition"],
  on: ["create", "update"],
  code: "ClientException",
  source: api("ecs", "RegisterTaskDefinition"),
  check: ({ inputs }) => {
    const [[cpu], [memory]] = [valuesAt(inputs, "cpu"), valuesAt(inputs, "memory")];
    const isKnown = [cpu, memory].every((size) => typeof size === "string" || typeof size === "number");
    if (!isKnown || !stringsAt(inputs, "requiresCompatibilities").includes("FARGATE")) return undefined;
    const [fault] = fargateFaults(cpu, memory);
    return fault === undefined
      ? undefined
      : `No Fargate configuration exists for given values: ${fault.input} ${fault.given}, which is not ${fault.allowed}.`;
  },
  passes: { judged: task("512", "1024") },
  refused: { judged: task("512", "8192") },
};

/** Values that AWS does not take, wherever and whenever they are asked for. */
export const values: readonly Refusal[] = [...texts.map(refusal), fargateSize, ...publishedValues];
