/** The first media type of a header, without parameters, in lower case. */
export function mediaTypeOf(header: string): string {
  return (header.split(/[,;]/, 1)[0] ?? "").trim().toLowerCase();
}
