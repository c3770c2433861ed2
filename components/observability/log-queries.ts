import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { type LogQuery, logQueries } from "./log-query-table.ts";

export interface LogQueriesArgs {
  /** Folder that the console shows the queries in, for example platform-prod. */
  folder: string;
  /** Names of the log groups that each query reads; a query that is left out is not made. */
  logGroupNames: Readonly<Partial<Record<LogQuery, readonly pulumi.Input<string>[]>>>;
}

/** Queries of CloudWatch Logs Insights, saved where somebody who is on call finds them; a query costs when it is run, by what it reads. */
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
      // CloudWatch Logs reads at most 50 log groups in one query.
      length >= 1 && length <= 50 ? [] : [`logGroupNames.${query} must be 1 to 50 log groups, got ${length}`],
    ),
  ];
}
