import type { PostgresVersion } from "../versions.ts";

/** What a store is, and whom it knows. */
export type Engine =
  | {
      /** PostgreSQL. */
      kind: "postgresql";

      /** Major version of PostgreSQL. */
      version: PostgresVersion;
      /** Database that is made at the first start. */
      database: string;
      /** User that signs in with the store's password, and owns the database. */
      user: string;
    }
  | {
      /** Valkey. */
      kind: "valkey";
      /** The only user; it signs in with the store's password. */
      user: string;
      /** What the user may do, as an access string of ElastiCache. */
      access: string;
    };

/** The server of an engine, as its container runs it. */
export interface Server {
  image: string;
  port: number;
  /** What the container runs instead of the image's own start. */
  command?: string[];
  environment: Readonly<Record<string, string>>;
  /** Directories besides the data's that it writes to, by name. */
  scratch: Readonly<Record<string, string>>;
  /** How it says that it takes connections. */
  probe: { exec: { command: string[] } } | { tcpSocket: { port: number } };
}

/** Directory of the data. */
export const dataPath = "/data";

/** File with the password. */
export const passwordFile = "/run/store/password";

/** What runs an engine; the password is in none of it. */
export function serverOf(engine: Engine): Server {
  return engine.kind === "postgresql" ? postgresql(engine) : valkey(engine);
}

function postgresql({ version, database, user }: Extract<Engine, { kind: "postgresql" }>): Server {
  const port = 5432;
  return {
    // The newest minor of the major, as RDS picks it.
    image: `docker.io/library/postgres:${version}`,
    port,
    environment: {
      PGDATA: `${dataPath}/postgresql`,
      POSTGRES_DB: database,
      POSTGRES_USER: user,
      POSTGRES_PASSWORD_FILE: passwordFile,
    },
    scratch: { tmp: "/tmp", socket: "/var/run/postgresql" },
    // Over TCP: while the database is being made, the server is there for its own socket alone.
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
    // The project's own line; ElastiCache counts its releases on its own.
    image: "docker.io/valkey/valkey:8.1",
    port,
    // The configuration comes by standard input, so that no argument and no variable holds the password.
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
