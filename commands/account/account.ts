import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

/** What an SDK client needs to send requests. */
export interface ClientConfig {
  region: string;
  credentials: STSClient["config"]["credentials"];
}

/** The account that the credentials belong to, asked in one Region. */
export interface Account {
  accountId: string;
  /** ARN of the caller. */
  caller: string;
  config: ClientConfig;
}

/** The account of the credentials that the SDK finds; undefined if it finds none. */
export async function account(region: string): Promise<Account | undefined> {
  const sts = new STSClient({ region });
  try {
    await sts.config.credentials();
  } catch (error) {
    if (errorName(error) === "CredentialsProviderError") return undefined;
    throw error;
  }
  const { Account: accountId = "", Arn: caller = "" } = await sts.send(new GetCallerIdentityCommand({}));
  return { accountId, caller, config: { region, credentials: sts.config.credentials } };
}

/** The same account in another Region. */
export function inRegion(of: Account, region: string): Account {
  return { ...of, config: { ...of.config, region } };
}

/** The code of an error of AWS, for example ResourceNotFoundException. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}

/** The HTTP status of an error of AWS. */
function statusOf(error: unknown): unknown {
  if (!(error instanceof Error) || !("$metadata" in error)) return undefined;
  const { $metadata: metadata } = error;
  return typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata
    ? metadata.httpStatusCode
    : undefined;
}

/** Whether an error says that what was asked for does not exist. */
export function isAbsent(error: unknown): boolean {
  return /NotFound|NoSuch|DoesNotExist|NonExistent/.test(errorName(error)) || statusOf(error) === 404;
}

/** An error in one line: its code and its message. */
export function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [line = ""] = error.message.split("\n");
  return error.name === "Error" || line.startsWith(error.name) ? line : `${error.name}: ${line}`;
}
