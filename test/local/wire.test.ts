import { inputCheck } from "../../local/input-shape/check-input";
import { text } from "../../local/input-shape/scalars";
import { AccessDeniedError, AwsError } from "../../local/kernel/errors";
import type { Authorizer } from "../../local/kernel/policy";
import type { HttpRequest, Service, ServiceFactory } from "../../local/kernel/service";
import { AwsProtocols } from "../../local/wire/aws-protocols";
import { parseQueryForm } from "../../local/wire/query-form";
import { matchRestPath } from "../../local/wire/rest-path";
import { toXml } from "../../local/wire/xml";
import { testKernel } from "./test-kernel";

describe("parseQueryForm", () => {
  test("makes lists of members and objects of entries, however their parts are named", () => {
    const form = new URLSearchParams({
      Action: "Publish",
      "Attributes.entry.1.key": "RawMessageDelivery",
      "Attributes.entry.1.value": "true",
      "MessageAttributes.entry.1.Name": "kind",
      "MessageAttributes.entry.1.Value.DataType": "String",
      "MessageAttributes.entry.1.Value.StringValue": "a=b&c",
      "Ids.member.2": "second",
      "Ids.member.10": "tenth",
      "Ids.member.1": "first",
    }).toString();

    expect(parseQueryForm(form)).toEqual({
      Action: "Publish",
      Attributes: { RawMessageDelivery: "true" },
      MessageAttributes: { kind: { DataType: "String", StringValue: "a=b&c" } },
      Ids: ["first", "second", "tenth"],
    });
  });

  test("keeps names that every object inherits for itself", () => {
    parseQueryForm("__proto__.polluted=1&constructor.prototype.polluted=1");

    expect({}).not.toHaveProperty("polluted");
  });
});

describe("toXml", () => {
  test("writes lists, maps and objects as the AWS Query protocol does, and escapes", () => {
    const value = {
      Topics: [{ TopicArn: "a<b" }],
      Attributes: new Map([["Policy", '{"a":1}']]),
      Missing: undefined,
    };

    expect(toXml(value)).toBe(
      "<Topics><member><TopicArn>a&lt;b</TopicArn></member></Topics>" +
        "<Attributes><entry><key>Policy</key><value>{&quot;a&quot;:1}</value></entry></Attributes>",
    );
  });
});

describe("matchRestPath", () => {
  test.each([
    ["/functions/{Name}/invocations", "/functions/dev-api/invocations", { Name: "dev-api" }],
    ["/functions/{Name}", "/functions/arn%3Aaws/", { Name: "arn:aws" }],
    ["/{Bucket}/{Key+}", "/images/2026/a%20b.png", { Bucket: "images", Key: "2026/a b.png" }],
    ["/functions/{Name}", "/functions/a/b", undefined],
    ["/functions/{Name}/policy", "/functions/a", undefined],
  ])("%s and %s give %j", (template, path, parameters) => {
    expect(matchRestPath(template, path)).toEqual(parameters);
  });

  test("refuses a parameter that is not percent-encoded text", () => {
    expect(() => matchRestPath("/functions/{Name}", "/functions/%zz")).toThrow(
      'the path has "%zz", which is not percent-encoded text',
    );
  });
});

const echo: ServiceFactory = (): Service => ({
  name: "echo",
  protocol: { kind: "json", target: "Echo_1", version: "1.1" },
  operations: [
    {
      name: "Say",
      access: () => [{ action: "echo:Say", resource: "arn:aws:echo:eu-central-1:000000000000:wall" }],
      run: (input) => input,
    },
    {
      name: "Whisper",
      checkInput: inputCheck("ValidationException", { Words: text() }),
      access: () => [],
      run: (input) => input,
    },
    {
      name: "Fail",
      access: () => [],
      run: () => {
        throw new AwsError("TooLoudException", "too loud", 413, { Decibels: 120 });
      },
    },
    {
      name: "Break",
      access: () => [],
      run: () => {
        throw new TypeError("a bug");
      },
    },
  ],
});

const question: ServiceFactory = (): Service => ({
  name: "question",
  protocol: { kind: "query", xmlNamespace: "http://question/" },
  operations: [
    {
      name: "Count",
      checkInput: inputCheck("ValidationError", { Words: text() }),
      access: () => [],
      run: ({ Words }) => ({ Count: Words.length }),
    },
    { name: "Ask", access: () => [], run: ({ Words }) => ({ Answer: Words }) },
    {
      name: "Refuse",
      access: () => [],
      run: () => {
        throw new AwsError("NotFound", "no <answer>", 404);
      },
    },
  ],
});

