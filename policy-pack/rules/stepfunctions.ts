import { all, is, oneOf, set } from "../checks/conditions.ts";
import { levels, service } from "../checks/rule.ts";

const machine = ["aws:sfn/stateMachine:StateMachine"];
const logging = {
  level: "ERROR",
  includeExecutionData: true,
  logDestination: "arn:aws:logs:eu-west-1:1:log-group:x:*",
};

export const stepfunctions = service("AWS Step Functions", [
  {
    name: "sfn-logged",
    types: machine,
    description: "Step Functions state machines log executions to CloudWatch Logs.",
    why: "An express workflow keeps no history, and a standard one for 90 days only, so without a log the cause of a failed execution cannot be found later.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["StepFunctions.1"],
    fix: "set loggingConfiguration.level to ALL, ERROR or FATAL, and loggingConfiguration.logDestination",
    check: all(
      oneOf("loggingConfiguration.level", ["ALL", "ERROR", "FATAL"]),
      set("loggingConfiguration.logDestination"),
    ),
    ok: { loggingConfiguration: logging },
    bad: { loggingConfiguration: { level: "OFF" } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "sfn-log-data",
    types: machine,
    description: "Step Functions state machines log the input and output of states.",
    why: "A log without the data shows that a state failed, but not on which record, so an on-call engineer cannot repeat or mend the one execution.",
    severity: "low",
    levels: levels("-/-/A"),
    controls: ["CKV_AWS_285"],
    fix: "set loggingConfiguration.includeExecutionData to true, unless the data is personal",
    check: is("loggingConfiguration.includeExecutionData", true),
    ok: { loggingConfiguration: logging },
    bad: { loggingConfiguration: { ...logging, includeExecutionData: false } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "sfn-traced",
    types: machine,
    description: "Step Functions state machines have X-Ray tracing.",
    why: "Without traces, the time that an execution spends in each called service is not visible, and a slow dependency is found only by trial.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_284"],
    fix: "set tracingConfiguration.enabled to true",
    check: is("tracingConfiguration.enabled", true),
    ok: { tracingConfiguration: { enabled: true } },
    bad: { tracingConfiguration: { enabled: false } },
    absent: "fail",
    unknown: "undecided",
  },
]);
