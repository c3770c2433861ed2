import messages from "@pulumi/pulumi/proto/analyzer_pb.js";

/**
 * The engine introduces the stack before it asks for anything: its name, its configuration, whether this is a preview.
 * To a pack that is an executable it says so in no other way; the SDK passes on nothing of it but the stack's tags, which
 * it takes out of the same message.
 */
export function onIntroduction(told: (variables: Record<string, string>) => void): void {
  const { prototype } = messages.AnalyzerStackConfigureRequest;
  const { getTagsMap } = prototype;
  prototype.getTagsMap = function (...given) {
    const stack = this.getStack();
    told({
      ...(stack !== "" && { PULUMI_STACK: stack, PULUMI_NODEJS_STACK: stack }),
      PULUMI_DRY_RUN: String(this.getDryRun()),
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(this.getConfigMap().getEntryList())),
    });
    return getTagsMap.apply(this, given);
  };
}
