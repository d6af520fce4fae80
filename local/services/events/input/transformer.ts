import { eventTime } from "../bridge-event";
import { invalid } from "../errors";
import type { InputTransformer } from "../target";
import { type JsonPath, parseJsonPath } from "./json-path";
import type { MakeInput, Occasion } from "./make-input";

/** What a template is made of, in order. */
type Piece = { readonly text: string } | { readonly variable: string; readonly quoted: boolean };

/** A value that goes into a template as it is, quotes and all: AWS does not escape the event itself. */
class Verbatim {
  constructor(readonly json: string) {}
}

const PREDEFINED: ReadonlyMap<string, (occasion: Occasion) => unknown> = new Map(
  Object.entries({
    "aws.events.rule-arn": ({ ruleArn }: Occasion) => ruleArn,
    "aws.events.rule-name": ({ ruleName }: Occasion) => ruleName,
    "aws.events.event.ingestion-time": ({ acceptedAtMs }: Occasion) => eventTime(acceptedAtMs),
    "aws.events.event.json": ({ json }: Occasion) => new Verbatim(json),
    "aws.events.event": ({ event }: Occasion) => {
      // So it is on AWS: without the detail, and with another name for the type.
      const { id, account, time, source, region, resources, version } = event;
      const detailType = event["detail-type"];
      return new Verbatim(
        JSON.stringify({ id, account, detailType, time, source, region, resources, version }),
      );
    },
  }),
);

const MOST_VARIABLES = 100;
const LONGEST_TEMPLATE = 8_192;

/**
 * Prepares an input transformer.
 * @param targetId - for messages
 * @throws AwsError `ValidationException` when a path or the template is wrong
 */
export function compileTransformer(transformer: InputTransformer, targetId: string): MakeInput {
  const { InputPathsMap: pathsMap = {}, InputTemplate: template } = transformer;
  const paths = compilePaths(pathsMap, targetId);
  if (typeof template !== "string" || template === "" || template.length > LONGEST_TEMPLATE) {
    throw invalid(`InputTemplate for target ${targetId} must have 1 to ${LONGEST_TEMPLATE} characters.`);
  }
  const pieces = parseTemplate(template);
  const unknown = pieces.flatMap((piece) =>
    "variable" in piece && !paths.has(piece.variable) && !PREDEFINED.has(piece.variable)
      ? [piece.variable]
      : [],
  );
  if (unknown.length > 0) {
    throw invalid(`InputTemplate for target ${targetId} contains invalid placeholder ${unknown.join(", ")}.`);
  }
  const isText = template.trimStart().startsWith('"');
  return (occasion) => {
    const filled = fill(pieces, paths, occasion);
    return isText ? { text: filled } : minified(filled);
  };
}

function compilePaths(map: Readonly<Record<string, string>>, targetId: string): Map<string, JsonPath> {
  const entries = Object.entries(map);
  if (entries.length > MOST_VARIABLES) {
    throw invalid(
      `InputPathsMap for target ${targetId} has ${entries.length} variables; at most ${MOST_VARIABLES}.`,
    );
  }
  const paths = new Map<string, JsonPath>();
  for (const [name, text] of entries) {
    if (name.toLowerCase().startsWith("aws")) {
      throw invalid(`InputPathsMap for target ${targetId} contains the reserved variable ${name}.`);
    }
    const path = parseJsonPath(text);
    if (path === undefined)
      throw invalid(`InputPathsMap for target ${targetId} contains the invalid path ${text}.`);
    paths.set(name, path);
  }
  return paths;
}

function parseTemplate(template: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let quoted = false;
  let text = "";
  for (const [token] of template.matchAll(/<[\w.-]+>|\\.|./gs)) {
    if (token.length > 2 && token.startsWith("<")) {
      pieces.push({ text }, { variable: token.slice(1, -1), quoted });
      text = "";
      continue;
    }
    if (token === '"') quoted = !quoted;
    text += token;
  }
  return [...pieces, { text }];
}

function fill(pieces: readonly Piece[], paths: ReadonlyMap<string, JsonPath>, occasion: Occasion): string {
  let text = "";
  for (const piece of pieces) {
    if ("text" in piece) {
      text += piece.text;
      continue;
    }
    const predefined = PREDEFINED.get(piece.variable);
    const value = predefined?.(occasion) ?? paths.get(piece.variable)?.read(occasion.event);
    // What the event does not have is the empty text, quoted where a value has to stand.
    text += piece.quoted ? inString(value ?? "") : inJson(value === undefined ? "" : value);
  }
  return text;
}

function inJson(value: unknown): string {
  return value instanceof Verbatim ? value.json : JSON.stringify(value);
}

/** Inside quotes a text is escaped; objects and lists lose their quotes, as on AWS. */
function inString(value: unknown): string {
  if (value instanceof Verbatim) return value.json;
  if (typeof value === "string") return JSON.stringify(value).slice(1, -1);
  return JSON.stringify(value).replaceAll('"', "");
}

function minified(json: string): ReturnType<MakeInput> {
  try {
    return { text: JSON.stringify(JSON.parse(json)) };
  } catch {
    return { error: "INVALID_JSON", reason: `the input template gives no valid JSON: ${json}` };
  }
}
