import { isoTime, parseTime } from "../../../kernel/clock";
import { UnsupportedError } from "../../../kernel/errors";
import type { Schedule } from "./schedule";

interface Field {
  readonly first: number;
  readonly last: number;
  readonly names?: readonly string[];
}

const FIELDS: readonly Field[] = [
  { first: 0, last: 59 },
  { first: 0, last: 23 },
  { first: 1, last: 31 },
  {
    first: 1,
    last: 12,
    names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
  },
  { first: 1, last: 7, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] },
  { first: 1970, last: 2199 },
];

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** 1 January 1970 was a Thursday; Sunday is 1. */
const EPOCH_WEEKDAY = 5;
/** A leap day is at most eight years away. */
const FURTHEST_DAYS = 8 * 366;

/**
 * Reads the six fields of a cron expression: minutes, hours, day of month, month, day of week, year; in UTC.
 * @returns undefined when EventBridge would not take it
 * @throws UnsupportedError for `L`, `W` and `#`
 */
export function parseCron(text: string): Schedule | undefined {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) return undefined;
  // One of the two fields for days has to be open.
  if ((parts[2] === "?") === (parts[4] === "?")) return undefined;
  const sets = parts.map((part, index) => parseField(part, FIELDS[index], text));
  const [minutes, hours, days, months, weekdays, years] = sets;
  if (!minutes || !hours || !days || !months || !weekdays || !years) return undefined;

  const isDay = (dayMs: number): boolean => {
    const [year, month, day] = isoTime(dayMs).slice(0, 10).split("-").map(Number);
    const weekday = ((dayMs / DAY_MS + EPOCH_WEEKDAY - 1) % 7) + 1;
    return years.has(year ?? 0) && months.has(month ?? 0) && days.has(day ?? 0) && weekdays.has(weekday);
  };
  const timesMs = [...hours].flatMap((hour) =>
    [...minutes].map((minute) => (hour * 60 + minute) * MINUTE_MS),
  );
  const lastYear = Math.max(...years);
  return {
    nextAfter(ms) {
      const today = parseTime(`${isoTime(ms).slice(0, 10)}T00:00:00Z`);
      const firstYear = parseTime(`${Math.min(...years)}-01-01T00:00:00Z`);
      const start = Math.max(today, firstYear);
      for (let dayMs = start; dayMs < start + FURTHEST_DAYS * DAY_MS; dayMs += DAY_MS) {
        if (Number(isoTime(dayMs).slice(0, 4)) > lastYear) return undefined;
        if (!isDay(dayMs)) continue;
        const time = timesMs.find((timeMs) => dayMs + timeMs > ms);
        if (time !== undefined) return dayMs + time;
      }
      return undefined;
    },
  };
}

/** The values of a field in ascending order; undefined when it is malformed. */
function parseField(text: string, field: Field | undefined, whole: string): ReadonlySet<number> | undefined {
  if (field === undefined) return undefined;
  const values = new Set<number>();
  for (const part of text.toUpperCase().split(",")) {
    if (/[LW#]/.test(part.replace(/JUL|WED/g, ""))) {
      throw new UnsupportedError(`cron(${whole}): L, W and # are not modelled; list the days instead`);
    }
    const range = parseRange(part, field);
    if (range === undefined) return undefined;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return new Set([...values].sort((a, b) => a - b));
}

function parseRange(part: string, field: Field) {
  const match = /^(\*|\?|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part);
  if (match === null) return undefined;
  const [, first = "", last, step] = match;
  const any = first === "*" || first === "?";
  const from = any ? field.first : fieldValue(first, field);
  const to = last !== undefined ? fieldValue(last, field) : any || step !== undefined ? field.last : from;
  if (Number.isNaN(from) || Number.isNaN(to) || from > to || step === "0") return undefined;
  return { from, to, step: Number(step ?? 1) };
}

function fieldValue(text: string, { first, last, names }: Field): number {
  const named = names?.indexOf(text) ?? -1;
  const value = named >= 0 ? named + first : Number(text);
  return value >= first && value <= last ? value : Number.NaN;
}
