import messages from "@pulumi/pulumi/proto/analyzer_pb.js";

/**
 * The engine passes every key of the file of --policy-pack-config, those that name no policy too. The SDK keeps them, and
 * gives each policy its own only.
 */
export function onConfiguration(receive: (keys: string[]) => void): void {
  const { prototype } = messages.ConfigureAnalyzerRequest;
  const { getPolicyconfigMap } = prototype;
  prototype.getPolicyconfigMap = function (...given) {
    const map = getPolicyconfigMap.apply(this, given);
    receive(map.getEntryList().map(([key]) => key));
    return map;
  };
}
