import type { ChildProcess } from "node:child_process";
import type { Answered, Asked, Question, Questions } from "./account/questions.ts";

/** The questions as the rehearsal asks them: the answers come later. */
export type Asking = {
  [Each in Question]: (...given: Parameters<Questions[Each]>) => Promise<ReturnType<Questions[Each]>>;
};

/** Asks the account of a provider process over the channel that it was started with. */
export function asking(child: ChildProcess): Asking {
  const waiting = new Map<number, (answered: Answered) => void>();
  child.on("message", (text) => {
    const answered: Answered = JSON.parse(String(text));
    waiting.get(answered.number)?.(answered);
    waiting.delete(answered.number);
  });
  let last = 0;
  // What JSON.parse returns has any type; the answers are what `Questions` says, for the other end is held to it.
  const ask = async (question: Question, given: unknown[]) => {
    const number = ++last;
    const { promise, resolve } = Promise.withResolvers<Answered>();
    waiting.set(number, resolve);
    const asked: Asked = { number, question, given };
    child.send(JSON.stringify(asked));
    const { error, answered } = await promise;
    if (error !== undefined) throw new Error(error);
    return JSON.parse(JSON.stringify(answered ?? null));
  };
  return {
    snapshot: () => ask("snapshot", []),
    restore: (snapshot) => ask("restore", [snapshot]),
    listing: () => ask("listing", []),
    log: () => ask("log", []),
    inject: (fault) => ask("inject", [fault]),
    declare: (tokens) => ask("declare", [tokens]),
    begin: (stack) => ask("begin", [stack]),
    verdicts: (stack) => ask("verdicts", [stack]),
    add: (added) => ask("add", [added]),
  };
}

/** Answers the questions in the provider process. */
export function answering(questions: Questions): void {
  process.on("message", (text) => {
    const { number, question, given }: Asked = JSON.parse(String(text));
    const answered: Answered = { number };
    try {
      answered.answered = Reflect.apply(questions[question], undefined, given);
    } catch (error) {
      answered.error = error instanceof Error ? error.message : String(error);
    }
    process.send?.(JSON.stringify(answered));
  });
}
