import type { Answers } from "../cloud.ts";

export const network: Answers = {};
