import messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import { settingsPolicy } from "./configuration.ts";

const words = ["advisory", "mandatory", "disabled", "remediate"] as const;

/**
 * The engine passes every key of the file of --policy-pack-config, those that name no policy too, and the level that the
 * pack has told it for every other policy. The SDK keeps them all, and gives each policy its own only. Levels for which
 * `isToldTooEarly` are left out, so that the SDK asks the policy again; a file that says the same is left out with them.
 */
export function onConfiguration(
  receive: (keys: string[], settings: Record<string, unknown>) => void,
  isToldTooEarly: (policy: string, level: string | undefined) => boolean,
): void {
  const { prototype } = messages.ConfigureAnalyzerRequest;
  const { getPolicyconfigMap } = prototype;
  prototype.getPolicyconfigMap = function (...given) {
    const map = getPolicyconfigMap.apply(this, given);
    receive(
      map.getEntryList().map(([key]) => key),
      map.get(settingsPolicy)?.getProperties()?.toJavaScript() ?? {},
    );
    for (const [name, config] of [...map.entries()]) {
      const isPlain = Object.keys(config.getProperties()?.toJavaScript() ?? {}).length === 0;
      if (isPlain && isToldTooEarly(name, words[config.getEnforcementlevel()])) map.del(name);
    }
    return map;
  };
}
