import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { type LogQuery, logQueries } from "./log-query-table.ts";

/** Arguments of LogQueries. */
export interface LogQueriesArgs {
  /** Folder of the queries in the console, for example platform-prod. */
  folder: string;
  /** Names of the log groups by query; other queries are not created. */
  logGroupNames: Readonly<Partial<Record<LogQuery, readonly pulumi.Input<string>[]>>>;
}

/** Saved queries of CloudWatch Logs Insights; each run is billed by the data that it scans. */
export class LogQueries extends pulumi.ComponentResource {
  /** IDs of the saved queries, by name. */
  readonly queryDefinitionIds: Readonly<Partial<Record<LogQuery, pulumi.Output<string>>>>;

  constructor(name: string, args: LogQueriesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:observability:LogQueries", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };

    const saved = logQueries.flatMap(({ query, title, text }): [LogQuery, pulumi.Output<string>][] => {
      const logGroupNames = args.logGroupNames[query];
      if (logGroupNames === undefined) return [];
      const inputs = { name: `${args.folder}/${title}`, logGroupNames: [...logGroupNames], queryString: text };
      return [[query, new aws.cloudwatch.QueryDefinition(`${name}-${query}`, inputs, child).queryDefinitionId]];
    });

    this.queryDefinitionIds = Object.fromEntries(saved);
    this.registerOutputs(outputs(this));
  }
}

function faults(args: LogQueriesArgs): string[] {
  return [
    ...(/^[^/\s][^/]{0,99}$/.test(args.folder)
      ? []
      : [`folder must be 1 to 100 characters without /, got "${args.folder}"`]),
    ...Object.entries(args.logGroupNames).flatMap(([query, { length }]) =>
      // CloudWatch Logs Insights supports 50 log groups per query.
      length >= 1 && length <= 50 ? [] : [`logGroupNames.${query} must be 1 to 50 log groups, got ${length}`],
    ),
  ];
}
