import messages from "@pulumi/pulumi/proto/analyzer_pb.js";

/**
 * The engine's first message names the stack, its configuration and whether this is a preview. A pack that is an
 * executable gets these in no other way, and the SDK passes on only the stack's tags of that message.
 */
export function onHandshake(receive: (variables: Record<string, string>) => void): void {
  const { prototype } = messages.AnalyzerStackConfigureRequest;
  const { getTagsMap } = prototype;
  prototype.getTagsMap = function (...given) {
    const stack = this.getStack();
    const project = this.getProject();
    receive({
      ...(project !== "" && { PULUMI_PROJECT: project, PULUMI_NODEJS_PROJECT: project }),
      ...(stack !== "" && { PULUMI_STACK: stack, PULUMI_NODEJS_STACK: stack }),
      PULUMI_DRY_RUN: String(this.getDryRun()),
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(this.getConfigMap().getEntryList())),
    });
    return getTagsMap.apply(this, given);
  };
}
