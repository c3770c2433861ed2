import type { Graph, StackResource } from "./rule.ts";
import { known } from "./values.ts";

/** Whether a stage is of a WebSocket API of the stack. */
export function isSocket(graph: Graph, stage: StackResource): boolean {
  return graph
    .targets(stage, "apiId", "aws:apigatewayv2/api:Api")
    .some(({ props }) => known(props, "protocolType") === "WEBSOCKET");
}
