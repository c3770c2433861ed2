import type * as pulumi from "@pulumi/pulumi";

/** A database as its master user signs in to it: past a proxy, with the password that RDS manages. */
export interface MasterSignIn {
  /** DNS name of the DB instance or of the cluster's writer. */
  endpoint: pulumi.Output<string>;
  /** Database that is created with it. */
  database: string;
  /** Master user. */
  username: string;
  /** ARN of the secret that contains the user name and the password, as JSON. */
  secretArn: pulumi.Output<string>;
}

/** PostgreSQL's own client, which works with older and newer servers; not looked up whether a newer image exists. */
export const clientImage = "public.ecr.aws/docker/library/postgres:17.6-alpine3.22";

const userName = /^[a-z_][a-z0-9_-]{0,62}$/;

/** Faults of a user's name, as one line; names that need no quoting elsewhere, and are not the master's or RDS's own. */
export function userNameFault(user: string, master: string): string | undefined {
  const reserved = [master, "postgres", "rdsadmin"];
  return userName.test(user) && !reserved.includes(user) && !user.startsWith("pg_")
    ? undefined
    : `must be 1 to 63 lower-case letters, digits, hyphens and underscores, none of ${reserved.join(", ")} and not start with pg_, got "${user}"`;
}

/**
 * SQL that gives a database its users; it can run any number of times. Users sign in with IAM alone, and create their own
 * tables in the schema public. A user that is no longer listed stays, for it may own tables.
 *
 * From PostgreSQL 16 on the master user is a member of each user that it creates, without inheriting. RDS asks members of rds_iam
 * for IAM tokens; that it leaves out those who do not inherit is assumed (crossplane-contrib/provider-sql issue 359), since a
 * rule for +rds_iam in pg_hba.conf of PostgreSQL 17 itself refuses the master user's password after the first run.
 */
export function usersSql(database: string, users: readonly string[]): string {
  return [
    "SET client_min_messages = warning;",
    // Runs of two tasks at one time would both find a user missing.
    "BEGIN; SELECT pg_advisory_xact_lock(hashtext('platform database users'));",
    ...users
      .toSorted()
      .map((user) =>
        [
          `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${user}') THEN CREATE ROLE "${user}" LOGIN; END IF; END $$;`,
          `GRANT rds_iam TO "${user}";`,
          `GRANT CONNECT ON DATABASE "${database}" TO "${user}";`,
          `GRANT USAGE, CREATE ON SCHEMA public TO "${user}";`,
        ].join("\n"),
      ),
    "COMMIT;",
  ].join("\n");
}

/** Environment of the client, without the password. */
export function clientEnvironment(
  master: Pick<MasterSignIn, "endpoint" | "database" | "username">,
  port: number,
  sql: string,
) {
  return {
    PGHOST: master.endpoint,
    PGPORT: String(port),
    PGDATABASE: master.database,
    PGUSER: master.username,
    PGSSLMODE: "require",
    PGCONNECT_TIMEOUT: "10",
    USERS_SQL: sql,
  };
}

/** Shell command that runs the SQL; the password is in PGPASSWORD. */
export const clientCommand =
  "printf '%s' \"$USERS_SQL\" | psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --output /dev/null";
