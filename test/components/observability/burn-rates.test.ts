import assert from "node:assert/strict";
import {
  type BurnRate,
  budgetSpentPercent,
  burnRates,
  daysToExhaustion,
  errorBudget,
} from "../../../components/observability/burn-rates.ts";

function burn(role: BurnRate["role"]): BurnRate {
  const found = burnRates.find((each) => each.role === role);
  assert.ok(found);
  return found;
}

describe("burn rates", () => {
  it("are the three of the Site Reliability Workbook", () => {
    assert.deepEqual(
      burnRates.map(({ rate, longMinutes, shortMinutes, severity }) => [rate, longMinutes, shortMinutes, severity]),
      [
        [14.4, 60, 5, "critical"],
        [6, 360, 30, "critical"],
        [1, 4320, 360, "warning"],
      ],
    );
  });

  it("spend 2, 5 and 10 % of a budget for 30 days in their long window", () => {
    assert.deepEqual(
      burnRates.map((each) => budgetSpentPercent(each, 30)),
      [2, 5, 10],
    );
    assert.equal(budgetSpentPercent(burn("fast"), 7), 8.6);
  });

  it("compute the days until the budget is spent", () => {
    assert.equal(daysToExhaustion(burn("fast"), 30), 2.1);
    assert.equal(daysToExhaustion(burn("medium"), 30), 5);
    assert.equal(daysToExhaustion(burn("slow"), 28), 28);
  });

  it("compute the budget of an objective without binary fractions", () => {
    assert.equal(errorBudget(99.9), 0.001);
    assert.equal(errorBudget(99.95), 0.0005);
    assert.equal(errorBudget(99.99), 0.0001);
    assert.equal(errorBudget(95), 0.05);
  });
});
