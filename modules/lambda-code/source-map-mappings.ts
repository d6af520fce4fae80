/** A stretch of generated code, from its column on, and where it comes from; without origin, from nowhere. */
export interface Segment {
  readonly column: number;
  readonly origin:
    | {
        readonly source: number;
        readonly line: number;
        readonly column: number;
        readonly name: number | undefined;
      }
    | undefined;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUE_OF = new Map([...DIGITS].map((digit, value) => [digit, value]));
/** A digit holds five bits of a number, and one that says whether more follow. */
const BITS = 5;
const MORE = 1 << BITS;

/** Reads the `mappings` of a source map: the segments of each generated line, with absolute positions. */
export function decodeMappings(mappings: string): Segment[][] {
  let [source, line, originColumn, name] = [0, 0, 0, 0];
  return mappings.split(";").map((text) => {
    let column = 0;
    return (text === "" ? [] : text.split(",")).map((segment) => {
      const [columnStep = 0, sourceStep, lineStep = 0, originStep = 0, nameStep] = readNumbers(segment);
      column += columnStep;
      if (sourceStep === undefined) return { column, origin: undefined };
      source += sourceStep;
      line += lineStep;
      originColumn += originStep;
      name += nameStep ?? 0;
      return {
        column,
        origin: { source, line, column: originColumn, name: nameStep === undefined ? undefined : name },
      };
    });
  });
}

/** Writes segments as the `mappings` of a source map: every number as the step from the one before. */
export function encodeMappings(lines: readonly (readonly Segment[])[]): string {
  const last = { source: 0, line: 0, column: 0, name: 0 };
  return lines
    .map((segments) => {
      let lastColumn = 0;
      return segments
        .map(({ column, origin }) => {
          const steps = [column - lastColumn];
          lastColumn = column;
          if (origin !== undefined) {
            steps.push(origin.source - last.source, origin.line - last.line, origin.column - last.column);
            if (origin.name !== undefined) steps.push(origin.name - last.name);
            Object.assign(last, origin, { name: origin.name ?? last.name });
          }
          return steps.map(writeNumber).join("");
        })
        .join(",");
    })
    .join(";");
}

function readNumbers(text: string): number[] {
  const numbers: number[] = [];
  let [value, shift] = [0, 0];
  for (const character of text) {
    const digit = VALUE_OF.get(character) ?? 0;
    value |= (digit & (MORE - 1)) << shift;
    shift += BITS;
    if (digit & MORE) continue;
    // The lowest bit is the sign.
    numbers.push(value & 1 ? -(value >>> 1) : value >>> 1);
    value = shift = 0;
  }
  return numbers;
}

function writeNumber(number: number): string {
  let rest = number < 0 ? (-number << 1) | 1 : number << 1;
  let text = "";
  do {
    const digit = rest & (MORE - 1);
    rest >>>= BITS;
    text += DIGITS[rest > 0 ? digit | MORE : digit];
  } while (rest > 0);
  return text;
}
