/** Writes a line of progress to standard error, with the seconds since the start in front. */
export type Progress = (subject: string, what: string) => void;

/** Starts a progress whose lines name what they are about: `  12 s  dev-catalog      planning`. */
export function startProgress(): Progress {
  const startedMs = performance.now();
  return (subject, what) => {
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(0).padStart(4);
    process.stderr.write(`${seconds} s  ${subject.padEnd(16)} ${what}\n`);
  };
}
