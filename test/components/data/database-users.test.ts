import assert from "node:assert/strict";
import { userNameFault, usersSql } from "../../../components/data/database-users.ts";

describe("the SQL of database users", () => {
  it("RC-B2: can run any number of times, and at the same time, for users in any order", () => {
    const sql = usersSql("orders", ["reports", "application"]);
    assert.equal(sql, usersSql("orders", ["application", "reports"]));
    assert.ok(sql.indexOf("pg_advisory_xact_lock") < sql.indexOf("CREATE ROLE"));
    const created = sql.split("\n").filter((line) => line.includes("CREATE ROLE"));
    assert.equal(created.length, 2);
    assert.ok(created.every((line) => line.startsWith("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles")));
    assert.ok(!/PASSWORD|SUPERUSER|DROP/i.test(sql));
  });

  it("RC-B2: takes names that need no escape", () => {
    assert.equal(userNameFault("content-svc_2", "owner"), undefined);
    for (const name of ["owner", "postgres", "rdsadmin", "pg_monitor", "2nd", "Upper", 'a"b', "a'b", "x".repeat(64)])
      assert.ok(userNameFault(name, "owner")?.endsWith(`got "${name}"`), name);
  });
});
