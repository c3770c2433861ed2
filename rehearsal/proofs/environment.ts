/** What a variable of an environment tells a program to connect to. */
export interface Target {
  variable: string;
  host: string;
  port: number;
}

const ports: Readonly<Record<string, number>> = {
  "http:": 80,
  "https:": 443,
  "amqps:": 5671,
  "postgresql:": 5432,
  "rediss:": 6379,
};

/** The URLs of an environment, and its pairs of <NAME>_HOST and <NAME>_PORT. */
export function targets(environment: Readonly<Record<string, string>>): Target[] {
  return Object.entries(environment).flatMap(([variable, value]) => {
    if (/^[a-z]+:\/\//.test(value) && URL.canParse(value)) {
      const { protocol, hostname: host, port } = new URL(value);
      return [{ variable, host, port: Number(port) || (ports[protocol] ?? 443) }];
    }
    const port = variable.endsWith("_HOST") ? environment[variable.replace(/_HOST$/, "_PORT")] : undefined;
    return port === undefined ? [] : [{ variable, host: value, port: Number(port) }];
  });
}
