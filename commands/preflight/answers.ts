import { type Account, isAbsent, told } from "../account/account.ts";
import { type Answer, type Need, no, type Subject, unknown } from "./need.ts";

/** A need with what the account answered; no answer where none was asked. */
export interface Answered {
  subject: Subject;
  what: string;
  detail: string;
  items?: readonly string[];
  answer?: Answer;
}

/** Asks the account every need, some at a time. */
export async function answers(needs: readonly Need[], account: Account | undefined): Promise<Answered[]> {
  const answered = needs.map(plain);
  if (account === undefined) return answered;
  const waiting = needs.map((need, index) => ({ need, index }));
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { need, index } = next;
      answered[index] = { ...plain(need), answer: await ask(need, account) };
    }
  };
  // AWS limits the rate of requests, so few are open at a time.
  await Promise.all(Array.from({ length: 8 }, worker));
  return answered;
}

/** A need without the function that asks. */
function plain({ subject, what, detail, items }: Need): Answered {
  return { subject, what, detail, ...(items === undefined ? {} : { items }) };
}

async function ask(need: Need, account: Account): Promise<Answer> {
  if (need.ask === undefined) return unknown("no API tells");
  try {
    return await need.ask(account);
  } catch (error) {
    return isAbsent(error) ? no(told(error)) : unknown(told(error));
  }
}
