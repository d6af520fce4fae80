import { filterPattern } from "../../local/services/logs/filter-pattern/filter-pattern";

const matches = (pattern: string, message: string) => filterPattern(pattern)(message);

describe("terms", () => {
  test.each([
    ["", "anything", true],
    ["ERROR", "an ERROR here", true],
    ["ERROR answer", "an ERROR here", false],
    ['"no answer"', "no answer", true],
    ['"answer no"', "no answer", false],
    ["?WARN ?ERROR", "a WARN", true],
    ["?WARN ?ERROR", "an INFO", false],
    ["?ERROR ?ARGUMENTS REQUEST", "[INFO] REQUEST FAILED", true],
    ["ERROR -timeout", "ERROR timeout", false],
    ["ERROR -timeout", "ERROR 500", true],
  ])("%s on %s: %s", (pattern, message, expected) => {
    expect(matches(pattern, message)).toBe(expected);
  });
});

describe("a regular expression", () => {
  test.each([
    ["%code=[0-9]+%", "done code=42 in 3 ms", true],
    ["%code=[0-9]+%", "done code=x", false],
    ["%AUTHORIZED%", "[ERROR 401] UNAUTHORIZED REQUEST", true],
    ["%^[hc]at%", "a hat", false],
    ["%[hc]at$%", "the cat", true],
    ["%colou?r%", "color", true],
    ["%^a{3,5}$%", "aa", false],
    ["%^a{,2}$%", "aa", true],
    ["%^a{,2}$%", "aaa", false],
    ["%^starting|^shutting down%", "shutting down now", true],
    ["%\\[.\\]%", "value [7] here", true],
    ["%10\\.10\\.0\\.1%", "10010,051", false],
    ["%\\x28\\d\\x29%", "f(1)", true],
  ])("%s on %s: %s", (pattern, message, expected) => {
    expect(matches(pattern, message)).toBe(expected);
  });

  test.each([
    ["%something!%", 'regular expressions do not support "!"; \\xhh stands for any character'],
    ["%(ab)+%", 'regular expressions do not support "("; \\xhh stands for any character'],
    ["%\\p%", 'regular expressions do not support "\\p"'],
    ["%a[%", "Invalid regular expression: /a[/s: Unterminated character class"],
    ["%%", "a regular expression is not empty"],
    ["%abc", "a regular expression stands between two percent signs"],
    ["%a% ERROR", '"ERROR" is more than a pattern of this form has'],
  ])("%s is refused", (pattern, rule) => {
    expect(() => filterPattern(pattern)).toThrow(`Invalid filter pattern "${pattern}": ${rule}`);
  });
});

