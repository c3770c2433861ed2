import { stringsAt, valueAt } from "../account/values.ts";
import { type Graph, type Made, record } from "./graph.ts";

/** A container of a task definition. */
export interface Container {
  of: string;
  /** Environment variables with their values, without secrets. */
  environment: Readonly<Record<string, string>>;
}

/** The containers of a task definition. */
export function containersOf({ name, inputs }: Made): Container[] {
  const text = inputs["containerDefinitions"];
  const definitions: unknown = typeof text === "string" ? JSON.parse(text) : [];
  return (Array.isArray(definitions) ? definitions : []).map((each) => ({
    of: `container ${valueAt(record(each), "name")} of ${name}`,
    environment: variables(record(each)["environment"]),
  }));
}

/** The containers of all services of a stack, with the security groups of their tasks. */
export function tasksOf(graph: Graph): (Container & { groups: readonly string[] })[] {
  const definitions = graph.of("aws:ecs/taskDefinition:TaskDefinition");
  return graph.of("aws:ecs/service:Service").flatMap(({ inputs }) => {
    const groups = stringsAt(inputs, "networkConfiguration.securityGroups");
    return definitions
      .filter(({ outputs }) => outputs["arn"] === inputs["taskDefinition"])
      .flatMap(containersOf)
      .map((container) => ({ ...container, groups }));
  });
}

function variables(environment: unknown): Record<string, string> {
  const pairs = (Array.isArray(environment) ? environment : []).map(record);
  return Object.fromEntries(pairs.map(({ name, value }) => [String(name), String(value)]));
}
