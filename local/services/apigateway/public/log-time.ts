import { isoTime } from "../../../kernel/clock";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const DAY_MS = 86_400_000;

/** The second that was written last: thousands of requests may fall into one. */
let latest = { second: Number.NaN, text: "" };

/** Time as in an Apache access log, such as `09/Apr/2026:12:34:56 +0000`. */
export function logTime(ms: number): string {
  const second = Math.floor(ms / 1000);
  if (second !== latest.second) {
    const iso = isoTime(ms);
    const text = `${iso.slice(8, 10)}/${monthOf(iso)}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
    latest = { second, text };
  }
  return latest.text;
}

/** Time as Java prints it, which is how the REST flavour of a Cognito authorizer shows `exp` and `iat`. */
export function javaTime(ms: number): string {
  const iso = isoTime(ms);
  const weekday = WEEKDAYS[Math.floor(ms / DAY_MS) % 7];
  return `${weekday} ${monthOf(iso)} ${iso.slice(8, 10)} ${iso.slice(11, 19)} UTC ${iso.slice(0, 4)}`;
}

function monthOf(iso: string): string {
  return MONTHS[Number(iso.slice(5, 7)) - 1] ?? "";
}