const shelf: ServiceFactory = (): Service => ({
  name: "shelf",
  protocol: {
    kind: "rest",
    routes: [
      { method: "PUT", path: "/shelves/{Name}", operation: "Put" },
      {
        method: "DELETE",
        path: "/shelves/{Name}",
        operation: "Drop",
        encode: () => ({ status: 204, headers: {}, body: "" }),
      },
    ],
  },
  operations: [
    { name: "Put", access: () => [], run: (input) => input },
    { name: "Drop", access: () => [], run: () => undefined },
  ],
});

const SIGNED = (service: string, key = "test") =>
  `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

function wire(authorizer?: Authorizer) {
  const cloud = testKernel([echo, question, shelf], authorizer === undefined ? {} : { authorizer });
  const protocols = new AwsProtocols(cloud.kernel, cloud.services);
  const ask = async (headers: Record<string, string>, body = "", method = "POST", url = "/") => {
    const request: HttpRequest = {
      method,
      url,
      headers,
      rawHeaders: [],
      body: Buffer.from(body),
      sourceIp: "127.0.0.1",
      signal: new AbortController().signal,
    };
    const answer = await protocols.answer(request);
    return { ...answer, text: String(answer.body) };
  };
  return { ...cloud, ask };
}

describe("the JSON protocol", () => {
  test("takes a member that is null for absent", async () => {
    const { ask } = wire();

    const answer = await ask(
      { "x-amz-target": "Echo_1.Say", authorization: SIGNED("echo") },
      '{"words":"hi","tone":null}',
    );

    expect(answer).toMatchObject({ status: 200, text: '{"words":"hi"}' });
  });

  test("checks the input of a request, and not of a call inside of the cloud", async () => {
    const { ask, call } = wire();

    const answer = await ask(
      { "x-amz-target": "Echo_1.Whisper", authorization: SIGNED("echo") },
      '{"Words":1}',
    );

    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({
      __type: "SerializationException",
      message: "NUMBER_VALUE can not be converted to a String",
    });
    expect(await call("echo", "Whisper", { Words: 1 })).toEqual({ Words: 1 });
  });

  test("finds the operation by its target and answers with the protocol's content type", async () => {
    const { ask } = wire();

    const answer = await ask(
      { "x-amz-target": "Echo_1.Say", authorization: SIGNED("echo") },
      '{"words":"hi"}',
    );

    expect(answer).toMatchObject({ status: 200, text: '{"words":"hi"}' });
    expect(answer.headers["content-type"]).toBe("application/x-amz-json-1.1");
    expect(answer.headers["x-amzn-requestid"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each([
    ["Fail", 413, { __type: "TooLoudException", message: "too loud", Decibels: 120 }],
    ["Break", 500, { __type: "InternalFailure", message: "a bug" }],
    [
      "Sing",
      404,
      { __type: "UnknownOperationException", message: "the local cloud does not model echo:Sing" },
    ],
  ])("tells the error of %s as status %d", async (operation, status, error) => {
    const { ask } = wire();

    const answer = await ask({ "x-amz-target": `Echo_1.${operation}`, authorization: SIGNED("echo") }, "{}");

    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject(error);
    expect(answer.headers["x-amzn-errortype"]).toBe(error.__type);
  });

  test.each(["{", "null", "[1]", '"text"'])("refuses the body %s, which is no JSON object", async (body) => {
    const { ask } = wire();

    const answer = await ask({ "x-amz-target": "Echo_1.Say" }, body);

    expect(JSON.parse(answer.text)).toMatchObject({ __type: "SerializationException" });
  });
});

describe("the Query protocol", () => {
  test("finds the service by the signature and answers in XML", async () => {
    const { ask } = wire();

    const answer = await ask(
      { authorization: SIGNED("question") },
      "Action=Ask&Version=2010-03-31&Words=a%26b",
    );

    expect(answer.text).toMatch(
      /^<AskResponse xmlns="http:\/\/question\/"><AskResult><Answer>a&amp;b<\/Answer><\/AskResult><ResponseMetadata><RequestId>[0-9a-f-]{36}<\/RequestId><\/ResponseMetadata><\/AskResponse>$/,
    );
  });

  test("calls a value of the wrong type malformed input", async () => {
    const { ask } = wire();

    const answer = await ask({ authorization: SIGNED("question") }, "Action=Count&Words.member.1=a");

    expect(answer.status).toBe(400);
    expect(answer.text).toContain(
      "<Code>MalformedInput</Code><Message>Start of list found where not expected</Message>",
    );
  });

  test("tells errors in XML", async () => {
    const { ask } = wire();

    const answer = await ask({ authorization: SIGNED("question") }, "Action=Refuse");

    expect(answer.status).toBe(404);
    expect(answer.text).toContain(
      "<Error><Type>Sender</Type><Code>NotFound</Code><Message>no &lt;answer&gt;</Message></Error>",
    );
  });
});

describe("REST routes", () => {
  test("put path, query and body into one input", async () => {
    const { ask } = wire();
    const headers = { authorization: SIGNED("shelf") };

    const answer = await ask(headers, '{"Height":3}', "PUT", "/shelves/upper?Colour=red");

    expect(JSON.parse(answer.text)).toEqual({ Name: "upper", Colour: "red", Height: 3 });
  });

  test("encode answers their own way", async () => {
    const { ask } = wire();

    const answer = await ask({ authorization: SIGNED("shelf") }, "", "DELETE", "/shelves/upper");

    expect(answer).toMatchObject({ status: 204, text: "" });
  });

  test("a route that is not modelled is named", async () => {
    const { ask } = wire();

    const answer = await ask({ authorization: SIGNED("shelf") }, "", "POST", "/drawers");

    expect(JSON.parse(answer.text)).toMatchObject({
      message: "the local cloud does not model shelf POST /drawers",
    });
  });
});

describe("who calls", () => {
  const seen: string[] = [];
  const onlyOperators: Authorizer = {
    denial: (principal) => {
      seen.push(principal.type);
      return `${principal.type} may not`;
    },
  };

  beforeEach(() => {
    seen.length = 0;
  });

  test("credentials of the account may do everything", async () => {
    const { ask } = wire(onlyOperators);

    expect((await ask({ "x-amz-target": "Echo_1.Say", authorization: SIGNED("echo") })).status).toBe(200);
    expect(seen).toEqual([]);
  });

  test("credentials of a role are the role, and no credentials are nobody", async () => {
    const { ask, kernel } = wire(onlyOperators);
    const session = kernel.sessions.issue("arn:aws:iam::000000000000:role/dev-api", "dev-api");
    const headers = { "x-amz-target": "Echo_1.Say" };

    const asRole = await ask({ ...headers, authorization: SIGNED("echo", session.accessKeyId) });
    const asNobody = await ask(headers);

    expect(seen).toEqual(["role", "anonymous"]);
    expect(asRole.status).toBe(403);
    expect(JSON.parse(asRole.text)).toMatchObject({
      __type: "AccessDeniedException",
      message: "role may not",
    });
    expect(asNobody.status).toBe(403);
    expect(session.callsInFlight).toBe(0);
    expect(kernel.calls.denials.map(({ principal }) => principal)).toEqual([
      "arn:aws:iam::000000000000:role/dev-api",
      "an anonymous caller",
    ]);
  });

  test("credentials of a session that has ended are nobody's, least of all the operator's", async () => {
    const { ask, kernel } = wire(onlyOperators);
    const session = kernel.sessions.issue("arn:aws:iam::000000000000:role/dev-api", "dev-api");
    kernel.sessions.revoke(session);

    const answer = await ask({
      "x-amz-target": "Echo_1.Say",
      authorization: SIGNED("echo", session.accessKeyId),
    });

    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text)).toMatchObject({ __type: "ExpiredTokenException" });
  });

  test("only the latest denials are kept", async () => {
    const { ask, kernel } = wire(onlyOperators);
    for (let count = 0; count < 1_010; count++) await ask({ "x-amz-target": "Echo_1.Say" });

    expect(kernel.calls.denials).toHaveLength(1_000);
  });

  test("an injected fault answers instead of the service", async () => {
    const { ask, kernel } = wire();
    kernel.faults.inject({ on: "echo:Say", effect: "error", times: 1 });
    const headers = { "x-amz-target": "Echo_1.Say", authorization: SIGNED("echo") };

    expect((await ask(headers)).status).toBe(500);
    expect((await ask(headers)).status).toBe(200);
  });

  test("a denied call is traced as denied", async () => {
    const { call, kernel } = testKernel([echo], { authorizer: onlyOperators });
    await call("echo", "Say");
    await expect(kernel.calls.perform({ type: "anonymous" }, "echo", "Say", {})).rejects.toBeInstanceOf(
      AccessDeniedError,
    );

    expect(kernel.traces.all().map(({ outcome }) => outcome)).toEqual(["ok", "denied"]);
  });
});