describe("conditions on JSON", () => {
  const event = JSON.stringify({
    eventType: "UpdateTrail",
    sourceIPAddress: "111.111.111.111",
    arrayKey: ["value", "another value"],
    objectList: [
      { name: "a", id: 1 },
      { name: "b", id: 2 },
    ],
    SomeObject: null,
    "cluster.name": "c",
    status: 503,
    done: true,
  });

  test.each([
    ['{ $.eventType = "UpdateTrail" }', true],
    ['{ $.eventType = "Update*" }', true],
    ["{ $.eventType = UpdateTrail }", true],
    ['{ $.eventType != "UpdateTrail" }', false],
    ["{ $.eventType = %Trail% }", true],
    ["{ $.eventType = %^Trail% }", false],
    ["{ $.eventType != %^Trail% }", true],
    ["{ $.sourceIPAddress != 123.123.* }", true],
    ['{ $.arrayKey[0] = "value" }', true],
    ['{ $.arrayKey[1] = "value" }', false],
    ["{ $.arrayKey[*] = %val.{2}% }", true],
    ["{ $.* = %111\\.111\\.111\\.1[0-9]{1,2}% }", true],
    ["{ $.objectList[*].id = 2 }", true],
    ["{ $.objectList[1].name = b}", true],
    ["{ $.['cluster.name'] = \"c\" }", true],
    ["{ $.SomeObject IS NULL }", true],
    ["{ $.eventType IS NULL }", false],
    ["{ $.done IS TRUE }", true],
    ["{ $.done IS FALSE }", false],
    ["{ $.SomeOtherObject NOT EXISTS }", true],
    ["{ $.SomeObject NOT EXISTS }", false],
    ["{ $.status >= 503 }", true],
    ["{ $.status > 503 }", false],
    ["{ $.status <= 503 }", true],
    ["{ $.status < 503 }", false],
    ["{ $.status = 5* }", true],
    ["{ $.status = 5.03e+2 }", true],
    ["{ $.done >= 0 }", false],
    ["{ $.missing != 1 }", false],
    ["{ $.objectList != 1 }", false],
    ['{ $.eventType = "x" && $.status = 503 }', false],
    ['{ $.eventType = "x" || $.status = 503 }', true],
    ['{ $.status = 503 || $.eventType = "x" && $.done IS FALSE }', true],
    ['{ ($.status = 503 || $.eventType = "x") && $.done IS FALSE }', false],
  ])("%s: %s", (pattern, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  test("find nothing in what is no JSON", () => {
    expect(matches("{ $.a NOT EXISTS }", "no json")).toBe(false);
    expect(matches("{ $.a NOT EXISTS }", "{no json")).toBe(false);
  });

  test.each([
    [
      "{ level = 1 }",
      'conditions look like $.level = "ERROR", $.status >= 500, $.x IS NULL or $.x NOT EXISTS',
    ],
    ["{ $ = 1 }", "a property follows $, as in $.level"],
    ["{ $.a EXISTS }", "an operator is one of =, !=, <, <=, > and >="],
    ["{ $.a = }", "a comparison ends in a word, a number, a text or a regular expression"],
    ["{ $.a > x }", "> compares with a number"],
    ["{ ($.a = 1 }", "a parenthesis is not closed"],
    ["{ $.a = 1", "conditions are joined by && or ||, and a brace closes the pattern"],
    ["{ $.a = 1 } b", '"b" is more than a pattern of this form has'],
    ["{ $.a = %a% || $.a = %b% || $.a = %c% }", "a pattern has 2 regular expressions at most"],
  ])("%s is refused", (pattern, rule) => {
    expect(() => filterPattern(pattern)).toThrow(`Invalid filter pattern "${pattern}": ${rule}`);
  });
});

describe("conditions on words by their places", () => {
  const access = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';
  const failed = "ERROR 09/25/2014 12:00:02 Failed to process request";

  test.each([
    ["[level, code, x]", "a b c", true],
    ["[level, code, x]", "a b", false],
    ["[level=ERROR, code, x]", "ERROR 42 x", true],
    ["[level=ERROR, code, x]", "INFO 42 x", false],
    [
      "[ip=%127\\.0\\.0\\.[1-9]%, user, username, timestamp, request =*.html*, status_code = 4*, bytes]",
      access,
      true,
    ],
    ["[ip, user, username, timestamp=10/Oct*, request, status_code = 500, bytes]", access, false],
    ["[..., request =*.html*, status_code = 4*, bytes]", access, true],
    ["[..., status_code = 404 || status_code = 410, bytes > 1534]", access, false],
    ["[ip, ..., bytes >= 1534]", access, true],
    ["[ip, user = Prod, ...]", access, true],
    ["[a, b, c, d, e, f, g, h, ...]", access, false],
    ["[w1=ERROR, w2]", failed, true],
    ["[w1=ERROR, w2 = *request]", failed, true],
    ["[w1=ERROR]", failed, false],
    ["[w1=ERROR || w1=WARNING, w2]", failed, true],
    ["[(w1=INFO || w1=WARNING), w2]", failed, false],
    ["[w1!=ERROR && w1!=WARNING, w2]", failed, false],
    ["[]", failed, true],
  ])("%s on %s: %s", (pattern, message, expected) => {
    expect(matches(pattern, message)).toBe(expected);
  });

  test.each([
    ["[a, b", "fields are separated by commas, and a bracket closes the pattern"],
    ["[a, , b]", "a field is a name, conditions on it as in level=ERROR, or an ellipsis"],
    ["[a=1 || b=2]", "the conditions of one field name one field, not a and b"],
    ["[..., a, ...]", "there is one ellipsis at most"],
    ["[a] b", '"b" is more than a pattern of this form has'],
  ])("%s is refused", (pattern, rule) => {
    expect(() => filterPattern(pattern)).toThrow(`Invalid filter pattern "${pattern}": ${rule}`);
  });
});
