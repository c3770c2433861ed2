import platform from "../../index.ts";
import { definitions } from "../../stacks/definitions.ts";
import { type Settings, settings } from "../../stacks/settings.ts";
import { type Deployed, deploy } from "../harness.ts";
import { configOf, stacks } from "../stacks/stack-settings.ts";

/** The shipped stacks that run on AWS, with their definitions. */
export const onAws = stacks.flatMap((stack) => {
  const definition = definitions[configOf(stack)["platform:definition"] ?? stack];
  return definition === undefined ? [] : [{ stack, definition }];
});

/** A shipped stack after a change of its settings, as the program registers it in its own account and Region. */
export function deployEdited(stack: string, change: (settings: Settings) => Settings): Promise<Deployed> {
  const config = configOf(stack);
  const { "platform:region": region = "", "platform:accountId": accountId = "" } = config;
  const place = { partition: "aws", region, accountId };
  return deploy(() => platform(change(settings())), { stack, config, place });
}

const unprotected = new Map<string, Promise<Deployed>>();

/** A shipped stack without deletion protection, as it is before a destroy; it is made once. */
export function deployUnprotected(stack: string): Promise<Deployed> {
  const made =
    unprotected.get(stack) ??
    deployEdited(stack, ({ config, definition }) => ({
      config,
      definition: { ...definition, deletionProtection: false },
    }));
  unprotected.set(stack, made);
  return made;
}
