import { callerOf } from "../../../services/http/caller";
import { readHttpApiRequest } from "../../../services/http/http-api-request";
import { readRestRequest } from "../../../services/http/rest-request";
import { accessClaims, httpApiEvent, idClaims } from "../support/http-api-event";
import { restClaims, restEvent } from "../support/rest-event";

const call = { method: "GET", path: "/basket/ada" };

test.each([
  ["an access token", accessClaims("ada", "[admin staff]")],
  ["an id token", idClaims("ada", "[admin staff]")],
])("%s of an HTTP API names user and groups", (_name, claims) => {
  expect(callerOf(readHttpApiRequest(httpApiEvent({ ...call, claims })))).toEqual({
    userName: "ada",
    groups: ["admin", "staff"],
  });
});

test("an id token of a REST API names user and groups", () => {
  const claims = restClaims("ada", "admin,staff");

  expect(callerOf(readRestRequest(restEvent({ ...call, claims })))).toEqual({
    userName: "ada",
    groups: ["admin", "staff"],
  });
});

test.each([
  ["no groups", undefined, []],
  ["one group of an HTTP API", "[admin]", ["admin"]],
  ["one group of a REST API", "admin", ["admin"]],
  ["an empty list", "[]", []],
  ["a group whose name contains admin", "[not-admin administrators]", ["not-admin", "administrators"]],
])("%s are read as they are", (_name, groups, expected) => {
  const claims = accessClaims("ada", groups);

  expect(callerOf(readHttpApiRequest(httpApiEvent({ ...call, claims })))?.groups).toEqual(expected);
});

test("a request without token has no caller", () => {
  expect(callerOf(readHttpApiRequest(httpApiEvent(call)))).toBeUndefined();
  expect(callerOf(readRestRequest(restEvent(call)))).toBeUndefined();
});

test("a token of a machine, which names no user, has no caller", () => {
  const { username, ...claims } = accessClaims("ada");

  expect(callerOf(readHttpApiRequest(httpApiEvent({ ...call, claims })))).toBeUndefined();
});
