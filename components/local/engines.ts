import type { PostgresVersion } from "../versions.ts";

/** Engine of a data store, with its user. */
export type Engine =
  | {
      /** PostgreSQL. */
      kind: "postgresql";

      /** Major version of PostgreSQL. */
      version: PostgresVersion;
      /** Name of the database that is created at the first start. */
      database: string;
      /** User with the store's password, who owns the database. */
      user: string;
    }
  | {
      /** Valkey. */
      kind: "valkey";
      /** The only user; it has the store's password. */
      user: string;
      /** Permissions of the user, as ElastiCache access string. */
      access: string;
    };

/** Container of an engine. */
export interface Server {
  image: string;
  port: number;
  /** Command in place of the image's entrypoint. */
  command?: string[];
  environment: Readonly<Record<string, string>>;
  /** Writable directories besides the data directory, by name. */
  scratch: Readonly<Record<string, string>>;
  /** Command of the readiness probe. */
  probe: { exec: { command: string[] } } | { tcpSocket: { port: number } };
}

/** Data directory. */
export const dataPath = "/data";

/** File with the password. */
export const passwordFile = "/run/store/password";

/** Containers by engine; none contains the password. */
export function serverOf(engine: Engine): Server {
  return engine.kind === "postgresql" ? postgresql(engine) : valkey(engine);
}

function postgresql({ version, database, user }: Extract<Engine, { kind: "postgresql" }>): Server {
  const port = 5432;
  return {
    // Newest minor of the major version, as on RDS.
    image: `docker.io/library/postgres:${version}`,
    port,
    environment: {
      PGDATA: `${dataPath}/postgresql`,
      POSTGRES_DB: database,
      POSTGRES_USER: user,
      POSTGRES_PASSWORD_FILE: passwordFile,
    },
    scratch: { tmp: "/tmp", socket: "/var/run/postgresql" },
    // Over TCP: while the database is initialized, the server listens on its Unix socket only.
    probe: {
      exec: {
        command: ["pg_isready", "--host=127.0.0.1", `--port=${port}`, `--username=${user}`, `--dbname=${database}`],
      },
    },
  };
}

function valkey({ user, access }: Extract<Engine, { kind: "valkey" }>): Server {
  const port = 6379;
  return {
    // Valkey's own release; ElastiCache's versions differ.
    image: "docker.io/valkey/valkey:8.1",
    port,
    // Configuration by standard input, so that no argument or variable contains the password.
    command: ["sh", "-ec", configured],
    environment: { VALKEY_USER: user, VALKEY_ACCESS: access },
    scratch: { tmp: "/tmp" },
    probe: { tcpSocket: { port } },
  };
}

const configured = `exec valkey-server - <<END
dir ${dataPath}
appendonly yes
user default off
user $VALKEY_USER $VALKEY_ACCESS >$(cat ${passwordFile})
END`;
